// Scores for a whole text: transformers' TextClassificationPipeline.
#ifndef DEBERTA_TASKS_TEXT_CLASSIFICATION_H_
#define DEBERTA_TASKS_TEXT_CLASSIFICATION_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/context.h"
#include "io/config.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tasks/text_pair.h"
#include "tensor/matrix.h"
#include "text/tokenizer.h"

namespace deberta {

// What turns logits into scores. kDefault: none for regression, sigmoid for multi-label or one
// label, else softmax — decided as transformers does, from problem_type and the number of labels.
enum class ScoreFunction { kDefault, kSoftmax, kSigmoid, kNone };

// What the scores of a text's windows become, label by label.
enum class WindowPooling {
  kMax,   // the highest: what any window has found. Of a softmax they add up to more than 1
  kMean,  // the mean
};

struct TextClassificationOptions {
  ScoreFunction function_to_apply = ScoreFunction::kDefault;
  size_t top_k = 0;  // 0: every label
  // Tokens that neighbouring windows share. With 0 a text beyond the model's length is cut.
  int stride = 0;
  WindowPooling pooling = WindowPooling::kMax;
};

struct LabelScore {
  std::string label;
  float score = 0;
};

struct TextClassification {
  std::vector<LabelScore> scores;  // best first
  size_t tokens = 0;               // that the model has seen
  bool truncated = false;          // text was dropped
};

class TextClassificationTask : public Task {
 public:
  // All texts of a call share forward passes. Of a pair, longest_first decides which of the two is
  // cut into windows; if both are, their windows are combined. Throws kState for a model without
  // the head, and what encode_windows() throws for the stride, which must leave windows new tokens
  // also where one is enough.
  TextClassificationTask(std::span<const TextPair> inputs, const TextClassificationOptions& options,
                         const Tokenizer& tokenizer, Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override {
    return batch.first_tokens();
  }
  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<TextClassification> results;  // of each input

 private:
  Model& model_;
  const SequenceClassificationHead& head_;  // the model's
  TextClassificationOptions options_;
  std::vector<size_t> text_of_;  // window → text
  std::vector<float> logits_;    // [windows so far, labels] of the text at hand
};

// The parts, each a pure function.

// logits: [labels]; not for kDefault.
void apply_function(ScoreFunction function, std::span<float> logits);

// logits: [windows of a text, labels], of at least 1.
std::vector<LabelScore> score_labels(ConstMatrix logits, const Config& config,
                                     const TextClassificationOptions& options);

}  // namespace deberta

#endif  // DEBERTA_TASKS_TEXT_CLASSIFICATION_H_
