// Pieces of a unigram model → text.
#ifndef DEBERTA_TEXT_DECODE_PIECES_H_
#define DEBERTA_TEXT_DECODE_PIECES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "text/tokenizer_parts.h"

namespace deberta {

// As the Rust library's Metaspace decoder: "▁" becomes a space. In the first token it is removed if
// the tokenizer adds a prefix space.
std::string metaspace_text_of(std::span<const std::string_view> tokens, bool prefix_space);

// As DebertaV2Tokenizer (SPMTokenizer.decode): special tokens stand for themselves, with a space
// before the first of a run; byte pieces are joined, with U+FFFD for invalid UTF-8; white space at
// both ends is removed. The ids must be tokens of the vocabulary.
std::string slow_text_of(const TokenizerParts& parts, std::span<const int32_t> ids);

}  // namespace deberta

#endif  // DEBERTA_TEXT_DECODE_PIECES_H_
