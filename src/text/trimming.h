// The white space at a token's ends, which a post-processor may exclude from its offsets
// (process_offsets in tokenizers' byte_level.rs).
#ifndef DEBERTA_TEXT_TRIMMING_H_
#define DEBERTA_TEXT_TRIMMING_H_

#include <cstdint>
#include <string_view>

#include "text/encoding.h"

namespace deberta {

// In characters.
struct Spaces {
  uint32_t leading = 0;
  uint32_t trailing = 0;
};

// For an added token, whose text is that of the input: white space.
Spaces spaces_around(std::string_view surface);
// For a token in the byte-level alphabet: "Ġ".
Spaces spaces_around_token(std::string_view token);

// The span without these characters. keeps_one: one leading space stays in the span.
ByteSpan trimmed(std::string_view text, ByteSpan span, Spaces spaces, bool keeps_one);

}  // namespace deberta

#endif  // DEBERTA_TEXT_TRIMMING_H_
