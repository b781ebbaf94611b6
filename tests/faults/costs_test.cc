// What reading a file costs grows no faster than the file: four times the file, four times the
// cost.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "allocator.h"
#include "base/json.h"
#include "expect_error.h"
#include "io/checkpoint_reader.h"
#include "io/config.h"
#include "io/shard_index.h"
#include "io/torch_files.h"
#include "model/model_loader.h"

namespace deberta {
namespace {

namespace pickle = testing::pickle;
using testing::Costs;

Costs cost_of(const std::function<void()>& run) {
  const Costs before = testing::costs_so_far();
  run();
  const Costs after = testing::costs_so_far();
  return {after.allocations - before.allocations, after.bytes - before.bytes,
          after.operations - before.operations};
}

// read(file(n)) for n, 2n and 4n: from 2n to 4n costs at most 2.3 times as much as from n to 2n,
// twice for what is linear and a little more where names are sorted.
void expect_linear(size_t n, const std::function<std::string(size_t)>& file,
                   const std::function<void(const std::string&)>& read) {
  Costs costs[3];
  for (size_t i = 0; i < 3; ++i) {
    const std::string content = file(n << i);
    costs[i] = cost_of([&] { read(content); });
  }
  for (const auto part : {&Costs::allocations, &Costs::bytes, &Costs::operations}) {
    const auto first = static_cast<double>(costs[1].*part - costs[0].*part);
    const auto second = static_cast<double>(costs[2].*part - costs[1].*part);
    EXPECT_LE(second, 2.3 * first + 10'000)
        << costs[0].*part << ", " << costs[1].*part << ", " << costs[2].*part;
  }
  EXPECT_GT(costs[2].operations, costs[0].operations);  // they are counted
}

class Ignoring : public TensorSink {
 public:
  void on_index(std::span<const TensorInfo>) override {}
  bool wants(const TensorInfo&) override { return true; }
  void on_tensor(const TensorInfo&, RawTensor) override {}
};

void read_checkpoint(const std::string& file) {
  Ignoring sink;
  CheckpointReader reader(sink);
  testing::write_in_pieces(reader, file, 1 << 20);
  reader.finish();
}

template <class F>
std::string repeated(size_t n, F&& f) {
  std::string all;
  for (size_t i = 0; i < n; ++i) all += f(std::to_string(i));
  return all;
}
std::string object(size_t n, const std::string& value) {
  std::string all = "{" + repeated(n, [&](auto i) { return "\"" + i + "\":" + value + ","; });
  all.back() = '}';
  return all;
}
void parse(const std::string& json) { parse_json(json, ErrorCode::kConfigJson, "file"); }

TEST(Costs, of_json) {
  expect_linear(
      2000, [](size_t n) { return object(n, "1"); }, parse);
  expect_linear(
      2000, [](size_t n) { return object(n, R"({"a":[1,2]})"); }, parse);
  expect_linear(
      2000, [](size_t n) { return "[" + repeated(n, [](auto) { return "[[]],"; }) + "1]"; }, parse);
  expect_linear(
      2000, [](size_t n) { return "\"" + std::string(8 * n, 'x') + "\""; }, parse);
}

TEST(Costs, of_the_names_in_a_safetensors_header) {
  const auto file = [](size_t n) {
    const std::string header = object(n, R"({"dtype":"F32","shape":[0],"data_offsets":[0,0]})");
    return testing::little_endian(header.size(), 8) + header;
  };
  expect_linear(1000, file, read_checkpoint);
}

TEST(Costs, of_an_index_of_shards) {
  expect_linear(
      2000, [](size_t n) { return R"({"weight_map":)" + object(n, "\"a.bin\"") + "}"; },
      [](const std::string& json) { parse_shard_index(json); });
}

TEST(Costs, of_a_configuration) {
  const auto read = [](const std::string& json) { parse_config(json); };
  expect_linear(
      1000,
      [](size_t n) { return R"({"model_type":"deberta","id2label":)" + object(n, "\"x\"") + "}"; },
      read);
  expect_linear(
      1000,
      [](size_t n) {
        return R"({"model_type":"deberta","pos_att_type":")" +
               repeated(n, [](auto) { return "x|"; }) + "c2p\"}";
      },
      read);
}

TEST(Costs, of_a_model_before_its_weights) {
  const auto bytes_of = [](const std::string& fields, const std::string& type = "deberta") {
    const std::string config = R"({"model_type":")" + type +
                               R"(","hidden_size":16,"num_attention_heads":1,"vocab_size":16,
            "intermediate_size":16,"position_biased_input":false,)" +
                               fields + "}";
    return cost_of([&] {
             ThreadPool pool(1);
             ThreadChoice threads(1, 1);
             Workspace workspace;
             Profile profile;
             Context context{pool, threads, workspace, profile};
             ModelLoader(parse_config(config), Head::kNone, context);
           })
        .bytes;
  };
  constexpr uint64_t kMegabyte = 1 << 20;
  EXPECT_LT(bytes_of(R"("num_hidden_layers":1,"max_relative_positions":16777216)"), kMegabyte);
  EXPECT_LT(bytes_of(R"("num_hidden_layers":1024,"max_relative_positions":16777216)"),
            32 * kMegabyte);
  EXPECT_LT(bytes_of(R"("num_hidden_layers":1024,"relative_attention":true,"pos_att_type":["c2p"],
                        "max_relative_positions":16777216)"),
            32 * kMegabyte);
  EXPECT_LT(bytes_of(R"("num_hidden_layers":1024,"position_buckets":8388608,
                        "max_relative_positions":16777216)",
                     "deberta-v2"),
            32 * kMegabyte);
}

TEST(Costs, of_a_state_dictionary) {
  const auto file = [](size_t n) {
    std::vector<std::pair<std::string, std::string>> tensors, storages;
    for (size_t i = 0; i < n; ++i) {
      const std::string key = std::to_string(i);
      tensors.emplace_back(key,
                           pickle::tensor(pickle::storage("FloatStorage", key, 1), 0, {1}, {1}));
      storages.emplace_back(key, std::string(4, 'x'));
    }
    return testing::torch_file(pickle::whole(pickle::dict(tensors)), storages);
  };
  expect_linear(200, file, read_checkpoint);
}

TEST(Costs, of_references_to_one_large_tuple) {
  // n items, and n references to a storage that the same tuple identifies.
  const auto file = [](size_t n) {
    return pickle::whole("](" + ("(" + std::string(n, 'N') + "tq") + '\0' +
                         repeated(n, [](auto) { return std::string("h\0Q", 3); }) + "e");
  };
  expect_linear(1000, file, [](const std::string& opcodes) {
    PickleReader reader({});
    reader.write(std::as_bytes(std::span(opcodes)));
    EXPECT_TRUE(reader.done());
  });
}

TEST(Costs, of_entries_that_end_in_descriptors) {
  const auto some = [](size_t n, const std::string& content) {
    std::vector<testing::ZipEntry> entries;
    for (size_t i = 0; i < n; ++i) entries.push_back({"a/" + std::to_string(i), content});
    return testing::zip_entries(entries);
  };
  const auto read = [](const std::string& file) {
    struct Sink : ZipEntrySink {
      std::optional<uint64_t> on_entry(const std::string&, std::optional<uint64_t>) override {
        return std::nullopt;
      }
      void on_content(std::span<const std::byte>) override {}
      void on_entry_end() override {}
      void on_directory() override {}
    } sink;
    ZipEntries entries(sink);
    entries.write(std::as_bytes(std::span(file)));  // at once
  };
  expect_linear(
      1000, [&](size_t n) { return some(n, ""); }, read);
  expect_linear(
      200, [&](size_t n) { return some(n, std::string(1000, 'x')); }, read);
  expect_linear(
      1000,
      [&](size_t n) {
        return some(1, repeated(n, [](auto) { return std::string("PK\x07\x08"); }));
      },
      read);
  expect_linear(
      1000, [&](size_t n) { return some(1, std::string(50 * n, 'x')); }, read);
}

}  // namespace
}  // namespace deberta
