// A part of a text.
#ifndef DEBERTA_TEXT_UNICODE_BYTE_SPAN_H_
#define DEBERTA_TEXT_UNICODE_BYTE_SPAN_H_

#include <cstdint>

namespace deberta {

// [begin, end) in bytes of a UTF-8 text. Not UTF-16: Utf16Map (text/unicode/utf8.h) tells those.
struct ByteSpan {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool operator==(const ByteSpan&) const = default;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_BYTE_SPAN_H_
