// Lower case: for comparing texts without regard to case, and as Python's str.lower().
#ifndef DEBERTA_TEXT_UNICODE_LOWER_CASE_H_
#define DEBERTA_TEXT_UNICODE_LOWER_CASE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace deberta {

// The lower case of a code point by itself.
struct LowerCase {
  uint32_t first;
  uint32_t second = 0;  // 0: there is none
};
LowerCase lower_case_of(uint32_t code_point);

// Equal for two texts whose str.lower() in Python is equal, with the letters of Unicode 17.0. All
// forms of sigma become "σ", whereas in Python the form depends on the context. Invalid UTF-8 stays
// unchanged.
std::string lower_case(std::string_view text);

// The same with sigma's form by its context, as str.lower() and toLowerCase() have it: a capital is
// "ς" after a cased letter and not before one. Of letters that have no other case, those of Latin,
// Greek, Cyrillic and Armenian count as cased.
std::string lower_case_in_context(std::string_view text);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_LOWER_CASE_H_
