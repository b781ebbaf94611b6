// Loading of what GLiNER2 models have beside their encoder: see model/gliner2_head.h.
#include <span>
#include <string>
#include <utility>

#include "base/error.h"
#include "model/model_loader.h"

namespace deberta {
namespace {

constexpr const char* kClassifier = "classifier";
constexpr const char* kTransformer = "count_embed.transformer.";

// A number of rows or columns: so many times the transformer's width, and the model's size.
struct Count {
  uint64_t widths = 0;
  uint64_t sizes = 0;

  uint64_t of(uint64_t width, uint64_t size) const { return widths * width + sizes * size; }
};

// A layer of count_lstm_v2: "<name>weight" [rows, cols] and "<name>bias" [rows]; without columns a
// norm, whose weight has the shape of its bias.
struct LayerSpec {
  const char* name;
  Count rows;
  Count cols;
};
constexpr LayerSpec kIn[] = {{"in_projector.", {1, 0}, {0, 1}}};
constexpr LayerSpec kLayer[] = {{"self_attn.in_proj_", {3, 0}, {1, 0}},
                                {"self_attn.out_proj.", {1, 0}, {1, 0}},
                                {"norm1.", {1, 0}, {}},
                                {"linear1.", {2, 0}, {1, 0}},
                                {"linear2.", {1, 0}, {2, 0}},
                                {"norm2.", {1, 0}, {}}};
constexpr LayerSpec kOut[] = {{"out_projector.0.", {0, 1}, {1, 1}},
                              {"out_projector.2.", {0, 1}, {0, 1}},
                              {"out_projector.4.", {0, 1}, {0, 1}}};

// The tensors of count_lstm_v2 in the order in which LabelTransformer is built of them.
std::vector<TensorSpec> transformer_tensors(uint64_t size, uint64_t width) {
  std::vector<TensorSpec> tensors;
  const auto add = [&](const char* prefix, std::span<const LayerSpec> layers) {
    for (const LayerSpec& layer : layers) {
      for (const char* part : {"weight", "bias"}) {
        TensorSpec& tensor = tensors.emplace_back();
        tensor.name = kTransformer;
        for (const char* more : {prefix, layer.name, part}) tensor.name += more;
        tensor.shape = {layer.rows.of(width, size)};
        const uint64_t cols = layer.cols.of(width, size);
        if (*part == 'w' && cols != 0) tensor.shape.push_back(cols);
        tensor.any_sizes = true;
      }
    }
  };
  add("", kIn);
  add("transformer.layers.0.", kLayer);
  add("transformer.layers.1.", kLayer);
  add("", kOut);
  return tensors;
}

}  // namespace

// The reference fills missing tensors with random numbers; here every one must be there. Which of
// the two kinds of labels' vectors it is, the tensors decide.
void ModelLoader::expect_gliner2(const Weights::Names& names) {
  const Gliner2Config& config = *model_->config.gliner2;
  const size_t size = hidden_size();
  Gliner2Head& head = model_->head.emplace<Gliner2Head>();
  head.temperature = config.temperature;
  // The boundary form's has a Dropout between, unless that is 0.
  const bool has_dropout = names.contains(std::string(kClassifier) + ".3.weight");
  expect_mlp(kClassifier, size, 2 * size, 1, &head.classifier, has_dropout ? ".3" : ".2");
  if (!config.has_spans) return;
  Gliner2Spans* spans = &head.spans.emplace();
  spans->max_width = static_cast<size_t>(config.max_width);
  expect_span_scorer("span_rep.span_rep_layer", size, &spans->scorer);
  expect_mlp("count_pred", size, 2 * size, Gliner2Spans::kCounts, &spans->count, ".2");
  expect_gru(size, &spans->gru);
  if (names.contains(std::string(kTransformer) + "in_projector.weight")) {
    expect_label_transformer(size, &spans->transformer.emplace());
  } else {
    expect_mlp("count_embed.projector", 2 * size, 4 * size, size, &spans->projector, ".2");
  }
}

void ModelLoader::expect_gru(size_t size, Gru* gru) {
  constexpr const char* kNames[] = {"gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0",
                                    "gru.bias_hh_l0", "pos_embedding.weight"};
  const std::vector<uint64_t> shapes[] = {
      {3 * size, size}, {3 * size, size}, {3 * size}, {3 * size}, {Gliner2Spans::kCounts, size}};
  std::vector<TensorSpec> tensors;
  for (size_t part = 0; part < std::size(kNames); ++part) {
    tensors.push_back({std::string("count_embed.") + kNames[part], shapes[part]});
  }
  weights_.expect(tensors, [=, this](Weights& weights) {
    const auto floats = [&](size_t part) { return weights.floats(tensors[part].name); };
    const Buffer inputs = floats(4);
    *gru = Gru({floats(0), floats(1), floats(2), floats(3)},
               ConstMatrix(inputs.floats(), Gliner2Spans::kCounts, size), ctx_);
  });
}

void ModelLoader::expect_label_transformer(size_t size, LabelTransformer* to) {
  const std::vector<TensorSpec> expected = transformer_tensors(size, LabelTransformer::kHeads);
  weights_.expect(expected, [=](Weights& weights) {
    const auto width = static_cast<size_t>(weights.shape(expected[0].name)[0]);
    const std::vector<TensorSpec> tensors = transformer_tensors(size, width);
    for (const TensorSpec& tensor : tensors) weights.require_shape(tensor);
    if (width == 0 || width % LabelTransformer::kHeads != 0) {
      throw Error(ErrorCode::kTensorShape, "tensor '" + tensors[0].name +
                                               "': expected a multiple of 4 rows, file has " +
                                               std::to_string(width));
    }
    size_t next = 0;
    const auto layer = [&] {
      const std::vector<uint64_t>& shape = tensors[next].shape;
      const Buffer weight = weights.floats(tensors[next].name);
      const Buffer bias = weights.floats(tensors[next + 1].name);
      next += 2;
      return Linear(ConstMatrix(weight.floats(), static_cast<size_t>(shape[0]),
                                static_cast<size_t>(shape[1])),
                    bias.floats());
    };
    const auto norm = [&] {
      Buffer weight = weights.floats(tensors[next].name);
      Buffer bias = weights.floats(tensors[next + 1].name);
      next += 2;
      return LayerNorm(std::move(weight), std::move(bias), width, /*eps=*/1e-5f);
    };
    to->in = layer();
    for (LabelTransformer::Layer& each : to->layers) {
      each.qkv = layer();
      each.out = layer();
      each.attention_norm = norm();
      each.feed_forward.first = layer();
      each.feed_forward.second = layer();
      each.norm = norm();
    }
    to->out = layer();
    to->out_inner.first = layer();
    to->out_inner.second = layer();
  });
}

}  // namespace deberta
