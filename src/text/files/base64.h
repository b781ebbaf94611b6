#ifndef DEBERTA_TEXT_FILES_BASE64_H_
#define DEBERTA_TEXT_FILES_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace deberta {

// The bytes; nullopt for text that is not base64 (RFC 4648, with padding).
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_BASE64_H_
