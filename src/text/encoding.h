// The result of tokenizing a text.
#ifndef DEBERTA_TEXT_ENCODING_H_
#define DEBERTA_TEXT_ENCODING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "text/unicode/byte_span.h"

namespace deberta {

// The own text of a token that has the unknown token's id, in the vocabulary's notation. It is what
// tokenize() returns, where convert_ids_to_tokens() has only the id.
struct UnknownToken {
  size_t index;  // of the token
  std::string text;
};

// Vectors are [tokens], special tokens included.
struct Encoding {
  std::vector<int32_t> ids;
  std::vector<int32_t> type_ids;  // token_type_ids: 0 for the first segment, 1 for the second
  std::vector<ByteSpan> offsets;  // in the text that the token is from; {0, 0} for a special token
  std::vector<uint8_t> special_tokens_mask;  // 1: added by the template
  std::vector<int8_t> sequence_ids;          // 0: of the text, 1: of the pair, -1: special
  std::vector<int32_t> word_ids;             // index of the word in its text; -1: special
  std::vector<UnknownToken> unknown;         // ascending; not [tokens]
  bool truncated = false;                    // text was dropped
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_ENCODING_H_
