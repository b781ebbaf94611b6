#include "tasks/outer_space.h"

#include "text/unicode.h"
#include "text/utf8.h"

namespace deberta {

ByteSpan without_outer_space(std::string_view text, ByteSpan span) {
  const auto is_space = [](CodePoint point) { return class_of(point.value) == CharClass::kSpace; };
  while (span.begin < span.end) {
    const CodePoint first = decode_utf8(text, span.begin);
    if (!is_space(first)) break;
    span.begin += first.length;
  }
  while (span.begin < span.end) {
    const size_t last = character_before(text, span.end);
    if (!is_space(decode_utf8(text, last))) break;
    span.end = static_cast<uint32_t>(last);
  }
  return span;
}

}  // namespace deberta
