#include "tasks/gliner_words.h"

#include <cstdint>

#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

bool is_word(uint32_t c) {
  const CharClass kind = class_of(c);
  return kind == CharClass::kLetter || kind == CharClass::kNumber || c == '_';
}

bool is_space(uint32_t c) { return class_of(c) == CharClass::kSpace || (c >= 0x1c && c <= 0x1f); }

// The end of the word characters from `at` on. ("_" is one, so only "-" joins.)
size_t skip_word(std::string_view text, size_t at) {
  while (at < text.size()) {
    const CodePoint c = decode_utf8(text, at);
    if (!is_word(c.value)) break;
    at += c.length;
  }
  return at;
}

}  // namespace

std::vector<ByteSpan> gliner_words(std::string_view text) {
  std::vector<ByteSpan> words;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const CodePoint c = decode_utf8(text, at);
    at += c.length;
    if (is_space(c.value)) continue;
    if (is_word(c.value)) {
      at = skip_word(text, at);
      while (at < text.size() && text[at] == '-') {
        const size_t end = skip_word(text, at + 1);
        if (end == at + 1) break;  // a hyphen in front of something else
        at = end;
      }
    }
    words.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at)});
  }
  return words;
}

}  // namespace deberta
