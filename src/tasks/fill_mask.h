// Words for the gaps of a text: transformers' FillMaskPipeline.
#ifndef DEBERTA_TASKS_FILL_MASK_H_
#define DEBERTA_TASKS_FILL_MASK_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tensor/matrix.h"
#include "text/encoding.h"
#include "text/tokenizer.h"

namespace deberta {

struct FillMaskOptions {
  int top_k = 5;
  // Only these words are results. Scores are still computed over the whole vocabulary.
  std::optional<std::vector<std::string>> targets;
};

struct Fill {
  int32_t token = 0;
  float score = 0;
  std::string token_str;  // the token as text, with the space before it
  // The text with the token in the mask's place, without special tokens; for a text with several
  // masks, with all special tokens, including the other masks.
  std::string sequence;
};

struct FillMask {
  std::vector<std::vector<Fill>> masks;  // of each mask of the text, best first
  size_t tokens = 0;
  bool truncated = false;  // text was dropped
};

class FillMaskTask : public Task {
 public:
  // All texts of a call share forward passes. Throws kInput for a text without a mask token within
  // the model's length, for top_k < 1 and for targets of which none has a token; kState for a model
  // without the head and for a tokenizer without a mask token.
  FillMaskTask(std::span<const std::string_view> texts, const FillMaskOptions& options,
               const Tokenizer& tokenizer, Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override;
  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<FillMask> results;  // of each text

 private:
  // A mask of a text of a batch.
  struct Mask {
    size_t text;
    size_t position;  // in its encoding
    size_t row;       // of the batch's hidden states
  };
  std::vector<Mask> masks_of(const Batch& batch, size_t first) const;
  void fill(const Mask& mask, std::span<const float> logits);

  Model& model_;
  const MaskedLmHead& head_;  // the model's
  const Tokenizer& tokenizer_;
  size_t top_k_;
  std::optional<std::vector<int32_t>> targets_;
  std::vector<Encoding> encodings_;
};

// The parts, each a pure function.

struct TokenScore {
  int32_t token = 0;
  float score = 0;
};

// logits [vocab]. The softmax's top_k best tokens, among `targets` where they are given, best
// first; of equal ones the first. Targets beyond the logits are ignored.
std::vector<TokenScore> best_tokens(std::span<const float> logits, size_t top_k,
                                    const std::optional<std::vector<int32_t>>& targets);

// For each target, the vocabulary's entry of that name, or else the text's first token; each token
// once (transformers' get_target_ids). Throws kInput where no target has a token.
std::vector<int32_t> target_ids(std::span<const std::string> targets, const Tokenizer& tokenizer);

}  // namespace deberta

#endif  // DEBERTA_TASKS_FILL_MASK_H_
