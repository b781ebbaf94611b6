// Models in half precision and in eight bits, beside the same in floats.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <span>

#include "fixtures.h"
#include "io/safetensors.h"
#include "model/checkpoint.h"
#include "tasks/forward.h"

namespace deberta {
namespace {

using testing::FileTensor;
using testing::LoadedModel;

constexpr size_t kLayers = 4, kHidden = 64, kHeads = 2, kWide = 256, kVocab = 300;

// Changes the weights of a tensor [rows, cols].
using Plant = std::function<void(const std::string& name, std::span<float> values, size_t cols)>;

std::string config() {
  return nlohmann::json{{"model_type", "deberta"},
                        {"architectures", {"DebertaForSequenceClassification"}},
                        {"hidden_size", kHidden},
                        {"num_hidden_layers", kLayers},
                        {"num_attention_heads", kHeads},
                        {"intermediate_size", kWide},
                        {"vocab_size", kVocab},
                        {"relative_attention", true},
                        {"pos_att_type", {"c2p", "p2c"}},
                        {"position_biased_input", false},
                        {"max_position_embeddings", 64},
                        {"id2label", {{"0", "a"}, {"1", "b"}, {"2", "c"}, {"3", "d"}}}}
      .dump();
}

// About a normal distribution, and the same on every platform.
std::vector<float> weights(size_t count, unsigned seed, float deviation) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  for (float& value : values) {
    float sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<float>(random() >> 8) * 0x1p-24f;
    value = deviation * (sum - 6);
  }
  return values;
}

std::string checkpoint(const Plant& plant) {
  std::vector<FileTensor> tensors;
  // Other draws keep less beside outliers, 0.994 at least: where three channels drown all others,
  // what is left of the text is small beside the steps of 7 bits.
  unsigned seed = 2000;
  const auto add = [&](const std::string& name, std::vector<size_t> shape) {
    size_t count = 1;
    for (size_t size : shape) count *= size;
    const bool is_gain = name.ends_with("LayerNorm.weight");
    std::vector<float> values = weights(count, ++seed, is_gain ? 0.1f : 0.08f);
    if (is_gain) {
      for (float& value : values) value += 1;
    }
    plant(name, values, shape.back());
    tensors.push_back({name,
                       "F32",
                       {shape.begin(), shape.end()},
                       std::string(reinterpret_cast<const char*>(values.data()), 4 * count)});
  };
  const auto linear = [&](const std::string& name, size_t outputs, size_t inputs) {
    add(name + ".weight", {outputs, inputs});
    add(name + ".bias", {outputs});
  };
  const auto norm = [&](const std::string& name) {
    add(name + ".weight", {kHidden});
    add(name + ".bias", {kHidden});
  };
  add("deberta.embeddings.word_embeddings.weight", {kVocab, kHidden});
  norm("deberta.embeddings.LayerNorm");
  for (size_t i = 0; i < kLayers; ++i) {
    const std::string layer = "deberta.encoder.layer." + std::to_string(i) + ".";
    add(layer + "attention.self.in_proj.weight", {3 * kHidden, kHidden});
    add(layer + "attention.self.q_bias", {kHidden});
    add(layer + "attention.self.v_bias", {kHidden});
    add(layer + "attention.self.pos_proj.weight", {kHidden, kHidden});
    linear(layer + "attention.self.pos_q_proj", kHidden, kHidden);
    linear(layer + "attention.output.dense", kHidden, kHidden);
    norm(layer + "attention.output.LayerNorm");
    linear(layer + "intermediate.dense", kWide, kHidden);
    linear(layer + "output.dense", kHidden, kWide);
    norm(layer + "output.LayerNorm");
  }
  add("deberta.encoder.rel_embeddings.weight", {128, kHidden});
  linear("pooler.dense", kHidden, kHidden);
  linear("classifier", 4, kHidden);
  return testing::make_safetensors(tensors);
}

ForwardInputs inputs(size_t sequences, size_t length) {
  ForwardInputs inputs;
  for (size_t i = 0; i < sequences * length; ++i) {
    inputs.batch.input_ids.push_back(static_cast<int32_t>((i * 7919 + 13) % kVocab));
  }
  inputs.batch.lengths.assign(sequences, length);
  return inputs;
}

struct Answer {
  std::vector<float> logits;
  std::vector<std::string> kept_as_floats;
};

Answer answer(const std::string& file, Precision precision, int threads = 1) {
  LoadedModel loaded(threads);
  ModelLoader loader(parse_config(config()), Head::kSequenceClassification, loaded.ctx, precision);
  SafetensorsReader reader(loader.sink());
  reader.write(std::as_bytes(std::span(file)));
  reader.finish();
  ModelLoader::Loaded result = loader.finish();
  ForwardTask task(inputs(24, 40), *result.model);
  run(task, *result.model, loaded.ctx);
  return {task.outputs.logits.values, result.kept_as_floats};
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double ab = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    ab += double{a[i]} * b[i];
    aa += double{a[i]} * a[i];
    bb += double{b[i]} * b[i];
  }
  return ab / std::sqrt(aa * bb);
}

// Less what a label's logits of all texts have in common, which makes them alike: that shrinks to a
// few percent where outliers dominate, and shows every error twenty times as large.
std::vector<float> centered(std::vector<float> logits) {
  constexpr size_t kLabels = 4;
  for (size_t label = 0; label < kLabels; ++label) {
    double mean = 0;
    for (size_t i = label; i < logits.size(); i += kLabels) mean += logits[i];
    mean /= static_cast<double>(logits.size() / kLabels);
    for (size_t i = label; i < logits.size(); i += kLabels) logits[i] -= static_cast<float>(mean);
  }
  return logits;
}

void expect_similar(const Answer& small, const Answer& expected, double least) {
  EXPECT_GT(cosine(small.logits, expected.logits), 0.999);
  EXPECT_GT(cosine(centered(small.logits), centered(expected.logits)), least);
}

void no_plant(const std::string&, std::span<float>, size_t) {}

// A few channels of the feed-forward layers, as many times as large as the others.
Plant outlier_channels(float factor) {
  return [factor](const std::string& name, std::span<float> values, size_t cols) {
    if (!name.ends_with("intermediate.dense.weight")) return;
    for (const size_t row : {3, 77, 200}) {
      for (float& value : values.subspan(row * cols, cols)) value *= factor;
    }
  };
}

TEST(Precision, fewer_bits_answer_almost_as_floats) {
  const std::string file = checkpoint(no_plant);
  const Answer expected = answer(file, Precision::kFloat32);
  expect_similar(answer(file, Precision::kFloat16), expected, 0.99999);
  expect_similar(answer(file, Precision::kInt8Weights), expected, 0.9995);
  const Answer small = answer(file, Precision::kInt8);
  expect_similar(small, expected, 0.999);
  EXPECT_TRUE(small.kept_as_floats.empty());
}

TEST(Precision, eight_bits_survive_outliers_in_the_feed_forward_layers) {
  for (const float factor : {50.0f, 200.0f}) {
    const std::string file = checkpoint(outlier_channels(factor));
    const Answer small = answer(file, Precision::kInt8);
    expect_similar(small, answer(file, Precision::kFloat32), 0.99);
    EXPECT_TRUE(small.kept_as_floats.empty());
  }
}

TEST(Precision, eight_bits_survive_large_columns_of_weights) {
  const std::string file =
      checkpoint([](const std::string& name, std::span<float> values, size_t cols) {
        if (!name.ends_with("output.dense.weight")) return;
        for (size_t i = 11; i < values.size(); i += cols) values[i] *= 100;
      });
  // Every layer's output is almost one and the same vector: what is left of the text in it is small
  // beside the steps of its activations.
  const Answer small = answer(file, Precision::kInt8);
  const Answer expected = answer(file, Precision::kFloat32);
  EXPECT_GT(cosine(small.logits, expected.logits), 0.998);
  EXPECT_GT(cosine(centered(small.logits), centered(expected.logits)), 0.97);
}

TEST(Precision, a_layer_that_does_not_survive_stays_in_floats_and_is_named) {
  // Every output has one weight that is many times larger than its others, and so has every input.
  const std::string file =
      checkpoint([](const std::string& name, std::span<float> values, size_t cols) {
        if (name != "deberta.encoder.layer.2.attention.output.dense.weight") return;
        for (size_t i = 0; i < values.size(); i += cols + 1) values[i] = 8.0f;
      });
  const std::vector<std::string> kept = {"encoder.layer.2.attention.output.dense"};
  for (const Precision precision : {Precision::kInt8, Precision::kInt8Weights}) {
    const Answer small = answer(file, precision);
    EXPECT_EQ(small.kept_as_floats, kept);
    expect_similar(small, answer(file, Precision::kFloat32), 0.998);
  }
}

TEST(Precision, every_precision_gives_the_same_bits_for_any_number_of_threads) {
  const std::string file = checkpoint(outlier_channels(50));
  for (const Precision precision :
       {Precision::kFloat32, Precision::kFloat16, Precision::kInt8Weights, Precision::kInt8}) {
    EXPECT_EQ(answer(file, precision, 1).logits, answer(file, precision, 3).logits)
        << static_cast<int>(precision);
  }
}

}  // namespace
}  // namespace deberta
