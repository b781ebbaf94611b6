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

// The function that turns logits into scores. kDefault: none for regression, sigmoid for
// multi-label or one label, else softmax — decided as transformers does, from problem_type and the
// number of labels.
enum class ScoreFunction { kDefault, kSoftmax, kSigmoid, kNone };

// How the scores of a text's windows are combined, label by label.
enum class WindowPooling {
  kMax,   // the highest; after a softmax the sum may exceed 1
  kMean,  // the mean
};

struct TextClassificationOptions {
  ScoreFunction function_to_apply = ScoreFunction::kDefault;
  size_t top_k = 0;  // 0: every label
  // Tokens that neighbouring windows share. With 0 a text beyond the model's length is truncated.
  int stride = 0;
  WindowPooling pooling = WindowPooling::kMax;
};

struct LabelScore {
  std::string label;
  float score = 0;
};

struct TextClassification {
  std::vector<LabelScore> scores;  // best first
  size_t tokens = 0;               // tokens that the model has processed
  bool truncated = false;          // text was dropped
};

class TextClassificationTask : public Task {
 public:
  // All texts of a call share forward passes. longest_first decides which text of a pair is cut
  // into windows; if both are, their windows are combined. Throws kState for a model without the
  // head, and what encode_windows() throws for the stride. The stride is checked even where one
  // window is enough.
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
  std::vector<float> logits_;    // [windows so far, labels] of the current text
};

// The parts, each a pure function.

// logits: [labels]; not for kDefault.
void apply_function(ScoreFunction function, std::span<float> logits);

// logits: [windows of a text, labels], of at least 1.
std::vector<LabelScore> score_labels(ConstMatrix logits, const Config& config,
                                     const TextClassificationOptions& options);

}  // namespace deberta

#endif  // DEBERTA_TASKS_TEXT_CLASSIFICATION_H_
