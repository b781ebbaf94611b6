// What DeBERTa v2 and v3 store otherwise than v1: separate projections with biases, positions that
// are normalized and may be projected as the content is, and a convolution.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "model/checkpoint.h"
#include "tensor/workspace.h"

namespace deberta {

// One projection of the queries, with the scale folded in, the keys and the values.
void ModelLoader::expect_separate_attention(size_t layer) {
  const auto hidden = static_cast<size_t>(model_->config.hidden_size);
  const float scale = score_scale(model_->config);
  std::vector<TensorSpec> tensors;
  for (const char* part : {"query_proj", "key_proj", "value_proj"}) {
    const std::string name = layer_name(layer, "attention.self.") + part;
    tensors.push_back({name + ".weight", {hidden, hidden}});
    tensors.push_back({name + ".bias", {hidden}});
  }
  const auto weight = std::make_shared<Buffer>();  // [3·hidden, hidden], from the first part on
  weights_.expect(tensors, [=, this](Weights& weights) {
    Buffer bias = Buffer::of_floats(3 * hidden);
    for (size_t part = 0; part < 3; ++part) {
      const Buffer b = weights.floats(tensors[2 * part + 1].name);
      std::copy_n(b.floats(), hidden, bias.floats() + part * hidden);
    }
    const auto apply_scale = [scale](float* values, size_t count) {
      std::for_each_n(values, count, [scale](float& x) { x *= scale; });
    };
    apply_scale(weight->floats(), hidden * hidden);
    apply_scale(bias.floats(), hidden);
    model_->layers[layer].attention.weights.qkv =
        pack(layer_name(layer, "attention.self"), ConstMatrix(weight->floats(), 3 * hidden, hidden),
             bias.floats());
    *weight = Buffer();
    make_position_tables(layer);
  });
  // Straight to where they lie side by side: else the load's peak would be here.
  for (size_t part = 0; part < 3; ++part) {
    weights_.receive(tensors[2 * part].name, [=](DType dtype) {
      if (weight->size() == 0) *weight = Buffer::of_floats(3 * hidden * hidden);
      return Weights::widen_into(weight->floats() + part * hidden * hidden, dtype);
    });
  }
}

// rel_embeddings, normalized once and kept until finish(), and the projections of their own that
// the layers may have for them.
void ModelLoader::expect_normalized_positions() {
  const Config& config = model_->config;
  if (!config.c2p && !config.p2c) return;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto rows = static_cast<size_t>(config.position_span()) * 2;
  const size_t layers = model_->layers.size();
  const bool normalized = config.norm_rel_ebd;
  const float eps = config.layer_norm_eps;
  std::vector<TensorSpec> tensors = {{"encoder.rel_embeddings.weight", {rows, hidden}}};
  if (normalized) {
    tensors.push_back({"encoder.LayerNorm.weight", {hidden}});
    tensors.push_back({"encoder.LayerNorm.bias", {hidden}});
  }
  weights_.expect(tensors, [=, this](Weights& weights) {
    rel_embeddings_ = weights.floats(tensors[0].name);
    if (normalized) {
      LayerNorm(weights.floats(tensors[1].name), weights.floats(tensors[2].name), hidden, eps)
          .normalize(Matrix(rel_embeddings_.floats(), rows, hidden), ctx_);
    }
    for (size_t layer = 0; layer < layers; ++layer) make_position_tables(layer);
  });

  if (config.share_att_key) return;
  own_projections_.resize(layers);
  for (size_t layer = 0; layer < layers; ++layer) {
    const auto expect = [&](const char* name, Linear* linear) {
      const std::string weight = layer_name(layer, name) + ".weight";
      const std::string bias = layer_name(layer, name) + ".bias";
      weights_.expect({{weight, {hidden, hidden}}, {bias, {hidden}}}, [=, this](Weights& weights) {
        const Buffer w = weights.floats(weight);
        const Buffer b = weights.floats(bias);
        *linear = Linear(ConstMatrix(w.floats(), hidden, hidden), b.floats());
        make_position_tables(layer);
      });
    };
    if (config.c2p) expect("attention.self.pos_key_proj", &own_projections_[layer].key);
    if (config.p2c) expect("attention.self.pos_query_proj", &own_projections_[layer].query);
  }
}

// Makes what can be made of what is there. With a shared projection that is what the layer's qkv
// makes of rel_embeddings: so its raw weights, which come long before rel_embeddings, need not
// wait.
void ModelLoader::make_position_tables(size_t layer) {
  if (rel_embeddings_.size() == 0) return;
  const Config& config = model_->config;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto heads = static_cast<size_t>(config.num_attention_heads);
  const ConstMatrix rel(rel_embeddings_.floats(), static_cast<size_t>(config.position_span()) * 2,
                        hidden);
  DisentangledAttention::Weights& to = model_->layers[layer].attention.weights;
  Workspace::Scope scope(ctx_.workspace);
  if (config.share_att_key) {
    if (to.qkv.outputs() == 0) return;
    const Matrix qkv = ctx_.workspace.matrix(rel.rows, 3 * hidden);
    to.qkv(rel, qkv, ctx_);
    // The queries' part has the scale already.
    if (config.c2p)
      to.pos_key = PositionTable(qkv.slice_cols(hidden, hidden), heads, 1.0f, precision_);
    if (config.p2c)
      to.pos_query = PositionTable(qkv.slice_cols(0, hidden), heads, 1.0f, precision_);
    return;
  }
  const Matrix projected = ctx_.workspace.matrix(rel.rows, hidden);
  const auto project = [&](Linear& own, PositionTable& table, float scale) {
    if (own.outputs() == 0) return;
    own(rel, projected, ctx_);
    table = PositionTable(projected, heads, scale, precision_);
    own = Linear();
  };
  project(own_projections_[layer].key, to.pos_key, 1.0f);
  project(own_projections_[layer].query, to.pos_query, score_scale(config));
}

void ModelLoader::expect_convolution() {
  const Config& config = model_->config;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto groups = static_cast<size_t>(config.conv_groups);
  Convolution& convolution = model_->convolution.emplace();
  convolution.kernel = static_cast<size_t>(config.conv_kernel_size);
  convolution.activation = config.conv_act;
  const std::string weight = "encoder.conv.conv.weight";
  const std::string bias = "encoder.conv.conv.bias";
  weights_.expect({{weight, {hidden, hidden / groups, convolution.kernel}}, {bias, {hidden}}},
                  [=, to = &convolution](Weights& weights) {
                    const Buffer w = weights.floats(weight);
                    const Buffer b = weights.floats(bias);
                    to->set_weights(w.floats(), b.floats(), hidden, groups);
                  });
  expect_layer_norm("encoder.conv.LayerNorm", hidden, &convolution.norm);
}

}  // namespace deberta
