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

namespace {

// Three projections in one matrix [3·hidden, hidden].
struct JointWeight {
  Buffer memory;  // allocated with the first part
  // Whether it is kept in 8 bits: where all parts are, as far as is known when the first arrives.
  bool in_bytes = false;
};

}  // namespace

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
  const auto joint = std::make_shared<JointWeight>();
  weights_.expect(tensors, [=, this](Weights& weights) {
    Buffer bias = Buffer::of_floats({3, hidden});
    std::vector<float> scales;
    for (size_t part = 0; part < 3; ++part) {
      std::ranges::copy(weights.scales(tensors[2 * part].name), std::back_inserter(scales));
      const Buffer b = weights.floats(tensors[2 * part + 1].name);
      std::copy_n(b.floats(), hidden, bias.floats() + part * hidden);
    }
    const auto apply_scale = [scale](float* values, size_t count) {
      std::for_each_n(values, count, [scale](float& x) { x *= scale; });
    };
    apply_scale(bias.floats(), hidden);
    if (joint->in_bytes) {
      apply_scale(scales.data(), hidden);
    } else {
      apply_scale(joint->memory.floats(), hidden * hidden);
      scales.clear();
    }
    const Stored fused(std::move(joint->memory), scales, 3 * hidden, hidden);
    model_->layers[layer].attention.weights.qkv =
        pack(in_layer(layer, "attention.self"), Role::kLinear, fused.weight, bias.floats());
  });
  // Weights are written straight to their place in the joint matrix; copying them later would be
  // the load's peak of memory.
  for (size_t part = 0; part < 3; ++part) {
    const std::string name = tensors[2 * part].name;
    weights_.receive(name, [=, this](DType dtype) -> Weights::Receiver {
      const size_t size = hidden * hidden;
      if (joint->memory.size() == 0) {
        joint->in_bytes = weights_.in_bytes(tensors[0].name) &&
                          weights_.in_bytes(tensors[2].name) && weights_.in_bytes(tensors[4].name);
        joint->memory = joint->in_bytes ? Buffer::of_bytes({3, hidden, hidden})
                                        : Buffer::of_floats({3, hidden, hidden});
      }
      if (!joint->in_bytes) {
        return Weights::widen_into(joint->memory.floats() + part * size, dtype,
                                   weights_.scales(name), hidden);
      }
      return [to = joint->memory.data() + part * size](std::span<const std::byte> bytes) mutable {
        to = std::ranges::copy(bytes, to).out;
      };
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
