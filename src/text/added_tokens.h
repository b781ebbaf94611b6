// Tokens that are found in a text before it is split into words: "[MASK]" and the like.
#ifndef DEBERTA_TEXT_ADDED_TOKENS_H_
#define DEBERTA_TEXT_ADDED_TOKENS_H_

#include <array>
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

  // In the order in which their contents were first added.
  const std::vector<AddedToken>& all() const { return tokens_; }

  // Cuts a text up, in order and without gaps: on_piece(span, token) with the added token, or null
  // for the text between. At each place the longest token counts. Time is linear in the text times
  // the longest content, whatever the number of tokens.
  using OnPiece = std::function<void(ByteSpan, const AddedToken*)>;
  void split(std::string_view text, const OnPiece& on_piece) const;
  // The same for the tokens of one kind, in a part of the text; its borders are as those of a text.
  void split(std::string_view text, ByteSpan range, bool normalized, const OnPiece& on_piece) const;

  // For a tokenizer that normalises texts: what is looked for of a token that is `normalized`.
  // After the last add().
  using Normalize = std::function<std::string(std::string_view)>;
  void normalize_contents(const Normalize& normalize);
  // All are looked for before a text is normalised.
  void look_in_original();

 private:
  // Of a trie over the contents' bytes; 0 is the root, and as an index of a relative: none.
  struct Node {
    uint8_t byte = 0;
    uint32_t first_child = 0;
    uint32_t next_sibling = 0;
    int32_t token = -1;  // index of the token that ends here
  };

  // What is looked for → index of the token.
  struct Trie {
    std::vector<Node> nodes = {Node()};
    std::array<bool, 256> begins{};  // something begins with this byte

    uint32_t child(uint32_t node, char byte) const;
    // The index for a key that is not empty; −1 where it is new.
    int32_t& at(std::string_view key);
  };
  struct Match {
    const AddedToken* token = nullptr;
    size_t bytes = 0;
  };
  Match match(std::string_view rest, bool normalized) const;
  const Trie& trie(bool normalized) const {
    return normalized && normalizes_ ? normalized_contents_ : contents_;
  }

  std::vector<AddedToken> tokens_;
  Trie contents_;
  Trie normalized_contents_;  // of those that are normalized, where normalizes_
  bool normalizes_ = false;
  bool has_kind_[2] = {};  // there are tokens that are [not normalized, normalized]
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_ADDED_TOKENS_H_
