// Letters in lower case, as texts are compared that may be written in capitals.
#ifndef DEBERTA_TEXT_UNICODE_LOWER_CASE_H_
#define DEBERTA_TEXT_UNICODE_LOWER_CASE_H_

#include <string>
#include <string_view>

namespace deberta {

// Equal for two texts whose str.lower() in Python is equal. All forms of sigma become "σ", where
// Python looks at what surrounds it. Bytes that are no UTF-8 stay.
std::string lower_case(std::string_view text);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_LOWER_CASE_H_
