// Tokens → text: the byte-level decoder and transformers' clean-up.
#ifndef DEBERTA_TEXT_DECODE_H_
#define DEBERTA_TEXT_DECODE_H_

#include <string>
#include <string_view>

namespace deberta {

// How to decode bytes that are not UTF-8, such as parts of characters whose other tokens are
// elsewhere. As Python's bytes.decode(errors=…).
enum class DecodeErrors {
  kReplace,  // U+FFFD for each maximal subpart of a character, or else for each byte
  kIgnore,   // left out
  kStrict,   // an Error
};

struct DecodeOptions {
  bool skip_special_tokens = false;
  bool clean_up_tokenization_spaces = false;  // see Tokenizer::clean_up_tokenization_spaces()
  DecodeErrors errors = DecodeErrors::kReplace;
};

// Appends the bytes that a token stands for. A token with a character outside the byte-level
// alphabet, such as some added tokens, stands for itself. An added token "é", which is in the
// alphabet, becomes the byte 0xe9, as in the reference.
void append_token_bytes(std::string_view token, std::string& bytes);

// Throws kInput for kStrict, with the index of the byte.
std::string utf8_of_bytes(std::string bytes, DecodeErrors errors);

// Removes spaces that written English does not have: "do n't ." → "don't." (clean_up_tokenization
// in transformers).
std::string clean_up_spaces(std::string_view text);

}  // namespace deberta

#endif  // DEBERTA_TEXT_DECODE_H_
