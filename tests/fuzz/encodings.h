// What holds for every encoding of a text.
#ifndef DEBERTA_TESTS_FUZZ_ENCODINGS_H_
#define DEBERTA_TESTS_FUZZ_ENCODINGS_H_

#include <array>
#include <string_view>
#include <vector>

#include "fuzz/input.h"
#include "text/tokenizer.h"

namespace deberta::fuzz {

// The texts of an encoding: one, or a pair.
struct Texts {
  Texts(std::string_view text, std::string_view pair, bool has_pair);

  std::string_view text, pair;
  bool has_pair;
  std::array<bool, 2> are_utf8;  // looked at once: every token asks
};

// Whether the offset is not inside of a character.
bool is_border(std::string_view text, uint32_t at);

// Sizes, ids of the vocabulary, offsets within the text; in a UTF-8 text on borders of characters.
// in_order: the template mentions each text once, so its tokens have ascending offsets and words.
void check_encoding(const Encoding& encoding, const Texts& texts, const Tokenizer& tokenizer,
                    bool in_order);

// Options of an encoding from an input: 6 bytes.
EncodeOptions read_options(Input& input);

// Encodes the texts by every method, and decodes them again. Errors of the options are answers.
void use_tokenizer(const Tokenizer& tokenizer, const EncodeOptions& options, const Texts& texts,
                   bool in_order);

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_ENCODINGS_H_
