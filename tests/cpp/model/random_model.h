// A small random classifier of sequences, whose weights a test may change before they are loaded.
#ifndef DEBERTA_TESTS_MODEL_RANDOM_MODEL_H_
#define DEBERTA_TESTS_MODEL_RANDOM_MODEL_H_

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "fixtures.h"
#include "tasks/forward.h"

namespace deberta::testing {

inline constexpr size_t kLayers = 4, kHeadSize = 32, kVocab = 300, kBuckets = 16;

// The size and the numbers of a random model.
struct Draw {
  size_t hidden = 64;
  unsigned seed = 1;
  bool v2 = false;  // as v3: separate projections, which positions share

  size_t wide() const { return 4 * hidden; }
};

// Changes the weights of a tensor [rows, cols].
using Plant = std::function<void(const std::string& name, std::span<float> values, size_t cols)>;

inline std::string random_config(const Draw& draw) {
  nlohmann::json config{{"model_type", "deberta"},
                        {"architectures", {"DebertaForSequenceClassification"}},
                        {"hidden_size", draw.hidden},
                        {"num_hidden_layers", kLayers},
                        {"num_attention_heads", draw.hidden / kHeadSize},
                        {"intermediate_size", draw.wide()},
                        {"vocab_size", kVocab},
                        {"relative_attention", true},
                        {"pos_att_type", {"c2p", "p2c"}},
                        {"position_biased_input", false},
                        {"max_position_embeddings", 64},
                        {"id2label", {{"0", "a"}, {"1", "b"}, {"2", "c"}, {"3", "d"}}}};
  if (draw.v2) {
    config["model_type"] = "deberta-v2";
    config["architectures"] = {"DebertaV2ForSequenceClassification"};
    config["share_att_key"] = true;
    config["norm_rel_ebd"] = "layer_norm";
    config["position_buckets"] = kBuckets;
  }
  return config.dump();
}

// Approximately normal, and the same on every platform.
inline std::vector<float> random_weights(size_t count, unsigned seed, float deviation) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  for (float& value : values) {
    float sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<float>(random() >> 8) * 0x1p-24f;
    value = deviation * (sum - 6);
  }
  return values;
}

inline std::vector<FileTensor> random_tensors(const Plant& plant, const Draw& draw = {}) {
  std::vector<FileTensor> tensors;
  unsigned seed = 1000 * draw.seed;
  const size_t hidden = draw.hidden;
  const auto add = [&](const std::string& name, std::vector<size_t> shape) {
    size_t count = 1;
    for (size_t size : shape) count *= size;
    const bool is_gain = name.ends_with("LayerNorm.weight");
    std::vector<float> values = random_weights(count, ++seed, is_gain ? 0.1f : 0.08f);
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
    add(name + ".weight", {hidden});
    add(name + ".bias", {hidden});
  };
  add("deberta.embeddings.word_embeddings.weight", {kVocab, hidden});
  norm("deberta.embeddings.LayerNorm");
  for (size_t i = 0; i < kLayers; ++i) {
    const std::string layer = "deberta.encoder.layer." + std::to_string(i) + ".";
    if (draw.v2) {
      for (const char* part : {"query_proj", "key_proj", "value_proj"}) {
        linear(layer + "attention.self." + part, hidden, hidden);
      }
    } else {
      add(layer + "attention.self.in_proj.weight", {3 * hidden, hidden});
      add(layer + "attention.self.q_bias", {hidden});
      add(layer + "attention.self.v_bias", {hidden});
      add(layer + "attention.self.pos_proj.weight", {hidden, hidden});
      linear(layer + "attention.self.pos_q_proj", hidden, hidden);
    }
    linear(layer + "attention.output.dense", hidden, hidden);
    norm(layer + "attention.output.LayerNorm");
    linear(layer + "intermediate.dense", draw.wide(), hidden);
    linear(layer + "output.dense", hidden, draw.wide());
    norm(layer + "output.LayerNorm");
  }
  add("deberta.encoder.rel_embeddings.weight", {draw.v2 ? 2 * kBuckets : 128, hidden});
  if (draw.v2) norm("deberta.encoder.LayerNorm");
  linear("pooler.dense", hidden, hidden);
  linear("classifier", 4, hidden);
  return tensors;
}

inline std::string random_checkpoint(const Plant& plant, const Draw& draw = {}) {
  return make_safetensors(random_tensors(plant, draw));
}

inline ForwardInputs inputs(size_t sequences, size_t length) {
  ForwardInputs inputs;
  for (size_t i = 0; i < sequences * length; ++i) {
    inputs.batch.input_ids.push_back(static_cast<int32_t>((i * 7919 + 13) % kVocab));
  }
  inputs.batch.lengths.assign(sequences, length);
  return inputs;
}

struct Answer {
  std::vector<float> logits;
  std::vector<std::string> unquantized_layers;
  int activation_bits;
};

inline std::vector<float> logits_of(Model& model, Context& ctx, const ForwardInputs& inputs) {
  ForwardTask task(inputs, model);
  run(task, model, ctx);
  return task.outputs.logits.values;
}

inline Answer answer(const std::string& file, Precision precision, const Draw& draw = {},
                     int threads = 1) {
  const auto loaded = load_model(random_config(draw), file, threads, precision);
  return {logits_of(*loaded->model, loaded->ctx, inputs(24, 40)), loaded->unquantized_layers,
          loaded->activation_bits};
}

inline double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double ab = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    ab += double{a[i]} * b[i];
    aa += double{a[i]} * a[i];
    bb += double{b[i]} * b[i];
  }
  return ab / std::sqrt(aa * bb);
}

inline void no_plant(const std::string&, std::span<float>, size_t) {}

// Makes a few channels of the feed-forward layers `factor` times as large as the others.
inline Plant outlier_channels(float factor) {
  return [factor](const std::string& name, std::span<float> values, size_t cols) {
    if (!name.ends_with("intermediate.dense.weight")) return;
    for (const size_t row : {3, 77, 200}) {
      for (float& value : values.subspan(row * cols, cols)) value *= factor;
    }
  };
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_MODEL_RANDOM_MODEL_H_
