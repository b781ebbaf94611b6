#include "tasks/text_classification.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
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

}  // namespace

std::vector<LabelScore> score_labels(std::span<const float> logits, const Config& config,
                                     const TextClassificationOptions& options) {
  std::vector<float> scores(logits.begin(), logits.end());
  const ScoreFunction function = options.function_to_apply == ScoreFunction::kDefault
                                     ? default_function(config)
                                     : options.function_to_apply;
  if (function == ScoreFunction::kSoftmax) softmax(scores.data(), scores.size());
  if (function == ScoreFunction::kSigmoid) {
    for (float& score : scores) score = 1.0f / (1.0f + std::exp(-score));
  }
  std::vector<LabelScore> result;
  for (size_t i = 0; i < scores.size(); ++i) result.push_back({config.id2label[i], scores[i]});
  std::ranges::stable_sort(result, std::ranges::greater(), &LabelScore::score);
  if (options.top_k != 0 && options.top_k < result.size()) result.resize(options.top_k);
  return result;
}

TextClassificationTask::TextClassificationTask(std::span<const TextPair> inputs,
                                               const TextClassificationOptions& options,
                                               const Tokenizer& tokenizer, Model& model)
    : results(inputs.size()), model_(model), options_(options) {
  if (!model.sequence_classification) {
    throw Error(ErrorCode::kState, "the model was loaded without a text-classification head");
  }
  EncodeOptions encode;
  encode.truncation = Truncation::kLongestFirst;
  encode.max_length = model_length(tokenizer, model.config);
  std::vector<Encoding> encodings;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const TextPair& input = inputs[i];
    encodings.push_back(input.has_pair ? tokenizer.encode_pair(input.text, input.pair, encode)
                                       : tokenizer.encode(input.text, encode));
    results[i].tokens = encodings.back().ids.size();
    results[i].truncated = encodings.back().truncated;
  }
  batches_ = make_batches(encodings);
}

void TextClassificationTask::collect(const Batch& batch, ConstMatrix hidden, size_t first,
                                     Context& ctx) {
  const size_t labels = model_.config.id2label.size();
  const Matrix logits = ctx.workspace.matrix(batch.sequences(), labels);  // [sequences, labels]
  (*model_.sequence_classification)(hidden, batch, logits, ctx);
  for (size_t i = 0; i < batch.sequences(); ++i) {
    results[first + i].scores = score_labels({logits.row(i), labels}, model_.config, options_);
  }
}

}  // namespace deberta
