// Letters in lower case, to compare texts that differ in their capitals.
#ifndef DEBERTA_TEXT_UNICODE_LOWER_CASE_H_
#define DEBERTA_TEXT_UNICODE_LOWER_CASE_H_

#include <string>
#include <string_view>

namespace deberta {

// Equal for two texts whose str.lower() in Python is equal, by the letters of Unicode 17.0. All
// forms of sigma become "σ", where Python looks at what surrounds it. Bytes that are not UTF-8
// stay.
std::string lower_case(std::string_view text);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_LOWER_CASE_H_
