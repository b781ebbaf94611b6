// The white space at a token's ends, which a post-processor may take out of its offsets
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

// Of an added token as it stands in the text: white space.
Spaces spaces_around(std::string_view surface);
// Of a token in the byte-level alphabet: "Ġ".
Spaces spaces_around_token(std::string_view token);

// The span without those characters. keeps_one: one leading space is not taken to be the text's.
ByteSpan trimmed(std::string_view text, ByteSpan span, Spaces spaces, bool keeps_one);

}  // namespace deberta

#endif  // DEBERTA_TEXT_TRIMMING_H_
