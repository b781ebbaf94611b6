// Tokens of WordPiece → text.
#ifndef DEBERTA_TEXT_DECODE_WORDPIECE_H_
#define DEBERTA_TEXT_DECODE_WORDPIECE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "text/tokenizer_parts.h"

namespace deberta {

// As the Rust library's WordPiece decoder, or as BertTokenizer.convert_tokens_to_string: tokens
// without "##" have a space before them, except the first.
std::string wordpiece_text_of(const TokenizerParts& parts,
                              std::span<const std::string_view> tokens);

// As BertTokenizer.decode: ordinary added tokens stand for themselves, between spaces. The ids must
// be tokens of the vocabulary.
std::string slow_wordpiece_text_of(const TokenizerParts& parts, std::span<const int32_t> ids);

}  // namespace deberta

#endif  // DEBERTA_TEXT_DECODE_WORDPIECE_H_
