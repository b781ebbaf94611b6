#include "model/model_loader.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "model/checkpoint_layout.h"
#include "tensor/workspace.h"

namespace deberta {

using tensor_name::in_layer;

namespace {

// Gives the same numbers on every platform; the standard library's distributions do not guarantee
// that.
class Random {
 public:
  explicit Random(uint64_t seed) : generator_(seed) {}

  // A number from the standard normal distribution (Marsaglia's polar method: no cosine).
  float normal() {
    for (;;) {
      const double x = 2 * uniform() - 1, y = 2 * uniform() - 1;
      const double square = x * x + y * y;
      if (square > 0 && square < 1) {
        return static_cast<float>(x * std::sqrt(-2 * std::log(square) / square));
      }
    }
  }
  double uniform() { return static_cast<double>(generator_() >> 11) * 0x1p-53; }  // [0, 1)

 private:
  std::mt19937_64 generator_;
};

RelativePositions relative_positions(const Config& config) {
  return config.position_buckets > 0
             ? RelativePositions(config.position_buckets, config.max_relative_positions)
             : RelativePositions(config.max_relative_positions);
}

}  // namespace

float ModelLoader::score_scale(const Config& config) {
  // v1 counts all entries of pos_att_type, and there may be many.
  return 1.0f /
         std::sqrt(static_cast<float>(int64_t{config.head_dim()} * config.score_scale_terms));
}

ModelLoader::ModelLoader(const Config& config, Head head, Context& ctx, Precision precision,
                         uint64_t address_space)
    : ctx_(ctx), precision_(precision), model_(std::make_unique<Model>()), weights_(address_space) {
  model_->config = config;
  const auto layers = static_cast<size_t>(config.num_hidden_layers);
  const RelativePositions positions = relative_positions(config);
  model_->layers.reserve(layers);
  for (size_t i = 0; i < layers; ++i) {
    model_->layers.emplace_back(
        DisentangledAttention(static_cast<size_t>(config.num_attention_heads),
                              static_cast<size_t>(config.head_dim()), positions));
  }
  weights_.count_memory([precision](const TensorInfo& info) { return memory_of(info, precision); });
  expect_embeddings();
  for (size_t i = 0; i < layers; ++i) {
    if (config.is_v2()) {
      expect_separate_attention(i);
    } else {
      expect_attention(i);
      if (config.talking_head) expect_talking_heads(i);
    }
    expect_attention_output(i);
    expect_feed_forward(i);
  }
  expect_positions();
  if (config.conv_kernel_size > 0) expect_convolution();
  expect_head(head);
}

void ModelLoader::initialize(uint64_t seed) { weights_.fill(initializer(seed)); }

void ModelLoader::initialize_missing_head(uint64_t seed) {
  weights_.fill_missing(is_of_head, initializer(seed));
}

Weights::Fill ModelLoader::initializer(uint64_t seed) const {
  const float range = model_->config.initializer_range;
  const auto width = static_cast<size_t>(model_->config.embedding_size);
  const size_t padding = static_cast<size_t>(model_->config.pad_token_id) * width;
  // The reference keeps PyTorch's initialisation of a convolution: uniform, scaled by the number of
  // inputs per output.
  const Config& config = model_->config;
  const float bound = 1.0f / std::sqrt(static_cast<float>(std::max(1, config.conv_kernel_size) *
                                                          config.hidden_size / config.conv_groups));
  return [range, width, padding, bound, random = Random(seed)](const TensorInfo& tensor,
                                                               std::span<float> values) mutable {
    const std::string_view name = tensor.name;
    if (name.starts_with(tensor_name::kConvolution)) {
      for (float& value : values) value = bound * static_cast<float>(2 * random.uniform() - 1);
    } else if (name.ends_with("bias")) {
      std::ranges::fill(values, 0.0f);
    } else if (name.ends_with("LayerNorm.weight")) {
      std::ranges::fill(values, 1.0f);
    } else {
      for (float& value : values) value = range * random.normal();
      if (name == tensor_name::kWords + std::string(".weight")) {
        std::ranges::fill(values.subspan(padding, width), 0.0f);  // nn.Embedding's padding_idx
      }
    }
  };
}

ModelLoader::Loaded ModelLoader::finish() {
  LoadReport report;
  report.initialized = weights_.filled();
  report.unquantized_layers = std::move(unquantized_layers_);
  report.tensors = weights_.tensors_used();
  report.skipped = weights_.finish();
  if (precision_ == Precision::kInt8) report.activation_bits = has_outliers_ ? 14 : 7;
  if (has_outliers_) {
    for (EncoderLayer& layer : model_->layers) {
      layer.attention.weights.qkv.split_activations();
      layer.attention_output.split_activations();
      layer.feed_forward.expand.split_activations();
      layer.feed_forward.contract.split_activations();
    }
  }
  for (EncoderLayer& layer : model_->layers) {
    layer.attention.weights.positions.source.qkv_may_change = false;
  }
  return {std::move(model_), std::move(report)};
}

void ModelLoader::expect_embeddings() {
  const Config& config = model_->config;
  Embeddings* embeddings = &model_->embeddings;
  const auto width = static_cast<size_t>(config.embedding_size);
  const auto hidden = static_cast<size_t>(config.hidden_size);
  expect_table(tensor_name::kWords, static_cast<size_t>(config.vocab_size), width,
               &embeddings->words);
  if (config.position_biased_input) {
    expect_table(tensor_name::kPositions, static_cast<size_t>(config.max_position_embeddings),
                 width, &embeddings->positions);
  }
  if (config.type_vocab_size > 0) {
    expect_table(tensor_name::kTypes, static_cast<size_t>(config.type_vocab_size), width,
                 &embeddings->types);
  }
  if (width != hidden) {
    const std::string name = "embeddings.embed_proj.weight";
    weights_.expect({{name, {hidden, width}}}, [=](Weights& weights) {
      embeddings->projection = Linear(ConstMatrix(weights.floats(name).floats(), hidden, width),
                                      /*bias=*/nullptr);
    });
  }
  expect_layer_norm("embeddings.LayerNorm", hidden, &embeddings->norm);
}

void ModelLoader::expect_attention_output(size_t layer) {
  EncoderLayer* to = &model_->layers[layer];
  const auto hidden = static_cast<size_t>(model_->config.hidden_size);
  expect_linear(in_layer(layer, tensor_name::kAttentionOutput), hidden, hidden,
                &to->attention_output);
  expect_layer_norm(in_layer(layer, "attention.output.LayerNorm"), hidden, &to->attention_norm);
}

void ModelLoader::expect_positions() {
  const Config& config = model_->config;
  if (!config.c2p && !config.p2c) return;
  expect_rel_embeddings();
  for (size_t layer = 0; layer < model_->layers.size(); ++layer) {
    PositionTables::Source& to = model_->layers[layer].attention.weights.positions.source;
    to.has_key = config.c2p;
    to.has_query = config.p2c;
    to.precision = precision_;
    to.shares_qkv = config.share_att_key;
    to.qkv_may_change = to.shares_qkv && precision_ == Precision::kInt8;
    if (to.shares_qkv) continue;
    to.query_scale = score_scale(config);
    const bool v2 = config.is_v2();
    const char* key = v2 ? tensor_name::kPositionKeyV2 : tensor_name::kPositionKeyV1;
    const char* query = v2 ? tensor_name::kPositionQueryV2 : tensor_name::kPositionQueryV1;
    if (config.c2p) expect_position_projection(in_layer(layer, key), /*has_bias=*/v2, &to.key);
    if (config.p2c) expect_position_projection(in_layer(layer, query), true, &to.query);
  }
}

// All layers share them. v2 normalizes them, which is done once here.
void ModelLoader::expect_rel_embeddings() {
  const Config& config = model_->config;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto rows = static_cast<size_t>(config.position_span()) * 2;
  const float eps = config.layer_norm_eps;
  const std::string norm = tensor_name::kRelNorm;
  std::vector<TensorSpec> tensors = {
      {tensor_name::kRelEmbeddings + std::string(".weight"), {rows, hidden}}};
  if (config.norm_rel_ebd) {
    tensors.push_back({norm + ".weight", {hidden}});
    tensors.push_back({norm + ".bias", {hidden}});
  }
  weights_.expect(tensors, [=, this](Weights& weights) {
    Buffer rel = weights.floats(tensors[0].name);
    if (tensors.size() > 1) {
      LayerNorm(weights.floats(tensors[1].name), weights.floats(tensors[2].name), hidden, eps)
          .normalize(Matrix(rel.floats(), rows, hidden), ctx_);
    }
    const auto shared = std::make_shared<const Buffer>(std::move(rel));
    for (EncoderLayer& layer : model_->layers) {
      layer.attention.weights.positions.source.rel_embeddings = shared;
    }
  });
}

// A layer's own projection runs once or a few times, so its speed does not matter.
void ModelLoader::expect_position_projection(const std::string& name, bool has_bias,
                                             Linear* linear) {
  const size_t hidden = hidden_size();
  const Precision precision = kept_in(role_of(name), precision_);
  std::vector<TensorSpec> parts = {{name + ".weight", {hidden, hidden}}};
  if (has_bias) parts.push_back({name + ".bias", {hidden}});
  weights_.expect(parts, [=](Weights& weights) {
    const Buffer w = weights.floats(parts[0].name);
    const Buffer b = has_bias ? weights.floats(parts[1].name) : Buffer();
    *linear =
        Linear(ConstMatrix(w.floats(), hidden, hidden), has_bias ? b.floats() : nullptr, precision);
  });
}

void ModelLoader::expect_feed_forward(size_t layer) {
  const Config& config = model_->config;
  EncoderLayer* to = &model_->layers[layer];
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto intermediate = static_cast<size_t>(config.intermediate_size);
  to->feed_forward.activation = config.hidden_act;
  const std::string expand = in_layer(layer, tensor_name::kExpand);
  const std::string contract = in_layer(layer, tensor_name::kContract);
  if (!has_eight_bits(precision_)) {
    expect_linear(expand, hidden, intermediate, &to->feed_forward.expand);
    expect_linear(contract, intermediate, hidden, &to->feed_forward.contract);
  } else {
    // Whether 8 bits are enough is decided for both together.
    const std::string w1 = expand + ".weight", b1 = expand + ".bias";
    const std::string w2 = contract + ".weight", b2 = contract + ".bias";
    const std::vector<TensorSpec> tensors = {{w1, {intermediate, hidden}},
                                             {b1, {intermediate}},
                                             {w2, {hidden, intermediate}},
                                             {b2, {hidden}}};
    weights_.expect(tensors, [=, this](Weights& weights) {
      Stored first = stored(weights, w1, intermediate, hidden);
      const Stored second = stored(weights, w2, hidden, intermediate);
      // Where one is in 8 bits already, it was decided before.
      const bool in_floats = !first.weight.in_bytes() && !second.weight.in_bytes() &&
                             has_outlier_channels(first.weight.floats, second.weight.floats);
      has_outliers_ |= in_floats;
      FeedForward& layers = to->feed_forward;
      layers.expand =
          pack(expand, Role::kExpand, first.weight, weights.floats(b1).floats(), in_floats);
      first.memory = Buffer();
      layers.contract =
          pack(contract, Role::kContract, second.weight, weights.floats(b2).floats(), in_floats);
    });
  }
  expect_layer_norm(in_layer(layer, "output.LayerNorm"), hidden, &to->output_norm);
}

void ModelLoader::expect_floats(const std::string& name, std::vector<uint64_t> shape,
                                Buffer* floats) {
  weights_.expect({{name, std::move(shape)}},
                  [=](Weights& weights) { *floats = weights.floats(name); });
}

ModelLoader::Stored ModelLoader::stored(Weights& weights, const std::string& name, size_t outputs,
                                        size_t inputs) {
  Buffer content = weights.in_bytes(name) ? weights.integers(name) : weights.floats(name);
  return {std::move(content), weights.scales(name), outputs, inputs};
}

Linear ModelLoader::pack(const std::string& name, Role role, StoredWeight weight, const float* bias,
                         bool in_floats) {
  const Precision wanted = kept_in(role, precision_);
  Linear linear(weight, bias, in_floats ? Precision::kFloat32 : wanted);
  if (linear.precision() != wanted) unquantized_layers_.push_back(name);
  return linear;
}

void ModelLoader::expect_linear(const std::string& name, size_t inputs, size_t outputs,
                                Linear* linear) {
  const std::string weight = name + ".weight";
  const std::string bias = name + ".bias";
  weights_.expect({{weight, {outputs, inputs}}, {bias, {outputs}}}, [=, this](Weights& weights) {
    const Stored w = stored(weights, weight, outputs, inputs);
    const Buffer b = weights.floats(bias);
    *linear = pack(name, role_of(name), w.weight, b.floats());
  });
}

void ModelLoader::expect_layer_norm(const std::string& name, size_t size, LayerNorm* norm) {
  const float eps = model_->config.layer_norm_eps;
  const std::string weight = name + ".weight";
  const std::string bias = name + ".bias";
  weights_.expect({{weight, {size}}, {bias, {size}}}, [=](Weights& weights) {
    *norm = LayerNorm(weights.floats(weight), weights.floats(bias), size, eps);
  });
}

void ModelLoader::expect_table(const std::string& name, size_t rows, size_t cols,
                               EmbeddingTable* table) {
  const std::string weight = name + ".weight";
  // Tokens that were added to a GLiNER model have rows, whatever its encoder's configuration says.
  const bool or_more_rows = model_->config.gliner && name == tensor_name::kWords;
  weights_.expect({{weight, {rows, cols}, or_more_rows}}, [](Weights&) {});
  weights_.receive(weight, [=, this](DType dtype) {
    const auto rows = static_cast<size_t>(weights_.shape(weight)[0]);
    if (or_more_rows) model_->config.vocab_size = static_cast<int>(rows);
    *table = EmbeddingTable(dtype, rows, cols, kept_in(Role::kEmbedding, precision_),
                            weights_.scales(weight));
    return [table](std::span<const std::byte> bytes) { table->write(bytes); };
  });
}

}  // namespace deberta
