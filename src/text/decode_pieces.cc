#include "text/decode_pieces.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr std::string_view kMarker = "▁";

void append_with_spaces(std::string_view token, std::string_view space, std::string& text) {
  for (size_t done = 0; done < token.size();) {
    const size_t at = std::min(token.find(kMarker, done), token.size());
    text.append(token, done, at - done);
    if (at < token.size()) text += space;
    done = at + kMarker.size();
  }
}

// U+FFFD for each byte that is not part of a valid character.
void append_bytes(std::string_view bytes, std::string& text) {
  for (size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode_utf8(bytes, at);
    append_utf8(point.value, text);
    at += point.length;
  }
}

// Decodes the pieces between two special tokens, as sentencepiece's Decode.
class PieceRow {
 public:
  explicit PieceRow(const TokenizerParts& parts) : parts_(parts) {}

  void push(int32_t id) {
    const auto& kinds = parts_.unigram->model.kinds();
    std::string_view piece = parts_.vocab.token(id);
    if (static_cast<size_t>(id) < kinds.size() &&
        kinds[static_cast<size_t>(id)] == Unigram::Kind::kByte) {
      bytes_ += byte_of(piece);
      return;
    }
    append_bytes(bytes_, text_);
    bytes_.clear();
    if (text_.empty() && piece.starts_with(kMarker)) piece.remove_prefix(kMarker.size());
    append_with_spaces(piece, " ", text_);
  }

  std::string take() {
    append_bytes(bytes_, text_);
    bytes_.clear();
    return std::exchange(text_, {});
  }

 private:
  static char byte_of(std::string_view piece) {  // "<0xA0>"
    return static_cast<char>(std::stoi(std::string(piece.substr(3, 2)), nullptr, 16));
  }

  const TokenizerParts& parts_;
  std::string text_;
  std::string bytes_;
};

std::string_view stripped(std::string_view text) {
  const auto is_space = [&](size_t at) {
    const uint32_t point = decode_utf8(text, at).value;
    // str.strip() also removes the separators U+001C … U+001F.
    return class_of(point) == CharClass::kSpace || (point >= 0x1c && point <= 0x1f);
  };
  while (!text.empty() && is_space(0)) text.remove_prefix(decode_utf8(text, 0).length);
  while (!text.empty()) {
    const size_t last = character_before(text, text.size());
    if (!is_space(last)) break;
    text = text.substr(0, last);
  }
  return text;
}

}  // namespace

std::string metaspace_text_of(std::span<const std::string_view> tokens, bool prefix_space) {
  std::string text;
  for (size_t i = 0; i < tokens.size(); ++i) {
    append_with_spaces(tokens[i], i == 0 && prefix_space ? "" : " ", text);
  }
  return text;
}

std::string slow_text_of(const TokenizerParts& parts, std::span<const int32_t> ids) {
  std::vector<bool> special(static_cast<size_t>(parts.vocab.size()));
  for (const AddedToken& token : parts.added_tokens.all()) {
    special[static_cast<size_t>(token.id)] = token.special;
  }
  std::string text;
  PieceRow row(parts);
  bool after_special = false;
  for (int32_t id : ids) {
    const bool is_special = special[static_cast<size_t>(id)];
    if (is_special) {
      if (!after_special) text += ' ';
      (text += row.take()) += parts.vocab.token(id);
    } else {
      row.push(id);
    }
    after_special = is_special;
  }
  text += row.take();
  return std::string(stripped(text));
}

}  // namespace deberta
