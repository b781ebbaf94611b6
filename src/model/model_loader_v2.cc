// Tensors that DeBERTa v2 and v3 store differently from v1: separate projections with biases, and a
// convolution.
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "model/checkpoint_layout.h"
#include "model/model_loader.h"

namespace deberta {

using tensor_name::in_layer;

// One projection of queries, keys and values, with the scale folded into the queries.
void ModelLoader::expect_separate_attention(size_t layer) {
  const auto hidden = static_cast<size_t>(model_->config.hidden_size);
  const float scale = score_scale(model_->config);
  std::vector<TensorSpec> tensors;
  for (const char* part : {tensor_name::kQuery, tensor_name::kKey, tensor_name::kValue}) {
    const std::string name = in_layer(layer, part);
    tensors.push_back({name + ".weight", {hidden, hidden}});
    tensors.push_back({name + ".bias", {hidden}});
  }
  weights_.require_addressable({in_layer(layer, "attention.self"), {3 * hidden, hidden}});
  const auto weight =
      std::make_shared<Buffer>();  // [3·hidden, hidden], allocated with the first part
  weights_.expect(tensors, [=, this](Weights& weights) {
    Buffer bias = Buffer::of_floats({3, hidden});
    std::vector<float> scales;  // where all three parts have them
    for (size_t part = 0; part < 3; ++part) {
      std::ranges::copy(weights.scales(tensors[2 * part].name), std::back_inserter(scales));
      const Buffer b = weights.floats(tensors[2 * part + 1].name);
      std::copy_n(b.floats(), hidden, bias.floats() + part * hidden);
    }
    const auto apply_scale = [scale](float* values, size_t count) {
      std::for_each_n(values, count, [scale](float& x) { x *= scale; });
    };
    apply_scale(weight->floats(), hidden * hidden);
    apply_scale(bias.floats(), hidden);
    if (scales.size() < 3 * hidden) scales.clear();
    if (!scales.empty()) apply_scale(scales.data(), hidden);
    const StoredWeight stored(ConstMatrix(weight->floats(), 3 * hidden, hidden), scales);
    model_->layers[layer].attention.weights.qkv =
        pack(in_layer(layer, "attention.self"), Role::kLinear, stored, bias.floats());
    *weight = Buffer();
  });
  // Weights are written straight to their place in the joint matrix; copying them later would be
  // the load's peak of memory.
  for (size_t part = 0; part < 3; ++part) {
    weights_.receive(tensors[2 * part].name, [=](DType dtype) {
      if (weight->size() == 0) *weight = Buffer::of_floats({3, hidden, hidden});
      return Weights::widen_into(weight->floats() + part * hidden * hidden, dtype);
    });
  }
}

void ModelLoader::expect_convolution() {
  const Config& config = model_->config;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto groups = static_cast<size_t>(config.conv_groups);
  Convolution& convolution = model_->convolution.emplace();
  convolution.kernel = static_cast<size_t>(config.conv_kernel_size);
  convolution.activation = config.conv_act;
  const std::string weight = tensor_name::kConvolution + std::string(".weight");
  const std::string bias = tensor_name::kConvolution + std::string(".bias");
  weights_.expect({{weight, {hidden, hidden / groups, convolution.kernel}}, {bias, {hidden}}},
                  [=, to = &convolution](Weights& weights) {
                    const Buffer w = weights.floats(weight);
                    const Buffer b = weights.floats(bias);
                    to->set_weights(w.floats(), b.floats(), hidden, groups);
                  });
  expect_layer_norm("encoder.conv.LayerNorm", hidden, &convolution.norm);
}

}  // namespace deberta
