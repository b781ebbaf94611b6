// Labels that the model was not trained on: transformers' ZeroShotClassificationPipeline. An
// entailment model decides, for each label, whether the sequence implies "This example is
// <label>.".
#ifndef DEBERTA_TASKS_ZERO_SHOT_CLASSIFICATION_H_
#define DEBERTA_TASKS_ZERO_SHOT_CLASSIFICATION_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tensor/matrix.h"
#include "text/tokenizer.h"

namespace deberta {

struct ZeroShotOptions {
  bool multi_label = false;  // score each hypothesis by itself, not against the others
};

struct HypothesisScore {
  size_t hypothesis = 0;  // index
  float score = 0;
};

struct ZeroShotClassification {
  std::vector<HypothesisScore> scores;  // best first
  size_t tokens = 0;                    // of all pairs with the sequence
  bool truncated = false;               // text of the sequence was dropped for some hypothesis
};

class ZeroShotClassificationTask : public Task {
 public:
  // Pairs every sequence with every hypothesis, each tokenized once; all pairs share forward
  // passes. Throws kInput without hypotheses and for a hypothesis that is too long, because
  // hypotheses are never truncated; kState for a model without the head or with a single label.
  ZeroShotClassificationTask(std::span<const std::string_view> sequences,
                             std::span<const std::string_view> hypotheses,
                             const ZeroShotOptions& options, const Tokenizer& tokenizer,
                             Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override {
    return batch.first_tokens();
  }
  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<ZeroShotClassification> results;  // of each sequence

 private:
  Model& model_;
  const SequenceClassificationHead& head_;  // the model's
  ZeroShotOptions options_;
  size_t entailment_;
  size_t hypotheses_;
  std::vector<float> logits_;  // [hypotheses so far, labels] of the current sequence
};

// The parts, each a pure function.

// The first label that begins with "entail", in any case; else the last. labels: at least 1.
size_t entailment_index(const std::vector<std::string>& labels);

// logits [hypotheses ≥ 1, labels ≥ 2]. With one hypothesis or multi_label: entailment against
// contradiction, which is the first label, or the last where the first is entailment.
std::vector<HypothesisScore> score_hypotheses(ConstMatrix logits, size_t entailment,
                                              bool multi_label);

}  // namespace deberta

#endif  // DEBERTA_TASKS_ZERO_SHOT_CLASSIFICATION_H_
