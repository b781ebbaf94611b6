#include "text/decode_wordpiece.h"

#include <vector>

#include "text/decode.h"

namespace deberta {
namespace {

// The Rust library's own clean-up, which it does token by token.
std::string cleaned(std::string_view token) {
  constexpr std::string_view kNot = " do not", kContracted = " don't";
  std::string text(token);
  for (size_t at = 0; (at = text.find(kNot, at)) != std::string::npos; at += kContracted.size()) {
    text.replace(at, kNot.size(), kContracted);
  }
  return clean_up_spaces(text);
}

void append_joined(const std::string& prefix, std::string_view token, std::string& text) {
  const bool continues = !prefix.empty() && token.starts_with(prefix);
  if (continues) {
    text += token.substr(prefix.size());
  } else {
    (text += ' ') += token;
  }
}

}  // namespace

std::string wordpiece_text_of(const TokenizerParts& parts,
                              std::span<const std::string_view> tokens) {
  const WordPieceParts& wordpiece = *parts.wordpiece;
  const bool slow = parts.reference == Reference::kSlow;
  std::string text;
  for (size_t i = 0; i < tokens.size(); ++i) {
    std::string part;
    if (i == 0) {
      part = tokens[i];
    } else {
      append_joined(wordpiece.decoded_prefix, tokens[i], part);
    }
    text += wordpiece.cleans_decoded && !slow ? cleaned(part) : part;
  }
  return text;
}

std::string slow_wordpiece_text_of(const TokenizerParts& parts, std::span<const int32_t> ids) {
  std::vector<bool> alone(static_cast<size_t>(parts.vocab.size()));
  for (const AddedToken& token : parts.added_tokens.all()) {
    alone[static_cast<size_t>(token.id)] = !token.special;
  }
  // Additional special tokens count as ordinary ones where the vocabulary's file lacks them.
  const int32_t in_file = parts.vocab.size() - static_cast<int32_t>(parts.ids_outside_vocab.size());
  for (int32_t id : parts.additional_special_tokens) {
    if (id >= in_file) alone[static_cast<size_t>(id)] = true;
  }
  std::string text;
  std::vector<std::string_view> row;
  const auto end_row = [&] {
    if (row.empty()) return;
    if (!text.empty()) text += ' ';
    text += wordpiece_text_of(parts, row);
    row.clear();
  };
  for (int32_t id : ids) {
    if (alone[static_cast<size_t>(id)]) end_row();
    row.push_back(parts.vocab.token(id));
    if (alone[static_cast<size_t>(id)]) end_row();
  }
  end_row();
  return text;
}

}  // namespace deberta
