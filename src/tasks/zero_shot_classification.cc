#include "tasks/zero_shot_classification.h"

#include <algorithm>

#include "base/error.h"
#include "base/sort.h"
#include "ops/softmax.h"
#include "tasks/model_length.h"
#include "tensor/workspace.h"
#include "text/unicode/lower_case.h"

namespace deberta {
namespace {

// transformers' ONLY_FIRST. Where transformers gives up and cuts nothing, this function throws.
Encoding encode_cutting_sequence(const Tokenizer& tokenizer, const Segment& sequence,
                                 const Segment& hypothesis, size_t index, int max_length) {
  const auto max_tokens = static_cast<size_t>(max_length);
  const size_t others =
      hypothesis.size() + static_cast<size_t>(tokenizer.num_special_tokens_to_add(true));
  if (others >= max_tokens && others + sequence.size() > max_tokens) {
    throw Error(ErrorCode::kInput, "hypothesis " + std::to_string(index) +
                                       " and the special tokens are " + std::to_string(others) +
                                       " tokens, expected fewer than " +
                                       std::to_string(max_tokens));
  }
  EncodeOptions encode;
  encode.truncation = Truncation::kOnlyFirst;
  encode.max_length = max_length;
  return tokenizer.encode_pair(sequence, hypothesis, encode);
}

}  // namespace

size_t entailment_index(const std::vector<std::string>& labels) {
  const auto found = std::ranges::find_if(
      labels, [](const std::string& label) { return lower_case(label).starts_with("entail"); });
  return found != labels.end() ? static_cast<size_t>(found - labels.begin()) : labels.size() - 1;
}

std::vector<HypothesisScore> score_hypotheses(ConstMatrix logits, size_t entailment,
                                              bool multi_label) {
  std::vector<float> scores(logits.rows);
  for (size_t i = 0; i < logits.rows; ++i) scores[i] = logits.row(i)[entailment];
  if (multi_label || logits.rows == 1) {
    const size_t contradiction = entailment == 0 ? logits.cols - 1 : 0;
    for (size_t i = 0; i < logits.rows; ++i) {
      float pair[] = {logits.row(i)[contradiction], scores[i]};
      softmax(pair, 2);
      scores[i] = pair[1];
    }
  } else {
    softmax(scores.data(), scores.size());
  }
  std::vector<HypothesisScore> result;
  for (size_t i = 0; i < scores.size(); ++i) result.push_back({i, scores[i]});
  sort_stably(result, std::ranges::greater(), &HypothesisScore::score);
  return result;
}

ZeroShotClassificationTask::ZeroShotClassificationTask(std::span<const std::string_view> sequences,
                                                       std::span<const std::string_view> hypotheses,
                                                       const ZeroShotOptions& options,
                                                       const Tokenizer& tokenizer, Model& model)
    : results(sequences.size()),
      model_(model),
      head_(require_head<SequenceClassificationHead>(model.head)),
      options_(options),
      entailment_(entailment_index(model.config.id2label)),
      hypotheses_(hypotheses.size()) {
  if (model.config.num_labels() < 2) {
    throw Error(ErrorCode::kState,
                "zero-shot classification: expected a model with at least 2 labels, this one has " +
                    std::to_string(model.config.num_labels()));
  }
  if (hypotheses.empty()) throw Error(ErrorCode::kInput, "expected at least 1 hypothesis, got 0");
  const int max_length = model_length(tokenizer, model.config);
  std::vector<Segment> tokens_of_hypotheses;
  for (std::string_view hypothesis : hypotheses) {
    tokens_of_hypotheses.push_back(tokenizer.tokenize(hypothesis));
  }
  std::vector<Encoding> encodings;
  for (size_t i = 0; i < sequences.size(); ++i) {
    const Segment sequence = tokenizer.tokenize(sequences[i]);
    for (size_t j = 0; j < hypotheses.size(); ++j) {
      encodings.push_back(
          encode_cutting_sequence(tokenizer, sequence, tokens_of_hypotheses[j], j, max_length));
      results[i].tokens += encodings.back().ids.size();
      results[i].truncated |= encodings.back().truncated;
    }
  }
  batches_ = make_batches(encodings);
}

void ZeroShotClassificationTask::collect(const Batch& batch, ConstMatrix hidden, size_t first,
                                         Context& ctx) {
  const size_t labels = model_.config.id2label.size();
  const Matrix logits = ctx.workspace.matrix(batch.sequences(), labels);  // [pairs, labels]
  head_(hidden, batch, logits, ctx);
  // A sequence's pairs may be in several batches.
  for (size_t i = 0; i < batch.sequences(); ++i) {
    logits_.insert(logits_.end(), logits.row(i), logits.row(i) + labels);
    if ((first + i + 1) % hypotheses_ != 0) continue;
    results[(first + i) / hypotheses_].scores =
        score_hypotheses({logits_.data(), hypotheses_, labels}, entailment_, options_.multi_label);
    logits_.clear();
  }
}

}  // namespace deberta
