// What a reader takes for white space. Tokens of byte-level BPE and of SentencePiece carry white
// space along, which is no part of what a task finds.
#ifndef DEBERTA_TEXT_UNICODE_WHITE_SPACE_H_
#define DEBERTA_TEXT_UNICODE_WHITE_SPACE_H_

#include <cstdint>
#include <string_view>

#include "text/unicode/byte_span.h"

namespace deberta {

// Unicode's White_Space, and the format characters that nobody sees: the zero-width space U+200B,
// the byte order mark U+FEFF and the soft hyphen U+00AD.
bool is_blank(uint32_t code_point);

// Whether words end at it: the byte order mark and the soft hyphen may stand within one.
bool ends_words(uint32_t code_point);

// The span without what is_blank() at both its ends; of that alone, an empty one at its end.
ByteSpan without_outer_space(std::string_view text, ByteSpan span);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_WHITE_SPACE_H_
