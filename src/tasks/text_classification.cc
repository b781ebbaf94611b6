#include "tasks/text_classification.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "base/sort.h"
#include "ops/softmax.h"
#include "tasks/model_length.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

ScoreFunction default_function(const Config& config) {
  if (config.problem_type == ProblemType::kRegression) return ScoreFunction::kNone;
  if (config.problem_type == ProblemType::kMultiLabel || config.num_labels() == 1) {
    return ScoreFunction::kSigmoid;
  }
  return ScoreFunction::kSoftmax;
}

// The whole text as windows that share `stride` tokens; where that is 0, the beginning of the text.
std::vector<Encoding> encode_input(const Tokenizer& tokenizer, const TextPair& input,
                                   int max_length, int stride) {
  EncodeOptions encode;
  encode.truncation = Truncation::kLongestFirst;
  encode.max_length = max_length;
  encode.stride = stride;
  if (stride == 0) {
    return {input.has_pair ? tokenizer.encode_pair(input.text, input.pair, encode)
                           : tokenizer.encode(input.text, encode)};
  }
  return input.has_pair ? tokenizer.encode_pair_windows(input.text, input.pair, encode)
                        : tokenizer.encode_windows(input.text, encode);
}

// pooled and scores: [labels]; count: windows in `pooled`, this one included.
void pool(WindowPooling pooling, std::span<const float> scores, size_t count,
          std::span<float> pooled) {
  for (size_t i = 0; i < pooled.size(); ++i) {
    if (pooling == WindowPooling::kMax) {
      pooled[i] = std::max(pooled[i], scores[i]);
    } else {
      pooled[i] += (scores[i] - pooled[i]) / static_cast<float>(count);
    }
  }
}

}  // namespace

void apply_function(ScoreFunction function, std::span<float> logits) {
  if (function == ScoreFunction::kSoftmax) softmax(logits.data(), logits.size());
  if (function == ScoreFunction::kSigmoid) {
    for (float& logit : logits) logit = sigmoid(logit);
  }
}

std::vector<LabelScore> score_labels(ConstMatrix logits, const Config& config,
                                     const TextClassificationOptions& options) {
  const ScoreFunction function = options.function_to_apply == ScoreFunction::kDefault
                                     ? default_function(config)
                                     : options.function_to_apply;
  std::vector<float> pooled;
  for (size_t window = 0; window < logits.rows; ++window) {
    std::vector<float> scores(logits.row(window), logits.row(window) + logits.cols);
    apply_function(function, scores);
    if (window == 0) {
      pooled = std::move(scores);
    } else {
      pool(options.pooling, scores, window + 1, pooled);
    }
  }
  std::vector<LabelScore> result;
  for (size_t i = 0; i < pooled.size(); ++i) result.push_back({config.id2label[i], pooled[i]});
  sort_stably(result, std::ranges::greater(), &LabelScore::score);
  if (options.top_k != 0 && options.top_k < result.size()) result.resize(options.top_k);
  return result;
}

TextClassificationTask::TextClassificationTask(std::span<const TextPair> inputs,
                                               const TextClassificationOptions& options,
                                               const Tokenizer& tokenizer, Model& model)
    : results(inputs.size()),
      model_(model),
      head_(require_head<SequenceClassificationHead>(model.head)),
      options_(options) {
  const int max_length = model_length(tokenizer, model.config);
  std::vector<Encoding> windows;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const int room = max_length - tokenizer.num_special_tokens_to_add(inputs[i].has_pair);
    if (options.stride < 0 || (options.stride > 0 && options.stride >= room)) {
      throw Error(ErrorCode::kInput, "stride is " + std::to_string(options.stride) +
                                         ", expected 0 to " + std::to_string(room - 1));
    }
    for (Encoding& window : encode_input(tokenizer, inputs[i], max_length, options.stride)) {
      results[i].tokens += window.ids.size();
      results[i].truncated |= window.truncated;
      windows.push_back(std::move(window));
      text_of_.push_back(i);
    }
  }
  batches_ = make_batches(windows);
}

void TextClassificationTask::collect(const Batch& batch, ConstMatrix hidden, size_t first,
                                     Context& ctx) {
  const size_t labels = model_.config.id2label.size();
  const Matrix logits = ctx.workspace.matrix(batch.sequences(), labels);  // [windows, labels]
  head_(hidden, batch, logits, ctx);
  // A text's windows may be in several batches.
  for (size_t i = 0; i < batch.sequences(); ++i) {
    logits_.insert(logits_.end(), logits.row(i), logits.row(i) + labels);
    const size_t window = first + i, text = text_of_[window];
    if (window + 1 < text_of_.size() && text_of_[window + 1] == text) continue;
    results[text].scores =
        score_labels({logits_.data(), logits_.size() / labels, labels}, model_.config, options_);
    logits_.clear();
  }
}

}  // namespace deberta
