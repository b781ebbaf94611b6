#include "text/added_tokens.h"

#include <algorithm>

#include "text/unicode.h"
#include "text/utf8.h"

namespace deberta {
namespace {

// \w, near enough: letters, numbers, and what joins words.
bool is_word_character(std::string_view text, size_t at) {
  const uint32_t point = decode_utf8(text, at).value;
  const CharClass kind = class_of(point);
  return kind == CharClass::kLetter || kind == CharClass::kNumber || point == '_';
}

bool is_space(std::string_view text, size_t at) {
  return class_of(decode_utf8(text, at).value) == CharClass::kSpace;
}

bool stands_alone(std::string_view text, ByteSpan span) {
  return (span.begin == 0 || !is_word_character(text, character_before(text, span.begin))) &&
         (span.end == text.size() || !is_word_character(text, span.end));
}

}  // namespace

void AddedTokens::add(AddedToken token) {
  if (token.content.empty()) return;
  std::erase_if(tokens_, [&](const AddedToken& other) { return other.content == token.content; });
  const auto place = std::ranges::find_if(tokens_, [&](const AddedToken& other) {
    return other.content.size() < token.content.size();
  });
  tokens_.insert(place, std::move(token));
}

const AddedToken* AddedTokens::match(std::string_view rest, bool normalized) const {
  for (const AddedToken& token : tokens_) {
    if (token.normalized == normalized && rest.starts_with(token.content)) return &token;
  }
  return nullptr;
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
  bool firsts[256] = {};
  for (const AddedToken& token : tokens_) {
    if (token.normalized == normalized) firsts[static_cast<uint8_t>(token.content[0])] = true;
  }
  size_t done = 0;
  for (size_t at = 0; at < text.size();) {
    const AddedToken* token =
        firsts[static_cast<uint8_t>(text[at])] ? match(text.substr(at), normalized) : nullptr;
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
