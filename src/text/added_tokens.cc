#include "text/added_tokens.h"

#include <utility>

#include "base/error.h"
#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

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
  if (token.content.size() > kLongestContent) {
    throw Error(ErrorCode::kTokenizerUnsupported,
                "an added token of " + std::to_string(token.content.size()) +
                    " bytes, expected at most " + std::to_string(kLongestContent));
  }
  has_kind_[token.normalized] = true;
  int32_t& index = contents_.at(token.content);
  if (index < 0) {
    index = static_cast<int32_t>(tokens_.size());
    tokens_.push_back(std::move(token));
  } else {
    tokens_[static_cast<size_t>(index)] = std::move(token);
  }
}

const AddedToken* AddedTokens::find(std::string_view content) const {
  const int32_t index = contents_.find(content);
  return index < 0 ? nullptr : &tokens_[static_cast<size_t>(index)];
}

void AddedTokens::normalize_contents(const Normalize& normalize) {
  normalizes_ = true;
  // Of tokens that become equal, the first counts; special ones come first.
  for (bool special : {true, false}) {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!tokens_[i].normalized || tokens_[i].special != special) continue;
      const std::string content = normalize(tokens_[i].content);
      if (content.empty()) continue;
      int32_t& index = normalized_contents_.at(content);
      if (index < 0) index = static_cast<int32_t>(i);
    }
  }
}

void AddedTokens::look_in_original() {
  for (AddedToken& token : tokens_) token.normalized = false;
  has_kind_[0] = !tokens_.empty();
  has_kind_[1] = false;
}

void AddedTokens::look_for_special_in_original(const Normalize& normalize) {
  normalizes_ = true;
  has_kind_[false] = has_kind_[true] = false;
  for (size_t i = 0; i < tokens_.size(); ++i) {
    AddedToken& token = tokens_[i];
    const std::string content = token.normalized ? normalize(token.content) : token.content;
    token.normalized = !token.special;
    has_kind_[token.normalized] = true;
    if (!token.normalized || content.empty()) continue;
    int32_t& index = normalized_contents_.at(content);
    if (index < 0) index = static_cast<int32_t>(i);
  }
}

uint32_t AddedTokens::Trie::child(uint32_t node, char byte) const {
  uint32_t at = nodes[node].first_child;
  while (at != 0 && nodes[at].byte != static_cast<uint8_t>(byte)) at = nodes[at].next_sibling;
  return at;
}

int32_t AddedTokens::Trie::find(std::string_view key) const {
  uint32_t node = 0;
  for (char byte : key) {
    node = child(node, byte);
    if (node == 0) return -1;
  }
  return nodes[node].token;
}

int32_t& AddedTokens::Trie::at(std::string_view key) {
  uint32_t node = 0;
  for (char byte : key) {
    uint32_t next = child(node, byte);
    if (next == 0) {
      next = static_cast<uint32_t>(nodes.size());
      nodes.push_back({static_cast<uint8_t>(byte), 0, nodes[node].first_child, -1});
      nodes[node].first_child = next;
    }
    node = next;
  }
  begins[static_cast<uint8_t>(key[0])] = true;
  return nodes[node].token;
}

// The longest key that `rest` begins with.
AddedTokens::Match AddedTokens::match(std::string_view rest, bool normalized) const {
  const Trie& searched = trie(normalized);
  Match longest;
  uint32_t node = 0;
  for (size_t i = 0; i < rest.size(); ++i) {
    node = searched.child(node, rest[i]);
    if (node == 0) break;
    if (searched.nodes[node].token < 0) continue;
    const AddedToken& token = tokens_[static_cast<size_t>(searched.nodes[node].token)];
    if (token.normalized == normalized) longest = {&token, i + 1};
  }
  return longest;
}

void AddedTokens::split(std::string_view text, const OnPiece& on_piece) const {
  // Two passes, as in the reference: a token that is not normalised takes precedence over one that
  // is.
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
  const std::array<bool, 256>& begins = trie(normalized).begins;
  size_t done = 0;
  for (size_t at = 0; at < text.size();) {
    const Match found =
        begins[static_cast<uint8_t>(text[at])] ? match(text.substr(at), normalized) : Match();
    const AddedToken* token = found.token;
    if (token == nullptr) {
      ++at;
      continue;
    }
    size_t begin = at, end = at + found.bytes;
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
