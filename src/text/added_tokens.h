// Tokens that are found in a text before it is split into words: "[MASK]" and the like.
#ifndef DEBERTA_TEXT_ADDED_TOKENS_H_
#define DEBERTA_TEXT_ADDED_TOKENS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/encoding.h"

namespace deberta {

// As in tokenizer.json's "added_tokens".
struct AddedToken {
  std::string content;
  int32_t id = 0;
  bool special = false;
  bool single_word = false;  // only where no word character touches it
  bool lstrip = false;       // takes the white space before it
  bool rstrip = false;       // takes the white space after it
  bool normalized = false;   // is looked for after those that are not
};

class AddedTokens {
 public:
  // A later token replaces an earlier one of the same content. Empty contents are left out.
  void add(AddedToken token);

  const std::vector<AddedToken>& all() const { return tokens_; }

  // Cuts a text up, in order and without gaps: on_piece(span, token) with the added token, or null
  // for the text between. At each place the longest token counts.
  using OnPiece = std::function<void(ByteSpan, const AddedToken*)>;
  void split(std::string_view text, const OnPiece& on_piece) const;

 private:
  void split(std::string_view text, ByteSpan range, bool normalized, const OnPiece& on_piece) const;
  const AddedToken* match(std::string_view rest, bool normalized) const;

  std::vector<AddedToken> tokens_;  // the longest first
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_ADDED_TOKENS_H_
