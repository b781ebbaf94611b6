// Classes of code points, as GPT-2's pre-split needs them.
#ifndef DEBERTA_TEXT_UNICODE_H_
#define DEBERTA_TEXT_UNICODE_H_

#include <cstdint>

namespace deberta {

enum class CharClass : uint8_t {
  kOther,
  kLetter,  // \p{L}
  kNumber,  // \p{N}
  kSpace,   // \s: White_Space
};

// Any value; what is no code point is kOther.
CharClass class_of(uint32_t code_point);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_H_
