#include "tasks/gliner_words.h"

#include <algorithm>
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

bool is_visible(uint32_t c) { return !is_space(c); }

// [a-z], ignoring case.
bool is_latin(uint32_t c) {
  const uint32_t lower = c | 0x20;
  return c < 0x80 ? lower >= 'a' && lower <= 'z'
                  : c == 0x130 || c == 0x131 || c == 0x17f || c == 0x212a;
}

bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

// [a-z0-9_], [a-z0-9.-], [a-z0-9._%+-]
bool is_in_name(uint32_t c) { return is_latin(c) || is_digit(c) || c == '_'; }
bool is_in_domain(uint32_t c) { return is_latin(c) || is_digit(c) || c == '.' || c == '-'; }
bool is_in_address(uint32_t c) { return is_in_domain(c) || c == '_' || c == '%' || c == '+'; }

using IsIn = bool (*)(uint32_t);

// The end of the characters of a class from `at` on.
size_t skip(std::string_view text, size_t at, IsIn is_in) {
  while (at < text.size()) {
    const CodePoint c = decode_utf8(text, at);
    if (!is_in(c.value)) break;
    at += c.length;
  }
  return at;
}

// The end of \w+(?:[-_]\w+)* at `at`, or `at`. ("_" is in \w, so only "-" joins.)
size_t skip_word(std::string_view text, size_t at) {
  size_t end = skip(text, at, is_word);
  while (end > at && end < text.size() && text[end] == '-') {
    const size_t next = skip(text, end + 1, is_word);
    if (next == end + 1) break;  // a hyphen in front of something else
    end = next;
  }
  return end;
}

bool begins(std::string_view text, size_t at, std::string_view lower_case) {
  if (text.size() - at < lower_case.size()) return false;
  return std::ranges::equal(lower_case, text.substr(at, lower_case.size()), {}, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
}

// The end of https?://\S+ or www\.\S+ at `at`, or `at`.
size_t skip_address_of_page(std::string_view text, size_t at) {
  for (const std::string_view scheme : {"https://", "http://", "http\u017f://", "www."}) {
    if (!begins(text, at, scheme)) continue;
    const size_t begin = at + scheme.size();
    const size_t end = skip(text, begin, is_visible);
    if (end > begin) return end;
  }
  return at;
}

// The end of [a-z0-9.-]+\.[a-z]{2,} at `at`, or `at`.
size_t skip_domain(std::string_view text, size_t at) {
  const size_t run = skip(text, at, is_in_domain);
  for (size_t dot = run; dot-- > at + 1;) {
    if (text[dot] != '.') continue;
    const size_t end = skip(text, dot + 1, is_latin);
    const size_t first = end > dot + 1 ? decode_utf8(text, dot + 1).length : 0;
    if (end > dot + 1 + first) return end;
  }
  return at;
}

// E-mail addresses in a text that is read from left to right. All that begin among the same
// characters end at the same place, which is looked for once.
class EMails {
 public:
  explicit EMails(std::string_view text) : text_(text) {}

  // The end of the address at `at`, or `at`.
  size_t skip_at(size_t at) {
    if (at >= run_) {
      run_ = skip(text_, at, is_in_address);
      end_ = 0;
      if (run_ > at && run_ < text_.size() && text_[run_] == '@') {
        const size_t end = skip_domain(text_, run_ + 1);
        if (end > run_ + 1) end_ = end;
      }
    }
    return at < run_ ? std::max(at, end_) : at;
  }

 private:
  std::string_view text_;
  size_t run_ = 0;  // the end of the characters in front of an "@"
  size_t end_ = 0;  // of the address that has them; 0: it is none
};

// next(at): the end of the word at `at`, which is no space; or `at`, for a word of one character.
template <class F>
std::vector<ByteSpan> words_by(std::string_view text, F&& next) {
  std::vector<ByteSpan> words;
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    size_t end = at + c.length;
    if (!is_space(c.value)) {
      end = std::max(end, next(at));
      words.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
    }
    at = end;
  }
  return words;
}

}  // namespace

std::vector<ByteSpan> gliner_words(std::string_view text) {
  return words_by(text, [&](size_t at) { return skip_word(text, at); });
}

std::vector<ByteSpan> gliner2_words(std::string_view text) {
  EMails emails(text);
  return words_by(text, [&](size_t at) {
    size_t end = skip_address_of_page(text, at);
    if (end == at) end = emails.skip_at(at);
    if (end == at && text[at] == '@') {
      end = skip(text, at + 1, is_in_name);
      if (end == at + 1) end = at;
    }
    return end == at ? skip_word(text, at) : end;
  });
}

}  // namespace deberta
