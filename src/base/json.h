// Parsing of untrusted JSON.
#ifndef DEBERTA_BASE_JSON_H_
#define DEBERTA_BASE_JSON_H_

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace deberta {

// The document, or Error{code, "<what> …"} where the text is not JSON, names a key twice in one
// object, or nests deeper than kMaxJsonDepth (a deep document overflows a 1 MB stack when it is
// copied).
inline constexpr int kMaxJsonDepth = 64;
nlohmann::json parse_json(std::string_view text, ErrorCode code, std::string_view what);

// An object whose values are all integers, such as a vocabulary, one member at a time: no document
// is built. The same errors, and one for a value of another type. A key may occur twice.
using OnMember = std::function<void(std::string& key, int64_t value)>;
void parse_integers(std::string_view text, ErrorCode code, std::string_view what,
                    const OnMember& on_member);

}  // namespace deberta

#endif  // DEBERTA_BASE_JSON_H_
