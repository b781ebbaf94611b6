// Reads tests/fixtures/checkpoints: golden cases written by torch.save
// (tools/fixtures/make_torch_checkpoints.py).
#include "io/torch_checkpoint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "expect_error.h"
#include "io/torch_files.h"

namespace deberta {
namespace {

using testing::read_checkpoint;
using testing::read_file;
using testing::SmallTensors;
using testing::Tensors;
using testing::torch_file;
using testing::ZipEntry;
namespace pickle = testing::pickle;

std::string fixture(const std::string& name) {
  return read_file(testing::fixture_path("checkpoints/" + name));
}

// Names of a safetensors file's tensors, in its order.
class NamesOf : public Tensors {
 public:
  std::vector<std::string> names;
  explicit NamesOf(const std::string& file) {
    SafetensorsReader reader(*this);
    reader.write(std::as_bytes(std::span(file)));
    reader.finish();
  }
  void on_index(std::span<const TensorInfo> tensors) override {
    for (const TensorInfo& tensor : tensors) names.push_back(tensor.name);
  }
};

const NamesOf& golden(const std::string& name) {
  static std::map<std::string, NamesOf> files;
  const auto path = testing::fixture_path("golden/" + name + "/model.safetensors");
  return files.try_emplace(name, read_file(path)).first->second;
}

std::string floats(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

using FileAndCase = std::pair<const char*, const char*>;

TEST(TorchCheckpoint, holds_the_same_tensors_as_safetensors) {
  for (const auto& [file, name] :
       {FileAndCase("v1_seq_single/zip.bin", "v1_seq_single"),
        FileAndCase("v1_seq_single/views.bin", "v1_seq_single"),
        FileAndCase("v1_mlm_legacy/tied.bin", "v1_mlm_legacy"),
        FileAndCase("v1_mlm_legacy/tied_legacy.bin", "v1_mlm_legacy"),
        FileAndCase("v1_bf16/zip.bin", "v1_bf16"), FileAndCase("v1_bf16/legacy.bin", "v1_bf16")}) {
    const Tensors tensors = read_checkpoint(fixture(file));
    for (const std::string& tensor : golden(name).names) {
      ASSERT_TRUE(tensors.has(tensor)) << file << tensor;
      EXPECT_EQ(tensors.shape(tensor), golden(name).shape(tensor)) << file << tensor;
      EXPECT_EQ(tensors.floats(tensor), golden(name).floats(tensor)) << file << tensor;
    }
  }
}

TEST(TorchCheckpoint, tensors_that_share_a_storage_are_all_there) {
  for (const char* file : {"v1_mlm_legacy/tied.bin", "v1_mlm_legacy/tied_legacy.bin"}) {
    const Tensors tensors = read_checkpoint(fixture(file));
    EXPECT_EQ(tensors.floats("cls.predictions.decoder.weight"),
              golden("v1_mlm_legacy").floats("deberta.embeddings.word_embeddings.weight"));
    EXPECT_EQ(tensors.floats("cls.predictions.decoder.bias"),
              golden("v1_mlm_legacy").floats("cls.predictions.bias"));
  }
}

TEST(TorchCheckpoint, parameters_and_buffers) {
  const Tensors tensors = read_checkpoint(fixture("v1_seq_single/legacy.bin"));
  EXPECT_EQ(tensors.floats("deberta.embeddings.LayerNorm.gamma"),
            golden("v1_seq_single").floats("deberta.embeddings.LayerNorm.weight"));
  EXPECT_EQ(tensors.shape("deberta.embeddings.position_ids"), (std::vector<uint64_t>{1, 48}));
  EXPECT_EQ(tensors.ints("deberta.embeddings.position_ids").back(), 47);
}

TEST(TorchCheckpoint, half_precision) {
  const Tensors tensors = read_checkpoint(fixture("v1_seq_single/half.bin"));
  const std::vector<float> half = tensors.floats("classifier.weight");
  const std::vector<float> full = golden("v1_seq_single").floats("classifier.weight");
  ASSERT_EQ(half.size(), full.size());
  for (size_t i = 0; i < half.size(); ++i) {
    EXPECT_NEAR(half[i], full[i], std::abs(full[i]) * 0x1p-11f + 0x1p-24f);
  }
}

TEST(TorchCheckpoint, pieces_of_any_size_give_the_same) {
  for (const char* file : {"v1_bf16/zip.bin", "v1_bf16/legacy.bin"}) {
    const std::string bytes = fixture(file);
    std::mt19937 random(3);
    for (size_t piece : {1, 2, 3, 13, 64, 1000, 30000}) {
      const Tensors tensors = read_checkpoint(bytes, piece);
      for (const std::string& name : golden("v1_bf16").names) {
        ASSERT_EQ(tensors.floats(name), golden("v1_bf16").floats(name)) << piece << name;
      }
    }
  }
}

TEST(TorchCheckpoint, truncation_is_found_everywhere) {
  for (const char* file : {"v1_bf16/zip.bin", "v1_bf16/legacy.bin"}) {
    const std::string bytes = fixture(file);
    for (size_t size = 3; size < bytes.size(); size += 97) {
      EXPECT_ERROR(kPtTruncated, "ends after", read_checkpoint(bytes.substr(0, size)));
    }
    EXPECT_ERROR(kPtTruncated, "", read_checkpoint(bytes.substr(0, bytes.size() - 1)));
  }
}

// A flipped byte gives an Error, or changes only the flipped byte in the result. In a zip file the
// checksums find flips in the numbers.
TEST(TorchCheckpoint, flipped_bytes_are_found_or_harmless) {
  std::mt19937 random(5);
  for (const char* file : {"v1_bf16/zip.bin", "v1_bf16/legacy.bin"}) {
    const bool is_zip = std::string_view(file).ends_with("zip.bin");
    const std::string bytes = fixture(file);
    for (int round = 0; round < 2000; ++round) {
      std::string flipped = bytes;
      // Half of the flips are in the pickle, which holds the structure.
      const size_t range = round % 2 == 0 ? bytes.size() : 6000;
      const size_t at = random() % range;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 + random() % 255));
      try {
        const Tensors tensors = read_checkpoint(flipped);
        if (!is_zip) continue;
        for (const std::string& name : golden("v1_bf16").names) {
          ASSERT_EQ(tensors.floats(name), golden("v1_bf16").floats(name)) << at << name;
        }
      } catch (const Error& error) {
        EXPECT_NE(error.code(), ErrorCode::kState) << error.message();
      }
    }
  }
}

std::string one_tensor(int64_t elements, int64_t offset, const std::vector<int64_t>& sizes,
                       const std::vector<int64_t>& strides) {
  return torch_file(pickle::whole(pickle::dict(
                        {{"a", pickle::tensor(pickle::storage("FloatStorage", "0", elements),
                                              offset, sizes, strides)}})),
                    {{"0", floats({1, 2, 3, 4, 5, 6})}});
}

std::vector<float> values(int64_t offset, const std::vector<int64_t>& sizes,
                          const std::vector<int64_t>& strides) {
  return read_checkpoint(one_tensor(6, offset, sizes, strides)).floats("a");
}

TEST(TorchCheckpoint, views_of_a_storage) {
  using Floats = std::vector<float>;
  EXPECT_EQ(values(0, {2, 3}, {3, 1}), (Floats{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(values(0, {3, 2}, {1, 3}), (Floats{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(values(1, {2, 2}, {3, 1}), (Floats{2, 3, 5, 6}));
  EXPECT_EQ(values(5, {}, {}), Floats{6});
  EXPECT_EQ(values(4, {3}, {0}), (Floats{5, 5, 5}));
  EXPECT_EQ(values(0, {1, 2, 1, 3}, {99, 1, 77, 2}), (Floats{1, 3, 5, 2, 4, 6}));
  EXPECT_EQ(values(0, {3, 0}, {1, 1}), Floats{});
  EXPECT_EQ(values(6, {0}, {1}), Floats{});
}

TEST(TorchCheckpoint, views_beyond_their_storage_are_refused) {
  const auto refuses = [](const char* part, int64_t offset, const std::vector<int64_t>& sizes,
                          const std::vector<int64_t>& strides) {
    EXPECT_ERROR(kPtTensor, part, read_checkpoint(one_tensor(6, offset, sizes, strides)));
  };
  refuses("'a': [7] with strides [1] from 0 exceeds its storage of 6 elements", 0, {7}, {1});
  refuses("exceeds its storage", 1, {6}, {1});
  refuses("exceeds its storage", 6, {}, {});
  refuses("exceeds its storage", 7, {0}, {1});
  refuses("exceeds its storage", 0, {2}, {INT64_MAX});
  refuses("exceeds its storage", INT64_MAX, {3, 3}, {INT64_MAX, INT64_MAX});
  refuses("exceeds its storage", 0, {INT64_MAX, INT64_MAX, 4}, {0, 0, 0});
  refuses("exceeds its storage", 0, {int64_t{1} << 32, int64_t{1} << 32}, {0, 0});
  refuses("offset -1", -1, {1}, {1});
  refuses("a size or a stride is -2", 0, {-2}, {1});
  refuses("a size or a stride is -1", 0, {2}, {-1});
  refuses("1 sizes, 2 strides", 0, {1}, {1, 1});
  refuses("33 dimensions", 0, std::vector<int64_t>(33, 1), std::vector<int64_t>(33, 1));
}

TEST(TorchCheckpoint, a_storage_of_another_size_is_refused) {
  EXPECT_ERROR(kPtZip, "expected a descriptor after its 20 bytes",
               read_checkpoint(one_tensor(5, 0, {5}, {1})));
  const std::string data = pickle::whole(
      pickle::dict({{"a", pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, {2}, {1})}}));
  EXPECT_ERROR(
      kPtTensor, "expected 8 bytes, file has 4",
      read_checkpoint(testing::zip_file({{"x/data.pkl", data}, {"x/data/0", floats({1}), 0, 0}})));
  const std::string other = pickle::tensor(pickle::storage("HalfStorage", "0", 4), 0, {2}, {1});
  EXPECT_ERROR(kPtPickle, "described in two ways",
               read_checkpoint(torch_file(
                   pickle::whole(pickle::dict(
                       {{"a", pickle::tensor(pickle::storage("FloatStorage", "0", 2), 0, {2}, {1})},
                        {"b", other}})),
                   {{"0", floats({1, 2})}})));
  EXPECT_ERROR(kPtPickle, "has -1 elements", read_checkpoint(one_tensor(-1, 0, {0}, {1})));
  EXPECT_ERROR(kPtPickle, "elements", read_checkpoint(one_tensor(INT64_MAX, 0, {0}, {1})));
}

TEST(TorchCheckpoint, entries_come_in_the_order_of_torch_save) {
  const std::string data = pickle::whole(
      pickle::dict({{"a", pickle::tensor(pickle::storage("FloatStorage", "0", 1), 0, {1}, {1})}}));
  const ZipEntry index{"x/data.pkl", data}, storage{"x/data/0", floats({7})};
  const auto read = [](const std::vector<ZipEntry>& entries) {
    return read_checkpoint(testing::zip_file(entries));
  };
  // As torch 2.7 writes it, and a storage that the dictionary does not name.
  EXPECT_EQ(read({index,
                  {"x/.format_version", "1"},
                  {"x/.storage_alignment", "64"},
                  {"x/byteorder", "little"},
                  storage,
                  {"x/data/1", "unknown"},
                  {"x/version", "3\n"},
                  {"x/.data/serialization_id", std::string(40, '1')}})
                .floats("a"),
            std::vector<float>{7});
  // A file by another program, which knew the sizes.
  EXPECT_EQ(read({{"y/", "", 0, 0}, {"y/data.pkl", data, 0, 0}, {"y/data/0", floats({7}), 0, 0}})
                .floats("a"),
            std::vector<float>{7});
  EXPECT_ERROR(kPtZip, "expected data.pkl before entry 'x/data/0'", read({storage, index}));
  EXPECT_ERROR(kPtZip, "'data/0' is missing", read({index}));
  EXPECT_ERROR(kPtZip, "expected an entry data.pkl", read({{"x/other", "1"}}));
  EXPECT_ERROR(kPtZip, "a second entry 'x/data.pkl'", read({index, index}));
  EXPECT_ERROR(kPtZip, "a second entry 'x/data/0'", read({index, storage, storage}));
  EXPECT_ERROR(kPtZip, "byteorder", read({index, {"x/byteorder", "big"}, storage}));
  EXPECT_ERROR(kPtZip, "byteorder", read({index, {"x/byteorder", std::string(99, 'a')}, storage}));
  EXPECT_ERROR(kPtPickle, "after the pickle's end", read({{"x/data.pkl", data + "N"}, storage}));
  EXPECT_ERROR(kPtPickle, "ends before the pickle does",
               read({{"x/data.pkl", data.substr(0, 40)}, storage}));
}

TEST(TorchCheckpoint, the_dictionary_may_be_wrapped_or_hold_other_things) {
  const std::string a = pickle::tensor(pickle::storage("FloatStorage", "0", 1), 0, {1}, {1});
  const std::string unused = pickle::tensor(pickle::storage("LongStorage", "1", 1), 0, {1}, {1});
  const auto read = [](const std::string& value) {
    return read_checkpoint(
        torch_file(pickle::whole(value), {{"0", floats({7})}, {"1", std::string(8, 'x')}}));
  };
  for (const char* name : {"state_dict", "model_state_dict", "model"}) {
    const Tensors tensors = read(
        pickle::dict({{"epoch", "K\x03"},
                      {name, pickle::dict({{"a", a}})},
                      {"optimizer", pickle::dict({{"state", pickle::dict({{"b", unused}})}})}}));
    EXPECT_TRUE(tensors.has("a"));
    EXPECT_FALSE(tensors.has("b"));
  }
  const Tensors mixed = read(pickle::dict({{"a", a}, {"steps", "K\x05"}, {"b", unused}}));
  EXPECT_TRUE(mixed.has("a") && mixed.has("b"));
  // Python 2: OrderedDict([["a", …], ["b", …]])
  const Tensors old = read(pickle::global("collections", "OrderedDict") +
                           "](](U\x01"
                           "a" +
                           a +
                           "e](U\x01"
                           "b" +
                           unused + "ee\x85R");
  EXPECT_TRUE(old.has("a") && old.has("b"));
  EXPECT_ERROR(kPtPickle, "expected a dictionary of tensors", read("]"));
  EXPECT_ERROR(kPtPickle, "expected a dictionary of tensors", read(a));
  EXPECT_ERROR(kPtPickle, "'a' occurs twice", read(pickle::dict({{"a", a}, {"a", unused}})));
  EXPECT_ERROR(kPtPickle, "a tensor's name has 513 bytes",
               read(pickle::dict({{std::string(513, 'a'), a}})));
}

TEST(TorchCheckpoint, malformed_tensors_are_refused) {
  const std::string rebuild = pickle::global("torch._utils", "_rebuild_tensor_v2");
  const std::string parameter = pickle::global("torch._utils", "_rebuild_parameter");
  const auto refuses = [](ErrorCode code, const char* part, const std::string& value) {
    testing::expect_error(code, part, [&] {
      read_checkpoint(torch_file(pickle::whole(pickle::dict({{"a", value}})), {}));
    });
  };
  refuses(ErrorCode::kPtTensor, "its storage or its offset", rebuild + ")R");
  refuses(ErrorCode::kPtTensor, "its storage or its offset", rebuild + "(NK\x01))tR");
  refuses(ErrorCode::kPtTensor, "without a tensor", parameter + ")R");
  refuses(ErrorCode::kPtTensor, "without a tensor", parameter + "N\x85R");
  refuses(ErrorCode::kPtTensor, "expected tuples",
          rebuild + "(" + pickle::storage("FloatStorage", "0", 1) + "K\x01K\x01)tR");
  refuses(ErrorCode::kPtTensor, "expected integers",
          rebuild + "(" + pickle::storage("FloatStorage", "0", 1) + "K\x01N\x85)tR");
  refuses(ErrorCode::kPtPickle, "a storage is malformed", ")Q");
  refuses(ErrorCode::kPtPickle, "a storage is malformed",
          pickle::tuple({pickle::text("module"), "N", "N", "N", "N"}) + "Q");
  refuses(ErrorCode::kPtPickle, "a storage is malformed",
          pickle::tuple({pickle::text("storage"), "N", "N", "N", "N"}) + "Q");
  refuses(ErrorCode::kPtGlobal, "torch ComplexFloatStorage",
          pickle::storage("ComplexFloatStorage", "0", 1));
  refuses(ErrorCode::kPtGlobal, "posix system", pickle::global("posix", "system"));
}

TEST(TorchCheckpoint, legacy_files_are_checked) {
  const std::string magic = pickle::whole("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19");
  const std::string version = pickle::whole("M\xe9\x03");
  const std::string system = pickle::whole(pickle::dict({{"little_endian", "\x88"}}));
  const std::string dict = pickle::whole(
      pickle::dict({{"a", pickle::tensor(pickle::storage("FloatStorage", "7", 1), 0, {1}, {1})},
                    {"e", pickle::tensor(pickle::storage("FloatStorage", "8", 0), 0, {0}, {1})}}));
  const auto keys = [](const std::vector<std::string>& keys) {
    std::string list = "](";
    for (const std::string& key : keys) list += pickle::text(key);
    return pickle::whole(list + "e");
  };
  const std::string data = testing::little_endian(0, 8) + testing::little_endian(1, 8);
  const std::string start = magic + version + system + dict;
  const Tensors tensors = read_checkpoint(start + keys({"8", "7"}) + data + floats({7}), 1);
  EXPECT_EQ(tensors.floats("a"), std::vector<float>{7});
  EXPECT_TRUE(tensors.floats("e").empty());

  EXPECT_ERROR(kPtPickle, "version", read_checkpoint(magic + pickle::whole("M\xea\x03")));
  EXPECT_ERROR(kPtPickle, "little-endian", read_checkpoint(magic + version + pickle::whole("}")));
  EXPECT_ERROR(
      kPtPickle, "little-endian",
      read_checkpoint(magic + version + pickle::whole(pickle::dict({{"little_endian", "\x89"}}))));
  EXPECT_ERROR(kPtGlobal, "OrderedDict",
               read_checkpoint(magic + version + pickle::whole(pickle::ordered_dict())));
  EXPECT_ERROR(kPtPickle, "expected a list", read_checkpoint(start + pickle::whole("N")));
  EXPECT_ERROR(kPtPickle, "unknown or occurs twice", read_checkpoint(start + keys({"9"})));
  EXPECT_ERROR(kPtPickle, "unknown or occurs twice", read_checkpoint(start + keys({"7", "7"})));
  EXPECT_ERROR(kPtPickle, "has 1 storages, its dictionary names 2",
               read_checkpoint(start + keys({"7"})));
  EXPECT_ERROR(kPtTensor, "storage '7': expected 1 elements, file has 0",
               read_checkpoint(start + keys({"7", "8"}) + data));
  EXPECT_ERROR(kPtPickle, "unexpected bytes after the last storage",
               read_checkpoint(start + keys({"8", "7"}) + data + floats({7, 8})));
}

TEST(TorchCheckpoint, a_view_that_repeats_its_storage_many_times_is_refused) {
  EXPECT_EQ(values(0, {1000, 6}, {0, 1}).size(), 6000u);
  EXPECT_ERROR(kPtTensor, "its tensors take 24000000 bytes, expected at most 64 times the 24 bytes",
               read_checkpoint(one_tensor(6, 0, {1'000'000, 6}, {0, 1})));
  EXPECT_ERROR(kPtTensor, "expected at most 64 times",
               read_checkpoint(one_tensor(6, 0, {int64_t{1} << 40}, {0})));
}

}  // namespace
}  // namespace deberta
