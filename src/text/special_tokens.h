// Special tokens by role.
#ifndef DEBERTA_TEXT_SPECIAL_TOKENS_H_
#define DEBERTA_TEXT_SPECIAL_TOKENS_H_

#include <cstdint>

namespace deberta {

// Ids; −1 for a role without a token.
struct SpecialTokens {
  int32_t cls = -1;
  int32_t sep = -1;
  int32_t pad = -1;
  int32_t unk = -1;
  int32_t mask = -1;
  int32_t bos = -1;
  int32_t eos = -1;

  bool operator==(const SpecialTokens&) const = default;
};

// The side of a sequence where tokens are removed or added.
enum class Side { kLeft, kRight };

}  // namespace deberta

#endif  // DEBERTA_TEXT_SPECIAL_TOKENS_H_
