#include "text/unicode/white_space.h"

#include <algorithm>

#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr uint32_t kSoftHyphen = 0xAD, kZeroWidthSpace = 0x200B, kByteOrderMark = 0xFEFF;

}  // namespace

bool is_blank(uint32_t code_point) {
  return ends_words(code_point) || code_point == kSoftHyphen || code_point == kByteOrderMark;
}

bool ends_words(uint32_t code_point) {
  return class_of(code_point) == CharClass::kSpace || code_point == kZeroWidthSpace;
}

ByteSpan without_outer_space(std::string_view text, ByteSpan span) {
  while (span.begin < span.end) {
    const CodePoint first = decode_utf8(text, span.begin);
    if (!is_blank(first.value)) break;
    // The span may end inside the character.
    span.begin = std::min(span.begin + first.length, span.end);
  }
  while (span.begin < span.end) {
    const size_t last = character_before(text, span.end);
    if (!is_blank(decode_utf8(text, last).value)) break;
    span.end = std::max(static_cast<uint32_t>(last), span.begin);
  }
  return span;
}

}  // namespace deberta
