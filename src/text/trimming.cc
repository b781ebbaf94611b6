#include "text/trimming.h"

#include <algorithm>

#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr uint32_t kSpaceLetter = 0x120;  // Ġ, a space in the byte-level alphabet

template <class IsSpace>
Spaces count(std::string_view text, IsSpace is_space) {
  Spaces spaces;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (!is_space(point.value)) break;
    ++spaces.leading;
    at += point.length;
  }
  for (size_t end = text.size(); end > 0;) {
    end = character_before(text, end);
    if (!is_space(decode_utf8(text, end).value)) break;
    ++spaces.trailing;
  }
  return spaces;
}

}  // namespace

Spaces spaces_around(std::string_view surface) {
  return count(surface, [](uint32_t point) {
    return point == kSpaceLetter || class_of(point) == CharClass::kSpace;
  });
}

Spaces spaces_around_token(std::string_view token) {
  return count(token, [](uint32_t point) { return point == kSpaceLetter; });
}

ByteSpan trimmed(std::string_view text, ByteSpan span, Spaces spaces, bool keeps_one) {
  if (keeps_one && spaces.leading == 1) spaces.leading = 0;
  for (uint32_t i = 0; i < spaces.leading && span.begin < span.end; ++i) {
    span.begin += decode_utf8(text, span.begin).length;
  }
  span.begin = std::min(span.begin, span.end);
  for (uint32_t i = 0; i < spaces.trailing && span.begin < span.end; ++i) {
    span.end = static_cast<uint32_t>(character_before(text, span.end));
  }
  span.end = std::max(span.end, span.begin);
  return span;
}

}  // namespace deberta
