// Pieces of a unigram → text.
#ifndef DEBERTA_TEXT_DECODE_PIECES_H_
#define DEBERTA_TEXT_DECODE_PIECES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "text/tokenizer_parts.h"

namespace deberta {

// As the Rust library's Metaspace decoder: "▁" is a space, but in the first token nothing, where
// words are given a space in front.
std::string metaspace_text_of(std::span<const std::string_view> tokens, bool prefix_space);

// As DebertaV2Tokenizer (SPMTokenizer.decode): special tokens stand for themselves, with a space
// before the first of a row; pieces of bytes are joined, with U+FFFD for what is not UTF-8; white
// space at both ends is left out. The ids are tokens of the vocabulary.
std::string slow_text_of(const TokenizerParts& parts, std::span<const int32_t> ids);

}  // namespace deberta

#endif  // DEBERTA_TEXT_DECODE_PIECES_H_
