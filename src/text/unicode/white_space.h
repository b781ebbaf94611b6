// White space as readers see it. Tokens of byte-level BPE and SentencePiece include white space,
// which a task's results must not contain.
#ifndef DEBERTA_TEXT_UNICODE_WHITE_SPACE_H_
#define DEBERTA_TEXT_UNICODE_WHITE_SPACE_H_

#include <cstdint>
#include <string_view>

#include "text/unicode/byte_span.h"

namespace deberta {

// Unicode's White_Space and the invisible format characters: the zero-width space U+200B, the byte
// order mark U+FEFF and the soft hyphen U+00AD.
bool is_blank(uint32_t code_point);

// Whether the character separates words; the byte order mark and the soft hyphen may be inside a
// word.
bool ends_words(uint32_t code_point);

// The span without is_blank() characters at both ends; if all are blank, an empty span at its end.
ByteSpan without_outer_space(std::string_view text, ByteSpan span);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_WHITE_SPACE_H_
