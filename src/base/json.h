// Reading of JSON that nobody vouches for.
#ifndef DEBERTA_BASE_JSON_H_
#define DEBERTA_BASE_JSON_H_

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/error.h"

namespace deberta {

// The document, or Error{code, "<what> …"} where the text is not JSON, names a key twice in one
// object, or nests deeper than kMaxJsonDepth (a deep document overflows a 1 MB stack when it is
// copied).
inline constexpr int kMaxJsonDepth = 64;
nlohmann::json parse_json(std::string_view text, ErrorCode code, std::string_view what);

}  // namespace deberta

#endif  // DEBERTA_BASE_JSON_H_
