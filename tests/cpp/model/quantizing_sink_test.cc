#include "model/quantizing_sink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

#include "context.h"
#include "expect_error.h"
#include "io/config.h"
#include "io/converting_sink.h"
#include "model/model_loader.h"
#include "model/random_model.h"
#include "ops/weight_quantization.h"

namespace deberta {
namespace {

using testing::answer;
using testing::Answer;
using testing::cosine;
using testing::Draw;
using testing::FileTensor;
using testing::kLayers;
using testing::make_safetensors;
using testing::no_plant;
using testing::outlier_channels;
using testing::random_checkpoint;
using testing::read_safetensors;

constexpr const char* kDense = "deberta.encoder.layer.0.attention.output.dense.weight";

// Of a model in 8 bits, from several files.
Answer answer_of_files(const std::vector<std::string>& files, const std::vector<std::string>& names,
                       const Draw& draw) {
  testing::OwnContext own;
  ModelLoader loader(parse_config(testing::random_config(draw)), Head::kSequenceClassification,
                     own.ctx, Precision::kInt8);
  loader.expect_files(files.size(), names);
  for (const std::string& file : files) read_safetensors(loader.sink(), file);
  const ModelLoader::Loaded loaded = loader.finish();
  return {testing::logits_of(*loaded.model, own.ctx, testing::inputs(24, 40)),
          loaded.report.unquantized_layers, loaded.report.activation_bits};
}

// The tensors received so far, in order.
class Collected : public TensorSink {
 public:
  std::vector<FileTensor> tensors;
  std::vector<std::string> unquantized_layers;

  void on_index(std::span<const TensorInfo>) override {}
  bool wants(const TensorInfo&) override { return true; }
  void on_tensor(const TensorInfo& info, RawTensor content) override {
    EXPECT_EQ(content.dtype, info.dtype);
    EXPECT_EQ(content.shape, info.shape);
    EXPECT_EQ(content.bytes.size(), info.count() * size_of(info.dtype));
    const auto* bytes = reinterpret_cast<const char*>(content.bytes.data());
    tensors.push_back(
        {info.name, name_of(info.dtype), info.shape, std::string(bytes, content.bytes.size())});
  }
  const FileTensor* find(const std::string& name) const {
    for (const FileTensor& tensor : tensors) {
      if (tensor.name == name) return &tensor;
    }
    return nullptr;
  }
};

Collected quantized(const std::string& file) {
  Collected collected;
  QuantizingSink sink(collected);
  read_safetensors(sink, file);
  collected.unquantized_layers = sink.finish();
  return collected;
}

Collected tensors_of(const std::string& file, std::optional<DType> dtype = std::nullopt) {
  Collected collected;
  ConvertingSink sink(dtype, collected);
  read_safetensors(sink, file);
  return collected;
}

template <class T>
std::vector<T> values(const FileTensor& tensor) {
  std::vector<T> list(tensor.bytes.size() / sizeof(T));
  std::memcpy(list.data(), tensor.bytes.data(), tensor.bytes.size());
  return list;
}

TEST(QuantizingSink, stores_the_same_values_as_a_model_in_eight_bits) {
  const Collected small = quantized(random_checkpoint(no_plant));
  const auto dtype = [&](const std::string& name) {
    const FileTensor* tensor = small.find("deberta." + name);
    if (tensor == nullptr) tensor = small.find(name);
    return tensor == nullptr ? "" : tensor->dtype;
  };
  for (const char* name :
       {"embeddings.word_embeddings.weight", "encoder.layer.0.attention.self.in_proj.weight",
        "encoder.layer.1.attention.output.dense.weight",
        "encoder.layer.2.intermediate.dense.weight", "encoder.layer.3.output.dense.weight"}) {
    EXPECT_EQ(dtype(name), "I8") << name;
    EXPECT_EQ(dtype(name + std::string("_scale")), "F32") << name;
  }
  for (const char* name : {"encoder.layer.0.attention.self.pos_proj.weight",
                           "encoder.layer.0.attention.self.pos_q_proj.weight"}) {
    EXPECT_EQ(dtype(name), "F16") << name;
  }
  for (const char* name : {"encoder.rel_embeddings.weight", "encoder.layer.0.output.dense.bias",
                           "encoder.layer.0.output.LayerNorm.weight", "pooler.dense.weight",
                           "classifier.weight", "encoder.layer.0.attention.self.q_bias"}) {
    EXPECT_EQ(dtype(name), "F32") << name;
    EXPECT_EQ(dtype(name + std::string("_scale")), "") << name;
  }
}

TEST(QuantizingSink, the_model_is_the_one_that_is_made_of_floats) {
  for (const std::optional<DType> dtype : {std::optional<DType>(), std::optional(DType::kF16)}) {
    const std::string file =
        make_safetensors(tensors_of(random_checkpoint(no_plant), dtype).tensors);
    const std::string small = make_safetensors(quantized(file).tensors);
    EXPECT_LT(small.size(), file.size() / (dtype ? 1.5 : 2.5));
    for (const Precision precision : {Precision::kInt8, Precision::kInt8Weights}) {
      const Answer expected = answer(file, precision), found = answer(small, precision);
      EXPECT_GT(cosine(found.logits, expected.logits), 0.9999);
      EXPECT_EQ(found.unquantized_layers, expected.unquantized_layers);
      EXPECT_EQ(found.activation_bits, expected.activation_bits);
    }
    // The file's values in floats are no worse than the 8 bits themselves.
    EXPECT_GT(
        cosine(answer(small, Precision::kFloat32).logits, answer(file, Precision::kFloat32).logits),
        0.9995);
  }
}

TEST(QuantizingSink, the_model_of_v2_is_the_one_that_is_made_of_floats) {
  const Draw draw{.v2 = true};
  const std::string file = random_checkpoint(no_plant, draw);
  const std::string small = make_safetensors(quantized(file).tensors);
  const Answer expected = answer(file, Precision::kInt8, draw);
  const Answer found = answer(small, Precision::kInt8, draw);
  EXPECT_GT(cosine(found.logits, expected.logits), 0.9999);
  EXPECT_TRUE(found.unquantized_layers.empty());
  EXPECT_TRUE(expected.unquantized_layers.empty());
}

TEST(QuantizingSink, every_matrix_of_a_layer_has_fewer_bits) {
  for (const bool v2 : {false, true}) {
    size_t in_bytes = 0;
    for (const FileTensor& tensor : quantized(random_checkpoint(no_plant, {.v2 = v2})).tensors) {
      if (tensor.shape.size() != 2 || tensor.name.find(".layer.") == std::string::npos) continue;
      in_bytes += tensor.dtype == "I8";
      EXPECT_NE(tensor.dtype, "F32") << tensor.name;
    }
    EXPECT_EQ(in_bytes, (v2 ? 6 : 4) * kLayers);
  }
}

// One projection of three has a large column, which a file cannot store: it stays floats, and all
// three are quantized again.
TEST(QuantizingSink, projections_that_come_in_both_types_are_made_as_of_floats) {
  const Draw draw{.v2 = true};
  const std::string query = "deberta.encoder.layer.1.attention.self.query_proj.weight";
  const std::string file = random_checkpoint(
      [&](const std::string& name, std::span<float> values, size_t cols) {
        if (name != query) return;
        for (size_t i = 5; i < values.size(); i += cols) values[i] *= 15;
      },
      draw);
  const Collected small = quantized(file);
  EXPECT_EQ(small.find(query)->dtype, "F32");
  EXPECT_EQ(small.unquantized_layers, std::vector<std::string>{query});
  EXPECT_EQ(small.find("deberta.encoder.layer.1.attention.self.key_proj.weight")->dtype, "I8");
  const Answer expected = answer(file, Precision::kInt8, draw);
  const Answer found = answer(make_safetensors(small.tensors), Precision::kInt8, draw);
  EXPECT_EQ(found.unquantized_layers, expected.unquantized_layers);
  EXPECT_GT(cosine(found.logits, expected.logits), 0.9995);
  EXPECT_GT(cosine(found.logits, answer(file, Precision::kFloat32, draw).logits), 0.999);
}

TEST(QuantizingSink, layers_that_do_not_survive_are_in_the_file_as_they_were) {
  const std::string file =
      random_checkpoint([](const std::string& name, std::span<float> values, size_t cols) {
        if (name.find("layer.1.") != std::string::npos) outlier_channels(200)(name, values, cols);
        if (name != kDense) return;
        for (size_t i = 0; i < values.size(); i += cols + 1) values[i] = 8.0f;
      });
  const Collected small = quantized(file), floats = tensors_of(file);
  for (const char* name : {"deberta.encoder.layer.1.intermediate.dense.weight",
                           "deberta.encoder.layer.1.output.dense.weight", kDense}) {
    ASSERT_NE(small.find(name), nullptr);
    EXPECT_EQ(small.find(name)->dtype, "F32");
    EXPECT_EQ(small.find(name)->bytes, floats.find(name)->bytes);
  }
  const Answer expected = answer(file, Precision::kInt8);
  const Answer found = answer(make_safetensors(small.tensors), Precision::kInt8);
  EXPECT_EQ(expected.unquantized_layers.size(), 3u);
  EXPECT_EQ(found.unquantized_layers, expected.unquantized_layers);
  EXPECT_EQ(found.activation_bits, 14);
  EXPECT_GT(cosine(found.logits, expected.logits), 0.9999);
}

TEST(QuantizingSink, leaves_tensors_that_are_in_eight_bits_already) {
  // Also the other half of a feed-forward layer, which stayed floats.
  const Collected once = quantized(
      random_checkpoint([](const std::string& name, std::span<float> values, size_t cols) {
        if (name != "deberta.encoder.layer.0.output.dense.weight") return;
        for (size_t i = 0; i < 64; ++i) values[i * cols + i] = 2.0f;
      }));
  EXPECT_EQ(once.find("deberta.encoder.layer.0.output.dense.weight")->dtype, "F32");
  EXPECT_EQ(once.find("deberta.encoder.layer.0.intermediate.dense.weight")->dtype, "I8");
  const Collected twice = quantized(make_safetensors(once.tensors));
  ASSERT_EQ(twice.tensors.size(), once.tensors.size());
  for (const FileTensor& tensor : once.tensors) {
    ASSERT_NE(twice.find(tensor.name), nullptr) << tensor.name;
    EXPECT_EQ(twice.find(tensor.name)->bytes, tensor.bytes) << tensor.name;
  }
}

TEST(QuantizingSink, halves_of_a_layer_may_come_in_any_order_and_in_both_types) {
  const std::string expand = "deberta.encoder.layer.0.intermediate.dense.weight";
  const std::vector<FileTensor> floats = tensors_of(random_checkpoint(no_plant)).tensors;
  const Collected once = quantized(make_safetensors(floats));
  std::vector<FileTensor> mixed = {*once.find(expand + "_scale"), *once.find(expand)};
  for (const FileTensor& tensor : floats) {
    if (tensor.name != expand) mixed.push_back(tensor);
  }
  const std::string contract = "deberta.encoder.layer.0.output.dense.weight";
  for (const bool reversed : {false, true}) {
    const Collected twice = quantized(make_safetensors(mixed));
    EXPECT_EQ(twice.find(expand)->bytes, once.find(expand)->bytes);
    EXPECT_EQ(twice.find(contract)->bytes, once.find(contract)->bytes) << reversed;
    std::ranges::reverse(mixed);
  }
}

TEST(QuantizingSink, doubles_become_floats_first) {
  std::vector<FileTensor> tensors = tensors_of(random_checkpoint(no_plant)).tensors;
  const Collected expected = quantized(make_safetensors(tensors));
  for (FileTensor& tensor : tensors) {
    const std::vector<float> narrow = values<float>(tensor);
    const std::vector<double> wide(narrow.begin(), narrow.end());
    tensor.dtype = "F64";
    tensor.bytes.assign(reinterpret_cast<const char*>(wide.data()), 8 * wide.size());
  }
  const Collected found = quantized(make_safetensors(tensors));
  for (const FileTensor& tensor : expected.tensors) {
    EXPECT_EQ(found.find(tensor.name)->dtype, tensor.dtype) << tensor.name;
    EXPECT_EQ(found.find(tensor.name)->bytes, tensor.bytes) << tensor.name;
  }
}

TEST(QuantizingSink, halves_that_would_be_infinite_stay_floats) {
  const std::string name = "deberta.encoder.layer.0.attention.self.pos_proj.weight";
  const std::string file =
      random_checkpoint([&](const std::string& each, std::span<float> values, size_t) {
        if (each == name) values[3] = 1e5f;
      });
  EXPECT_EQ(quantized(file).find(name)->dtype, "F32");
}

TEST(QuantizingSink, needs_both_weights_of_a_feed_forward_layer) {
  const std::string expand = "deberta.encoder.layer.0.intermediate.dense.weight";
  std::vector<FileTensor> tensors = tensors_of(random_checkpoint(no_plant)).tensors;
  std::erase_if(tensors, [&](const FileTensor& tensor) { return tensor.name == expand; });
  EXPECT_ERROR(kTensorMissing, "encoder.layer.0.output.dense.weight",
               quantized(make_safetensors(tensors)));
  // Of another shape.
  tensors.push_back({expand, "F32", {3, 64}, std::string(3 * 64 * 4, '\0')});
  EXPECT_ERROR(kTensorShape, "do not fit", quantized(make_safetensors(tensors)));
  tensors.back().name = "encoder.layer.0.output.dense.weight";
  EXPECT_ERROR(kTensorUnexpected, "found under two names", quantized(make_safetensors(tensors)));
}

// A file in 8 bits with one changed tensor.
std::string changed(const std::string& name, const std::function<void(FileTensor&)>& change) {
  std::vector<FileTensor> tensors = quantized(random_checkpoint(no_plant)).tensors;
  for (FileTensor& tensor : tensors) {
    if (tensor.name == name) change(tensor);
  }
  return make_safetensors(tensors);
}

TEST(WeightsInBytes, need_scales_that_fit) {
  const std::string scale = kDense + std::string("_scale");
  EXPECT_ERROR(
      kTensorDtype, "file has I8 without 'encoder.layer.0.attention.output.dense.weight_scale'",
      answer(changed(scale, [](FileTensor& tensor) { tensor.name = "other"; }), Precision::kInt8));
  EXPECT_ERROR(kTensorShape, "expected [64] of floats, file has [32] of F32",
               answer(changed(scale,
                              [](FileTensor& tensor) {
                                tensor.shape = {32};
                                tensor.bytes.resize(128);
                              }),
                      Precision::kInt8));
  EXPECT_ERROR(
      kTensorShape, "file has [64] of I32",
      answer(changed(scale, [](FileTensor& tensor) { tensor.dtype = "I32"; }), Precision::kInt8));
  std::vector<FileTensor> twice = quantized(random_checkpoint(no_plant)).tensors;
  twice.push_back({scale.substr(8), "I64", {1}, std::string(8, 'x')});
  EXPECT_ERROR(kTensorUnexpected, "found under two names",
               answer(make_safetensors(twice), Precision::kInt8));
  std::vector<FileTensor> late = quantized(random_checkpoint(no_plant)).tensors;
  const auto at = std::ranges::find(late, scale, &FileTensor::name);
  ASSERT_NE(at, late.end());
  std::iter_swap(at, at + 1);
  EXPECT_ERROR(kTensorUnexpected, "expected its scales before its I8 values",
               answer(make_safetensors(late), Precision::kInt8));
}

TEST(WeightsInBytes, that_are_too_large_together_get_larger_steps) {
  // As another tool might write them: every weight has the largest value.
  const std::string file =
      changed(kDense, [](FileTensor& tensor) { tensor.bytes.assign(64 * 64, 127); });
  const Answer small = answer(file, Precision::kInt8);
  EXPECT_GT(cosine(small.logits, answer(file, Precision::kFloat32).logits), 0.999);
}

TEST(WeightsInBytes, come_out_as_they_were) {
  const size_t k = 40;
  const std::vector<float> scales = {0.013f, 0.7f, 0.0f, 1e-42f};  // the last two cannot be kept
  std::vector<int8_t> bytes(scales.size() * k);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<int8_t>(i * 37 % 121 - 60);
  const StoredWeight stored(bytes.data(), scales, k);
  const QuantizedWeights kept = quantize_weights(stored);
  EXPECT_EQ(kept.error, 0.0f);
  for (size_t row = 0; row < scales.size(); ++row) {
    const bool is_kept = row < 2;
    EXPECT_EQ(kept.scales[row], is_kept ? scales[row] : 1.0f);
    for (size_t i = row * k; i < (row + 1) * k; ++i) {
      EXPECT_EQ(kept.values[i], is_kept ? bytes[i] : 0);
    }
  }
  const Buffer floats = widened(stored);
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_EQ(floats.floats()[i], scales[i / k] * static_cast<float>(bytes[i]));
  }
}

TEST(WeightsInBytes, do_not_survive_where_their_scales_are_not_numbers) {
  const std::vector<int8_t> bytes(16, 3);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const QuantizedWeights kept =
      quantize_weights({bytes.data(), std::vector<float>{1.0f, nan}, bytes.size() / 2});
  EXPECT_FALSE(kept.error <= kMaxWeightError);
}

// When the first part of a joint matrix arrives, it is not known how the others are stored.
TEST(WeightsInBytes, may_come_in_several_files) {
  const Draw draw{.v2 = true};
  std::vector<FileTensor> tensors = quantized(random_checkpoint(no_plant, draw)).tensors;
  const Answer expected = answer(make_safetensors(tensors), Precision::kInt8, draw);
  std::vector<std::string> names;
  for (const FileTensor& tensor : tensors) names.push_back(tensor.name);
  const auto is_query = [](const FileTensor& tensor) {
    return tensor.name.find("query_proj") != std::string::npos;
  };
  for (const bool query_first : {true, false}) {
    const auto second = std::stable_partition(
        tensors.begin(), tensors.end(),
        [&](const FileTensor& tensor) { return is_query(tensor) == query_first; });
    const Answer found = answer_of_files(
        {make_safetensors({tensors.begin(), second}), make_safetensors({second, tensors.end()})},
        names, draw);
    EXPECT_GT(cosine(found.logits, expected.logits), 0.9995) << query_first;
    EXPECT_TRUE(found.unquantized_layers.empty());
  }
}

}  // namespace
}  // namespace deberta
