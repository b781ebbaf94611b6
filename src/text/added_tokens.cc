#include "text/added_tokens.h"

#include <utility>

#include "text/unicode.h"
#include "text/utf8.h"

namespace deberta {
namespace {

bool is_word_character_at(std::string_view text, size_t at) {
  return is_word_character(decode_utf8(text, at).value);
}

bool is_space(std::string_view text, size_t at) {
  return class_of(decode_utf8(text, at).value) == CharClass::kSpace;
}

bool stands_alone(std::string_view text, ByteSpan span) {
  return (span.begin == 0 || !is_word_character_at(text, character_before(text, span.begin))) &&
         (span.end == text.size() || !is_word_character_at(text, span.end));
}

}  // namespace

void AddedTokens::add(AddedToken token) {
  if (token.content.empty()) return;
  uint32_t node = 0;
  for (char byte : token.content) {
    uint32_t next = child(node, byte);
    if (next == 0) {
      next = static_cast<uint32_t>(trie_.size());
      trie_.push_back({static_cast<uint8_t>(byte), 0, trie_[node].first_child, -1});
      trie_[node].first_child = next;
    }
    node = next;
  }
  begins_[static_cast<uint8_t>(token.content[0])] = true;
  has_kind_[token.normalized] = true;
  if (trie_[node].token < 0) {
    trie_[node].token = static_cast<int32_t>(tokens_.size());
    tokens_.push_back(std::move(token));
  } else {
    tokens_[static_cast<size_t>(trie_[node].token)] = std::move(token);
  }
}

uint32_t AddedTokens::child(uint32_t node, char byte) const {
  uint32_t at = trie_[node].first_child;
  while (at != 0 && trie_[at].byte != static_cast<uint8_t>(byte)) at = trie_[at].next_sibling;
  return at;
}

// The longest token that `rest` begins with.
const AddedToken* AddedTokens::match(std::string_view rest, bool normalized) const {
  const AddedToken* longest = nullptr;
  uint32_t node = 0;
  for (char byte : rest) {
    node = child(node, byte);
    if (node == 0) break;
    if (trie_[node].token < 0) continue;
    const AddedToken& token = tokens_[static_cast<size_t>(trie_[node].token)];
    if (token.normalized == normalized) longest = &token;
  }
  return longest;
}

void AddedTokens::split(std::string_view text, const OnPiece& on_piece) const {
  // Two passes, as in the reference: a token that is not normalised wins over one that is.
  const ByteSpan whole{0, static_cast<uint32_t>(text.size())};
  split(text, whole, /*normalized=*/false, [&](ByteSpan span, const AddedToken* token) {
    token != nullptr ? on_piece(span, token) : split(text, span, /*normalized=*/true, on_piece);
  });
}

void AddedTokens::split(std::string_view whole, ByteSpan range, bool normalized,
                        const OnPiece& on_piece) const {
  const std::string_view text = whole.substr(range.begin, range.end - range.begin);
  const auto piece = [&](size_t begin, size_t end, const AddedToken* token) {
    on_piece({range.begin + static_cast<uint32_t>(begin), range.begin + static_cast<uint32_t>(end)},
             token);
  };
  if (!has_kind_[normalized] && !text.empty()) return piece(0, text.size(), nullptr);
  size_t done = 0;
  for (size_t at = 0; at < text.size();) {
    const AddedToken* token =
        begins_[static_cast<uint8_t>(text[at])] ? match(text.substr(at), normalized) : nullptr;
    if (token == nullptr) {
      ++at;
      continue;
    }
    size_t begin = at, end = at + token->content.size();
    at = end;
    if (token->single_word &&
        !stands_alone(text, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)})) {
      continue;
    }
    if (token->lstrip) {
      while (begin > done && is_space(text, character_before(text, begin)))
        begin = character_before(text, begin);
    }
    if (token->rstrip) {
      while (end < text.size() && is_space(text, end)) end += decode_utf8(text, end).length;
    }
    if (done < begin) piece(done, begin, nullptr);
    piece(begin, end, token);
    done = at = end;
  }
  if (done < text.size()) piece(done, text.size(), nullptr);
}

}  // namespace deberta
