// Tensors that DeBERTa v1 stores differently from v2 and v3: one projection with its rows grouped
// per head, and the projections of talking heads.
#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "model/checkpoint_layout.h"
#include "model/model_loader.h"

namespace deberta {

using tensor_name::in_layer;

namespace {

// v1's in_proj [3·hidden, hidden] has its rows grouped per head (head 0: q, k, v; head 1: …) and no
// bias; q and v have biases of their own. The result has q of all heads, then k, then v, with the
// scale folded into q.
struct Fused {
  Buffer weight;              // [3·hidden, hidden], as in_proj is stored
  std::vector<float> scales;  // in_proj's scales, in the same order
};
Fused fuse_qkv(const StoredWeight& in_proj, size_t heads, float scale) {
  const size_t hidden = in_proj.inputs;
  const size_t head_dim = hidden / heads;
  Fused fused;
  if (in_proj.in_bytes()) {
    fused.weight = Buffer::of_bytes({3, hidden, hidden});
    fused.scales.resize(3 * hidden);
  } else {
    fused.weight = Buffer::of_floats({3, hidden, hidden});
  }
  for (size_t head = 0; head < heads; ++head) {
    for (size_t part = 0; part < 3; ++part) {  // q, k, v
      const float factor = part == 0 ? scale : 1.0f;
      for (size_t r = 0; r < head_dim; ++r) {
        const size_t to = part * hidden + head * head_dim + r;
        const size_t row = (head * 3 + part) * head_dim + r;
        if (in_proj.in_bytes()) {
          std::memcpy(fused.weight.data() + to * hidden, in_proj.integers + row * hidden, hidden);
          fused.scales[to] = in_proj.scales[row] * factor;
        } else {
          const float* from = in_proj.floats.row(row);
          std::transform(from, from + hidden, fused.weight.floats() + to * hidden,
                         [&](float w) { return w * factor; });
        }
      }
    }
  }
  return fused;
}

// [3·hidden]
Buffer fuse_biases(const float* q_bias, const float* v_bias, size_t hidden, float scale) {
  Buffer bias = Buffer::of_floats({3, hidden});
  for (size_t i = 0; i < hidden; ++i) {
    bias.floats()[i] = q_bias[i] * scale;
    bias.floats()[hidden + i] = 0.0f;
    bias.floats()[2 * hidden + i] = v_bias[i];
  }
  return bias;
}

}  // namespace

void ModelLoader::expect_attention(size_t layer) {
  const Config& config = model_->config;
  EncoderLayer* to = &model_->layers[layer];
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto heads = static_cast<size_t>(config.num_attention_heads);
  const float scale = score_scale(config);
  const std::string in_proj = in_layer(layer, tensor_name::kInProj) + ".weight";
  const std::string q_bias = in_layer(layer, "attention.self.q_bias");
  const std::string v_bias = in_layer(layer, "attention.self.v_bias");
  weights_.expect({{in_proj, {3 * hidden, hidden}}, {q_bias, {hidden}}, {v_bias, {hidden}}},
                  [=, this](Weights& weights) {
                    const Stored w = stored(weights, in_proj, 3 * hidden, hidden);
                    const Buffer q = weights.floats(q_bias);
                    const Buffer v = weights.floats(v_bias);
                    Fused qkv = fuse_qkv(w.weight, heads, scale);
                    const Buffer bias = fuse_biases(q.floats(), v.floats(), hidden, scale);
                    const Stored fused(std::move(qkv.weight), qkv.scales, 3 * hidden, hidden);
                    to->attention.weights.qkv =
                        pack(in_proj, Role::kLinear, fused.weight, bias.floats());
                  });
}

void ModelLoader::expect_talking_heads(size_t layer) {
  DisentangledAttention::Weights& to = model_->layers[layer].attention.weights;
  const auto heads = static_cast<uint64_t>(model_->config.num_attention_heads);
  expect_floats(in_layer(layer, "attention.self.head_logits_proj.weight"), {heads, heads},
                &to.talking_logits);
  expect_floats(in_layer(layer, "attention.self.head_weights_proj.weight"), {heads, heads},
                &to.talking_weights);
}

}  // namespace deberta
