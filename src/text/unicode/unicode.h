// Classes of code points, as GPT-2's pre-split and the search for added tokens need them.
#ifndef DEBERTA_TEXT_UNICODE_UNICODE_H_
#define DEBERTA_TEXT_UNICODE_UNICODE_H_

#include <array>
#include <cstdint>

namespace deberta {

enum class CharClass : uint8_t {
  kOther,
  kLetter,  // \p{L}
  kNumber,  // \p{N}
  kSpace,   // \s: White_Space
};

// Most text is ASCII, so this table is visible to the compiler.
inline constexpr std::array<CharClass, 128> kAsciiClasses = [] {
  std::array<CharClass, 128> table{};
  for (uint32_t c = 0; c < table.size(); ++c) {
    const uint32_t lower = c | 0x20;
    table[c] = lower >= 'a' && lower <= 'z'           ? CharClass::kLetter
               : c >= '0' && c <= '9'                 ? CharClass::kNumber
               : c == ' ' || (c >= '\t' && c <= '\r') ? CharClass::kSpace
                                                      : CharClass::kOther;
  }
  return table;
}();

// Accepts any value; a value that is not a code point is kOther.
CharClass class_of(uint32_t code_point);

// A run of neighbouring code points of one class.
struct CharRun {
  uint32_t begin;
  uint32_t end;  // one past the last
  CharClass kind;
};
// The run that holds a code point, as stored in the tables; the next run may have the same class.
CharRun run_of(uint32_t code_point);

// \w of Rust's regex: Alphabetic, M, Nd, Pc and Join_Control.
bool is_word_character(uint32_t code_point);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_UNICODE_H_
