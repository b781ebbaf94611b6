#include "text/unicode/words.h"

#include <algorithm>
#include <iterator>

#include "text/unicode/grapheme.h"
#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"
#include "text/unicode/white_space.h"

namespace deberta {
namespace {

// How a character joins its neighbours to words.
enum class Joining : uint8_t {
  kSpaced,    // with all others of its kind: words are separated by spaces
  kKatakana,  // with other katakana
  kAlone,     // with none
};

struct JoiningRange {
  uint32_t first;
  uint32_t last;
  Joining joining;
};

// Letters of scripts without spaces, in order.
constexpr JoiningRange kUnspaced[] = {
    {0x0e00, 0x0eff, Joining::kAlone},                                        // Thai, Lao
    {0x1000, 0x109f, Joining::kAlone},                                        // Burmese
    {0x1780, 0x17ff, Joining::kAlone},                                        // Khmer
    {0x2e80, 0x2fdf, Joining::kAlone},                                        // radicals
    {0x3005, 0x3006, Joining::kAlone},                                        // 々〆
    {0x3041, 0x309f, Joining::kAlone},                                        // hiragana
    {0x30a0, 0x30ff, Joining::kKatakana}, {0x3105, 0x312f, Joining::kAlone},  // bopomofo
    {0x31a0, 0x31bf, Joining::kAlone},    {0x31f0, 0x31ff, Joining::kKatakana},
    {0x3400, 0x4dbf, Joining::kAlone},  // ideographs
    {0x4e00, 0x9fff, Joining::kAlone},    {0xf900, 0xfaff, Joining::kAlone},
    {0xff66, 0xff9f, Joining::kKatakana},  // half-width
    {0x1b000, 0x1b16f, Joining::kAlone},   // old kana
    {0x20000, 0x3ffff, Joining::kAlone},   // ideographs
};

Joining joining_of(uint32_t code_point) {
  if (code_point < kUnspaced[0].first || class_of(code_point) != CharClass::kLetter)
    return Joining::kSpaced;
  const auto* range = std::ranges::lower_bound(kUnspaced, code_point, {}, &JoiningRange::last);
  return range != std::end(kUnspaced) && range->first <= code_point ? range->joining
                                                                    : Joining::kSpaced;
}

bool is_currency_sign(uint32_t c) {
  return (c >= 0xa2 && c <= 0xa5) || (c >= 0x20a0 && c <= 0x20cf);
}

// Whether the character stays outside of a word that it stands beside.
bool is_edge(uint32_t code_point) {
  constexpr std::string_view kOfWords = "#$%&+/@";  // C#, $5, 5%, C++, @ada
  if (code_point < 0x80 && kOfWords.find(static_cast<char>(code_point)) != kOfWords.npos) {
    return false;
  }
  return is_blank(code_point) ||
         (!is_word_character(code_point) && class_of(code_point) == CharClass::kOther &&
          !is_currency_sign(code_point));
}

bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(uint32_t c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Whether the character stands between words wherever it is.
bool always_separates(uint32_t c) {
  constexpr std::string_view kAscii = "\"()[]{}<>;|=";
  if (c < 0x80) return kAscii.find(static_cast<char>(c)) != kAscii.npos;
  constexpr uint32_t kOthers[] = {0xab,   0xbb,   0x60c,  0x61b,  0x2014, 0x2015, 0x201c,
                                  0x201d, 0x201e, 0x2022, 0x2026, 0x2039, 0x203a, 0x3001,
                                  0x3002, 0xff08, 0xff09, 0xff0c, 0xff1a, 0xff1b};
  constexpr uint32_t kPictographs = 0x1f000, kPastPictographs = 0x20000;
  return std::ranges::binary_search(kOthers, c) || (c >= kPictographs && c < kPastPictographs);
}

// Whether a key and its = follow, as in "a=1&b=2".
bool begins_parameter(std::string_view text, size_t at) {
  const auto is_of_key = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("_-.%").find(c) != std::string_view::npos;
  };
  size_t end = at;
  while (end < text.size() && is_of_key(text[end])) ++end;
  return end > at && end < text.size() && text[end] == '=';
}

// A word in the making.
class Word {
 public:
  // The next character [begin, end) of the run, whose first code point is `c`.
  void add(uint32_t begin, uint32_t end, uint32_t c, Joining joining) {
    if (!is_edge(c) || ends_abbreviation(c)) {
      if (span_.begin == span_.end) span_.begin = begin;
      span_.end = end;
    }
    before_[1] = before_[0];
    before_[0] = span_.begin == span_.end ? 0 : c;
    joining_ = joining;
    is_empty_ = false;
  }

  bool joins(Joining next) const {
    return is_empty_ || (next == joining_ && next != Joining::kAlone);
  }

  // Appends the word, if there is one, and begins the next.
  void finish(std::vector<ByteSpan>& words) {
    if (span_.begin < span_.end) words.push_back(span_);
    *this = {};
  }

 private:
  // The last full stop of "U.N." and "Ph.D.", not that of "Paris."
  bool ends_abbreviation(uint32_t c) const {
    return c == '.' && before_[1] == '.' && class_of(before_[0]) == CharClass::kLetter;
  }

  ByteSpan span_;
  uint32_t before_[2] = {};  // the word's last characters, the last one first
  Joining joining_ = Joining::kSpaced;
  bool is_empty_ = true;
};

bool is_digit_at(std::string_view text, size_t at) {
  return at < text.size() && is_digit(static_cast<unsigned char>(text[at]));
}

// Whether three digits follow, and no fourth, as in "1,000".
bool begins_thousands(std::string_view text, size_t at) {
  return is_digit_at(text, at) && is_digit_at(text, at + 1) && is_digit_at(text, at + 2) &&
         !is_digit_at(text, at + 3);
}

// Whether text[begin …) is an IPv6 address or one of hardware at least up to the colon at `colon`:
// groups of at most four hexadecimal digits between two or more colons, and nothing that joins
// them.
bool is_address(std::string_view text, size_t begin, size_t colon) {
  constexpr size_t kLongest = 45, kLongestGroup = 4;
  size_t colons = 0, group = 0, at = begin;
  bool has_digit = false;
  for (; at < std::min(text.size(), begin + kLongest); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c != ':' && !is_hex_digit(c)) break;
    group = c == ':' ? 0 : group + 1;
    if (group > kLongestGroup) return false;
    colons += c == ':' ? 1 : 0;
    has_digit = has_digit || is_digit(c);
  }
  const char next = at < text.size() ? text[at] : ' ';
  const bool is_joined = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
  return at > colon && !is_joined && (has_digit ? colons >= 2 : colons >= 5);
}

// Whether the character `c` of text[at, end), after the character `before`, stands between words. A
// character that is not there is 0. begin: of the text since the last one that does.
bool separates(uint32_t c, uint32_t before, std::string_view text, size_t begin, size_t at,
               size_t end) {
  if (always_separates(c)) return true;
  if (c >= 0x80) return false;
  const auto next = end < text.size() ? static_cast<unsigned char>(text[end]) : uint32_t{0};
  switch (c) {
    case ',':
      return !(is_digit(before) && begins_thousands(text, end));
    case ':':
      return !(is_digit(before) && is_digit(next)) && next != '/' && !is_address(text, begin, at);
    case '-':
    case '.':
      return before == c || next == c;
    case '&':
      return begins_parameter(text, end);
    default:
      return false;
  }
}

}  // namespace

std::vector<ByteSpan> words_in(std::string_view text, ByteSpan range) {
  text = text.substr(0, range.end);
  std::vector<ByteSpan> words;
  Word word;
  uint32_t before = 0;
  uint32_t begin = range.begin;  // of the text since the last separator
  for (uint32_t at = range.begin; at < text.size();) {
    const uint32_t c = decode_utf8(text, at).value;
    const auto end = static_cast<uint32_t>(grapheme_end(text, at));
    const Joining joining = joining_of(c);
    const bool is_between = ends_words(c) || separates(c, before, text, begin, at, end);
    if (is_between || !word.joins(joining)) word.finish(words);
    if (!is_between) word.add(at, end, c, joining);
    if (is_between) begin = end;
    before = c;
    at = end;
  }
  word.finish(words);
  return words;
}

const ByteSpan* word_cut_at(const std::vector<ByteSpan>& words, uint32_t position) {
  const auto word = std::ranges::upper_bound(words, position, {}, &ByteSpan::end);
  return word != words.end() && word->begin < position ? &*word : nullptr;
}

}  // namespace deberta
