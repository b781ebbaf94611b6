// Loading of what GLiNER models have beside their encoder, and its folding: see model/span_scorer.h
// and model/token_scorer.h.
#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "model/model_loader.h"

namespace deberta {
namespace {

// Columns [begin, begin + count) of a weight [rows, cols].
Buffer columns(const Buffer& weight, size_t rows, size_t cols, size_t begin, size_t count) {
  Buffer part = Buffer::of_floats({rows, count});
  for (size_t i = 0; i < rows; ++i) {
    std::copy_n(weight.floats() + i * cols + begin, count, part.floats() + i * count);
  }
  return part;
}

// A layer of those columns.
Linear linear_of_columns(const Buffer& weight, size_t rows, size_t cols, size_t begin, size_t count,
                         const float* bias = nullptr) {
  const Buffer part = columns(weight, rows, cols, begin, count);
  return Linear(ConstMatrix(part.floats(), rows, count), bias);
}

// y = x·W for a weight W [rows, cols]: the product from the other side.
Linear transposed_linear(const Buffer& weight, size_t rows, size_t cols) {
  Buffer turned = Buffer::of_floats({rows, cols});
  for (size_t i = 0; i < rows; ++i) {
    for (size_t j = 0; j < cols; ++j) {
      turned.floats()[j * rows + i] = weight.floats()[i * cols + j];
    }
  }
  return Linear(ConstMatrix(turned.floats(), cols, rows), /*bias=*/nullptr);
}

std::string lstm_name(const char* part, size_t layer, bool is_backward) {
  return std::string("rnn.lstm.") + part + "_l" + std::to_string(layer) +
         (is_backward ? "_reverse" : "");
}

}  // namespace

// The reference loads a file without the tensors of a part, and leaves them random; its has_rnn is
// not read. Here the LSTM is there where its tensors are, and every other tensor must be.
void ModelLoader::expect_gliner(const Weights::Names& names) {
  const GlinerConfig& config = *model_->config.gliner;
  const auto size = static_cast<size_t>(config.hidden_size);
  GlinerHead& head = model_->head.emplace<GlinerHead>();
  if (size != hidden_size()) {
    expect_linear("token_rep_layer.projection", hidden_size(), size, &head.projection.emplace());
  }
  size_t layers = 0;
  while (names.contains(lstm_name("weight_ih", layers, false))) ++layers;
  if (layers > 0 && size % 2 != 0) {
    throw Error(ErrorCode::kConfigValue,
                "gliner_config.json: hidden_size: expected an even number for the LSTM, got " +
                    std::to_string(size),
                "gliner_config.json");
  }
  head.rnn.resize(layers);
  for (size_t i = 0; i < layers; ++i) expect_lstm(i, size, &head.rnn[i]);

  if (config.spans == GlinerConfig::Spans::kTokenLevel) {
    return expect_token_scorer(size, &head.scorer.emplace<TokenScorer>());
  }
  auto& spans = head.scorer.emplace<GlinerSpans>();
  spans.max_width = static_cast<size_t>(config.max_width);
  expect_mlp("prompt_rep_layer", size, 4 * size, size, &spans.prompt);
  const std::string name = "span_rep_layer.span_rep_layer";
  if (config.spans == GlinerConfig::Spans::kMarkerV0) {
    expect_span_scorer(name, size, &spans.scorer);
  } else {
    expect_old_span_scorer(name, size, &spans.scorer);
  }
}

void ModelLoader::expect_lstm(size_t layer, size_t size, BiLstm* lstm) {
  constexpr const char* kParts[] = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"};
  const size_t gates = 2 * size;
  const std::vector<uint64_t> shapes[] = {{gates, size}, {gates, size / 2}, {gates}, {gates}};
  std::vector<TensorSpec> tensors;
  for (const bool is_backward : {false, true}) {
    for (size_t part = 0; part < std::size(kParts); ++part) {
      tensors.push_back({lstm_name(kParts[part], layer, is_backward), shapes[part]});
    }
  }
  weights_.expect(tensors, [=](Weights& weights) {
    const auto direction = [&](size_t first) {
      const auto floats = [&](size_t part) { return weights.floats(tensors[first + part].name); };
      return BiLstm::Direction{floats(0), floats(1), floats(2), floats(3)};
    };
    BiLstm::Direction forward = direction(0);
    *lstm = BiLstm(std::move(forward), direction(4), size, size / 2);
  });
}

// Between the two are ReLU and, by default, Dropout.
void ModelLoader::expect_mlp(const std::string& name, size_t inputs, size_t inner, size_t outputs,
                             Mlp* mlp, const char* second) {
  expect_linear(name + ".0", inputs, inner, &mlp->first);
  expect_linear(name + second, inner, outputs, &mlp->second);
}

void ModelLoader::expect_span_scorer(const std::string& name, size_t size, SpanScorer* scorer) {
  const size_t inner = 4 * size;
  expect_mlp(name + ".project_start", size, inner, size, &scorer->start);
  expect_mlp(name + ".project_end", size, inner, size, &scorer->end);
  const std::string first = name + ".out_project.0", last = name + ".out_project.3";
  weights_.expect(
      {{first + ".weight", {inner, 2 * size}}, {first + ".bias", {inner}}}, [=](Weights& weights) {
        const Buffer weight = weights.floats(first + ".weight");
        const Buffer bias = weights.floats(first + ".bias");
        scorer->inner = {linear_of_columns(weight, inner, 2 * size, 0, size),
                         linear_of_columns(weight, inner, 2 * size, size, size, bias.floats())};
      });
  weights_.expect(
      {{last + ".weight", {size, inner}}, {last + ".bias", {size}}}, [=](Weights& weights) {
        scorer->label = transposed_linear(weights.floats(last + ".weight"), size, inner);
        scorer->bias = weights.floats(last + ".bias");
      });
}

void ModelLoader::expect_old_span_scorer(const std::string& name, size_t size, SpanScorer* scorer) {
  expect_mlp(name + ".project_start", size, 2 * size, size, &scorer->start);
  expect_mlp(name + ".project_end", size, 2 * size, size, &scorer->end);
  const std::string out = name + ".out_project";
  weights_.expect(
      {{out + ".weight", {size, 2 * size}}, {out + ".bias", {size}}}, [=](Weights& weights) {
        scorer->label = transposed_linear(weights.floats(out + ".weight"), size, 2 * size);
        scorer->bias = weights.floats(out + ".bias");
      });
}

void ModelLoader::expect_token_scorer(size_t size, TokenScorer* scorer) {
  const size_t inner = 4 * size;
  expect_linear("scorer.proj_token", size, 2 * size, &scorer->word);
  expect_linear("scorer.proj_label", size, 2 * size, &scorer->label);
  const std::string first = "scorer.out_mlp.0";
  weights_.expect({{first + ".weight", {inner, 3 * size}}, {first + ".bias", {inner}}},
                  [=](Weights& weights) {
                    const Buffer weight = weights.floats(first + ".weight");
                    const Buffer bias = weights.floats(first + ".bias");
                    const auto part = [&](size_t index, const float* bias) {
                      return linear_of_columns(weight, inner, 3 * size, index * size, size, bias);
                    };
                    scorer->from_word = part(0, nullptr);
                    scorer->from_label = part(1, bias.floats());
                    scorer->from_both = part(2, nullptr);
                  });
  expect_linear("scorer.out_mlp.3", inner, 3, &scorer->out);
}

}  // namespace deberta
