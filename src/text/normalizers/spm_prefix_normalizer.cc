// SpmNormalizer with the algorithm of sentencepiece's normalizer.cc.
#include "text/normalizers/spm_normalizer.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr std::string_view kMarker = "▁";
constexpr std::string_view kReplacementCharacter = "\xef\xbf\xbd";

}  // namespace

void SpmNormalizer::by_prefixes(std::string_view whole, ByteSpan part, NormalizedText& out) const {
  const std::string_view text = whole.substr(0, part.end);
  const auto next = [&](size_t at) {
    const std::string_view rest = text.substr(at);
    if (const auto match = charsmap_.longest(rest)) return *match;
    const size_t length = decode_utf8(rest, 0).length;
    const bool valid = length > 1 || static_cast<uint8_t>(rest[0]) < 0x80;
    return PrecompiledCharsmap::Match{valid ? rest.substr(0, length) : kReplacementCharacter,
                                      length};
  };
  size_t kept = out.text().size();  // length without white space at the end
  size_t first = part.begin;
  while (first < text.size()) {
    const auto match = next(first);
    if (match.replacement != " ") break;
    first += match.bytes;
  }
  bool after_space = true;
  for (size_t at = first; at < text.size();) {
    auto [replacement, bytes] = next(at);
    const ByteSpan origin{static_cast<uint32_t>(at), static_cast<uint32_t>(at + bytes)};
    at += bytes;
    while (after_space && replacement.starts_with(' ')) replacement.remove_prefix(1);
    if (replacement.empty()) continue;
    after_space = replacement.ends_with(' ');
    for (size_t i = 0; i < replacement.size();) {
      const std::string_view character = replacement.substr(i, decode_utf8(replacement, i).length);
      i += character.size();
      const bool begins_word = character == " " || character == kMarker;
      out.append(begins_word ? " " : character, origin);
      if (!begins_word) kept = out.text().size();
    }
  }
  while (out.text().size() > kept) out.pop(1);
}

}  // namespace deberta
