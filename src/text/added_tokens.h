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
  bool single_word = false;  // only where no word character is next to it
  bool lstrip = false;       // includes the white space before it
  bool rstrip = false;       // includes the white space after it
  bool normalized = false;   // searched in the normalised text, after the others
};

class AddedTokens {
 public:
  // A later token replaces an earlier one with the same content. Empty contents are ignored. Throws
  // kTokenizerUnsupported for a content of more than kLongestContent bytes: a search at each
  // character of a text walks along it.
  static constexpr size_t kLongestContent = 1024;
  void add(AddedToken token);

  // In the order in which their contents were first added.
  const std::vector<AddedToken>& all() const { return tokens_; }

  // The token with that content; nullptr: there is none. Valid until the next add().
  const AddedToken* find(std::string_view content) const;

  // Splits a text, in order and without gaps: on_piece(span, token) gets the added token, or null
  // for the text between. At each position the longest token is taken. Time is linear in the text
  // times the longest content, for any number of tokens.
  using OnPiece = std::function<void(ByteSpan, const AddedToken*)>;
  void split(std::string_view text, const OnPiece& on_piece) const;
  // The same for the tokens of one kind, in a part of the text, whose borders count as those of a
  // text.
  void split(std::string_view text, ByteSpan range, bool normalized, const OnPiece& on_piece) const;

  // For a tokenizer that normalises texts: normalises the contents of tokens that are `normalized`.
  // Call it after the last add().
  using Normalize = std::function<std::string(std::string_view)>;
  void normalize_contents(const Normalize& normalize);
  // All tokens are searched before a text is normalised.
  void look_in_original();
  // Special tokens are searched before a text is normalised, the others after it; contents of
  // tokens that are not `normalized` stay as they are.
  void look_for_special_in_original(const Normalize& normalize);

  // Whether some tokens are searched in the normalised text.
  bool has_normalized() const { return has_kind_[true]; }

 private:
  // A node of a trie over the contents' bytes. Index 0 is the root; as the index of a child or
  // sibling it means none.
  struct Node {
    uint8_t byte = 0;
    uint32_t first_child = 0;
    uint32_t next_sibling = 0;
    int32_t token = -1;  // index of the token that ends here
  };

  // Content → index of the token.
  struct Trie {
    std::vector<Node> nodes = {Node()};
    std::array<bool, 256> begins{};  // some key begins with this byte

    uint32_t child(uint32_t node, char byte) const;
    // The index of a key; −1: there is none.
    int32_t find(std::string_view key) const;
    // The index of a non-empty key; −1 where it is new.
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
  Trie normalized_contents_;  // of the normalized tokens, if normalizes_
  bool normalizes_ = false;
  bool has_kind_[2] = {};  // whether there are tokens that are [not normalized, normalized]
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_ADDED_TOKENS_H_
