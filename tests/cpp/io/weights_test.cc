#include "io/weights.h"

#include <gtest/gtest.h>

#include <cstring>

#include "expect_error.h"
#include "fixtures.h"

namespace deberta {
namespace {

using testing::FileTensor;

std::string floats(std::initializer_list<float> values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.begin(), bytes.size());
  return bytes;
}

void read(Weights& weights, const std::vector<FileTensor>& tensors) {
  SafetensorsReader reader(weights);
  const std::string file = testing::make_safetensors(tensors);
  reader.write(std::as_bytes(std::span(file)));
  reader.finish();
}

TEST(Weights, canonical_names) {
  EXPECT_EQ(canonical_name("deberta.encoder.layer.0.output.LayerNorm.gamma"),
            "encoder.layer.0.output.LayerNorm.weight");
  EXPECT_EQ(canonical_name("embeddings.LayerNorm.beta"), "embeddings.LayerNorm.bias");
  EXPECT_EQ(canonical_name("classifier.weight"), "classifier.weight");
  EXPECT_EQ(canonical_name("token_rep_layer.bert_layer.model.encoder.conv.conv.weight"),
            "encoder.conv.conv.weight");
  EXPECT_EQ(canonical_name("encoder.encoder.layer.0.output.LayerNorm.gamma"),
            "encoder.layer.0.output.LayerNorm.weight");
  EXPECT_EQ(canonical_name("encoder.embeddings.LayerNorm.beta"), "embeddings.LayerNorm.bias");
  EXPECT_EQ(canonical_name("encoder.LayerNorm.weight"), "encoder.LayerNorm.weight");
}

TEST(Weights, a_part_is_built_as_soon_as_it_is_complete) {
  Weights weights;
  std::vector<std::string> built;
  float shared_seen = 0;
  weights.expect({{"a", {1}}, {"c", {1}}}, [&](Weights& w) {
    built.push_back("ac");
    shared_seen += w.floats("c").floats()[0];
  });
  weights.expect({{"b", {1}}}, [&](Weights& w) {
    built.push_back("b");
    EXPECT_EQ(w.floats("b").floats()[0], 2);
  });
  weights.expect({{"c", {1}}, {"d", {1}}}, [&](Weights& w) {
    built.push_back("cd");
    shared_seen += w.floats("c").floats()[0];
    EXPECT_EQ(w.floats("d").floats()[0], 4);
  });
  read(weights, {{"a", "F32", {1}, floats({1})},
                 {"b", "F32", {1}, floats({2})},
                 {"c", "F32", {1}, floats({3})},
                 {"d", "F32", {1}, floats({4})},
                 {"other", "I64", {1}, std::string(8, 'x')}});
  EXPECT_EQ(built, (std::vector<std::string>{"b", "ac", "cd"}));
  EXPECT_EQ(shared_seen, 6);
  EXPECT_EQ(weights.finish(), std::vector<std::string>{"other"});
}

TEST(Weights, the_file_decides_on_sizes_that_its_reader_checks) {
  const TensorSpec any{"a", {1, 1}, false, /*any_sizes=*/true};
  const auto read_as = [&](std::vector<uint64_t> shape, const TensorSpec& expected) {
    Weights weights;
    weights.expect({any}, [&](Weights& w) {
      w.require_shape(expected);
      EXPECT_EQ(w.floats("a").floats()[5], 6);
    });
    read(weights, {{"a", "F32", std::move(shape), floats({1, 2, 3, 4, 5, 6})}});
  };
  read_as({2, 3}, {"a", {2, 3}});
  EXPECT_ERROR(kTensorShape, "tensor 'a': expected [3, 2], file has [2, 3]",
               read_as({2, 3}, {"a", {3, 2}}));
  EXPECT_ERROR(kTensorShape, "tensor 'a': expected [1, 1], file has [6]", read_as({6}, {"a", {6}}));
}

// A receiver gets the same bytes from a file, in pieces, and from a fill.
TEST(Weights, a_tensor_can_be_received_in_pieces) {
  struct Taken {
    std::vector<float> values;
    size_t pieces = 0;
    size_t begun = 0;
  };
  const auto expect = [](Weights& weights, Taken& taken) {
    weights.expect({{"a", {3}}}, [](Weights&) {});
    weights.receive("a", [&](DType dtype) {
      EXPECT_EQ(dtype, DType::kF32);
      ++taken.begun;
      return [&](std::span<const std::byte> bytes) {
        const size_t before = taken.values.size() * sizeof(float);
        taken.values.resize((before + bytes.size()) / sizeof(float));
        std::memcpy(reinterpret_cast<std::byte*>(taken.values.data()) + before, bytes.data(),
                    bytes.size());
        ++taken.pieces;
      };
    });
    weights.expect({{"b", {1}}}, [](Weights& w) { EXPECT_EQ(w.floats("b").floats()[0], 4); });
  };
  {
    Weights weights;
    Taken taken;
    expect(weights, taken);
    const std::string file = testing::make_safetensors(
        {{"a", "F32", {3}, floats({1, 2, 3})}, {"b", "F32", {1}, floats({4})}});
    SafetensorsReader reader(weights);
    const auto bytes = std::as_bytes(std::span(file));
    const size_t header = bytes.size() - 4 * sizeof(float);
    reader.write(bytes.first(header + 4));
    reader.write(bytes.subspan(header + 4));
    reader.finish();
    EXPECT_EQ(taken.values, (std::vector<float>{1, 2, 3}));
    EXPECT_EQ(taken.pieces, 2u);
    EXPECT_EQ(taken.begun, 1u);
    EXPECT_TRUE(weights.finish().empty());
  }
  {
    Weights weights;
    Taken taken;
    expect(weights, taken);
    weights.fill([](const TensorInfo&, std::span<float> values) { std::ranges::fill(values, 4); });
    EXPECT_EQ(taken.values, (std::vector<float>{4, 4, 4}));
    EXPECT_TRUE(weights.finish().empty());
  }
  {
    Weights weights;
    Taken taken;
    expect(weights, taken);
    testing::expect_error(ErrorCode::kState, "layer of 'a'", [&] { weights.finish(); });
    EXPECT_EQ(taken.begun, 0u);
  }
}

TEST(Weights, half_floats_are_widened_as_they_come) {
  const std::string halves("\x00\x3c\x00\x40\x00\xbc", 6);  // 1, 2, -1
  const std::string brains("\x80\x3f\x00\x40\x80\xbf", 6);
  for (const auto& [dtype, bytes] : {std::pair{"F16", halves}, std::pair{"BF16", brains}}) {
    const std::string file = testing::make_safetensors({{"a", dtype, {3}, bytes}});
    for (size_t piece = 1; piece <= file.size(); piece += 2) {
      Weights weights;
      std::vector<float> first, second;
      const auto keep = [](std::vector<float>& to) {
        return [&](Weights& w) {
          const Buffer values = w.floats("a");
          to.assign(values.floats(), values.floats() + 3);
        };
      };
      weights.expect({{"a", {3}}}, keep(first));
      weights.expect({{"a", {3}}}, keep(second));
      SafetensorsReader reader(weights);
      for (size_t at = 0; at < file.size(); at += piece) {
        reader.write(std::as_bytes(std::span(file)).subspan(at, std::min(piece, file.size() - at)));
      }
      reader.finish();
      EXPECT_EQ(first, (std::vector<float>{1, 2, -1}));
      EXPECT_EQ(second, first);
    }
  }
}

TEST(Weights, misfits_are_refused_from_the_index_alone) {
  const auto refuses = [](ErrorCode code, const char* part, std::vector<TensorInfo> index) {
    Weights weights;
    weights.expect({{"encoder.LayerNorm.bias", {768}}}, [](Weights&) { FAIL(); });
    testing::expect_error(code, part, [&] { weights.on_index(index); });
  };
  const auto info = [](const char* name, DType dtype, std::vector<uint64_t> shape) {
    return TensorInfo{name, dtype, std::move(shape), 0, 0};
  };
  refuses(ErrorCode::kTensorMissing, "'encoder.LayerNorm.bias' [768] is missing among the file's 1",
          {info("other", DType::kF32, {1})});
  refuses(ErrorCode::kTensorShape,
          "tensor 'encoder.LayerNorm.bias': expected [768], file has [1024]",
          {info("deberta.encoder.LayerNorm.beta", DType::kF32, {1024})});
  refuses(ErrorCode::kTensorDtype, "file has I64",
          {info("encoder.LayerNorm.bias", DType::kI64, {768})});
  refuses(ErrorCode::kTensorUnexpected, "two names",
          {info("encoder.LayerNorm.bias", DType::kF32, {768}),
           info("deberta.encoder.LayerNorm.bias", DType::kF32, {768})});
}

TEST(Weights, finish_reports_missing_tensors) {
  Weights weights;
  weights.expect({{"a", {1}}}, [](Weights&) { FAIL(); });
  EXPECT_ERROR(kState, "'a' never arrived", weights.finish());
}

TEST(Weights, a_tensor_beyond_the_address_space_is_refused_before_anything_is_read) {
  Weights weights(/*address_space=*/UINT32_MAX);
  const auto build = [](Weights&) {};
  weights.expect({{"fits", {32767, 32767}}}, build);
  EXPECT_ERROR(kOutOfMemory, "tensor 'a': cannot allocate 16777216 x 256 x 4 bytes",
               weights.expect({{"a", {1 << 24, 256}}}, build));
  EXPECT_ERROR(kOutOfMemory, "tensor 'b'", weights.expect({{"b", {uint64_t{1} << 62, 4}}}, build));
}

}  // namespace
}  // namespace deberta
