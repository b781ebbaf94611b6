// A ragged batch: the tokens of all sequences, back to back.
#ifndef DEBERTA_MODEL_BATCH_H_
#define DEBERTA_MODEL_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tensor/matrix.h"

namespace deberta {

// The model's input. Per-token vectors are [tokens] or empty, which means their default.
struct Batch {
  std::vector<int32_t> input_ids;
  std::vector<float> inputs_embeds;     // [tokens, embedding_size], instead of input_ids
  std::vector<int32_t> token_type_ids;  // default: all 0
  std::vector<int32_t> position_ids;    // default: 0, 1, … in each sequence
  std::vector<uint8_t> attention_mask;  // default: all 1; 0 marks padding, anywhere in a sequence
  std::vector<size_t> lengths;          // tokens of each sequence, padding included, each ≥ 1

  size_t tokens() const;
  size_t sequences() const { return lengths.size(); }
  size_t longest() const;
  // The index of each sequence's first token.
  std::vector<size_t> first_tokens() const;
  // The index of each sequence's last token.
  std::vector<size_t> last_tokens() const;
  // Sets the padding rows of x to 0: rows of the tokens from `first` on.
  void clear_masked(Matrix x, size_t first = 0) const;

  // Appends a sequence without padding.
  void append(std::span<const int32_t> ids, std::span<const int32_t> type_ids);
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_BATCH_H_
