// Scores for a whole text: transformers' TextClassificationPipeline.
#ifndef DEBERTA_TASKS_TEXT_CLASSIFICATION_H_
#define DEBERTA_TASKS_TEXT_CLASSIFICATION_H_

#include <span>
#include <string>
#include <vector>

#include "base/context.h"
#include "io/config.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tasks/text_pair.h"
#include "text/tokenizer.h"

namespace deberta {

// What turns logits into scores. kDefault: none for regression, sigmoid for multi-label or one
// label, else softmax — decided as transformers does, from problem_type and the number of labels.
enum class ScoreFunction { kDefault, kSoftmax, kSigmoid, kNone };

struct TextClassificationOptions {
  ScoreFunction function_to_apply = ScoreFunction::kDefault;
  size_t top_k = 0;  // 0: every label
};

struct LabelScore {
  std::string label;
  float score = 0;
};

struct TextClassification {
  std::vector<LabelScore> scores;  // best first
  size_t tokens = 0;
  bool truncated = false;  // text was dropped
};

class TextClassificationTask : public Task {
 public:
  // All texts of a call share forward passes. Throws kState for a model without the head.
  TextClassificationTask(std::span<const TextPair> inputs, const TextClassificationOptions& options,
                         const Tokenizer& tokenizer, Model& model);

  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<TextClassification> results;  // of each input

 private:
  Model& model_;
  TextClassificationOptions options_;
};

// logits: [labels]. Pure.
std::vector<LabelScore> score_labels(std::span<const float> logits, const Config& config,
                                     const TextClassificationOptions& options);

}  // namespace deberta

#endif  // DEBERTA_TASKS_TEXT_CLASSIFICATION_H_
