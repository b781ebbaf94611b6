// GPT-2's byte-level alphabet and pre-split.
#ifndef DEBERTA_TEXT_MODELS_BYTE_LEVEL_H_
#define DEBERTA_TEXT_MODELS_BYTE_LEVEL_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deberta {

// The character for a byte in vocabulary files: printable Latin-1 stays, the 68 others become
// U+0100 …. A space is "Ġ". (bytes_to_unicode in GPT-2's encoder.py.)
const std::array<std::string, 256>& byte_alphabet();

// The bytes that a token of the alphabet stands for; nullopt where it has another character.
std::optional<std::string> bytes_of_token(std::string_view token);

// Splits a text into words, in order and without gaps:
//   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
// Each call returns the end of the word that begins at `begin` < text.size().
size_t word_end(std::string_view text, size_t begin);

// The same for ' ' + text: the number of bytes of the text in the first word, without that space. 0
// where the space is a word by itself. The text must not be empty.
size_t prefixed_word_end(std::string_view text);

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_BYTE_LEVEL_H_
