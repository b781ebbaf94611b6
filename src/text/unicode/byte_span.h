// A part of a text.
#ifndef DEBERTA_TEXT_UNICODE_BYTE_SPAN_H_
#define DEBERTA_TEXT_UNICODE_BYTE_SPAN_H_

#include <cstdint>

namespace deberta {

// [begin, end) in bytes of a UTF-8 text. For UTF-16 see Utf16Map (text/unicode/utf8.h).
struct ByteSpan {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool operator==(const ByteSpan&) const = default;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_BYTE_SPAN_H_
