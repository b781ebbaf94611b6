#include "text/normalizers/spm_normalizer.h"

#include <utility>

#include "text/unicode/grapheme.h"
#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr size_t kLongestCluster = 5;  // bytes; longer ones are replaced character by character

bool is_space_at(std::string_view text, size_t at) {
  return class_of(decode_utf8(text, at).value) == CharClass::kSpace;
}

ByteSpan stripped(std::string_view text, ByteSpan part) {
  while (part.begin < part.end && is_space_at(text, part.begin)) {
    part.begin += decode_utf8(text, part.begin).length;
  }
  while (part.begin < part.end) {
    const size_t last = character_before(text, part.end);
    if (!is_space_at(text, last)) break;
    part.end = static_cast<uint32_t>(last);
  }
  return part;
}

size_t count_characters(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); at += decode_utf8(text, at).length) ++count;
  return count;
}

// Maps characters of the result to characters of the original as the Rust library does
// (NormalizedString::transform and the Precompiled normalizer). Each character of a replacement
// stands for one original character. Surplus characters of the replacement count as inserted and
// share the original character before. Surplus original characters belong to the last character of
// the result, even of another replacement. If the result is still empty, they are lost, and all
// later characters stand for original characters too far to the front.
class Aligner {
 public:
  Aligner(std::string_view text, uint32_t begin, bool collapses, NormalizedText& out)
      : text_(text), collapses_(collapses), next_(begin), current_(begin), out_(out) {}

  // Whether unchanged characters at `at` would stand for themselves.
  bool is_at(size_t at) const { return next_ == at; }
  bool after_space() const { return last_is_space_; }

  // Appends unchanged characters at a place where is_at() is true, without two spaces in a row.
  void keep(std::string_view characters) {
    out_.append_same(characters, next_);
    const size_t last = character_before(characters, characters.size());
    current_ = next_ + static_cast<uint32_t>(last);
    next_ += static_cast<uint32_t>(characters.size());
    pushed(characters.substr(last));
    is_inserted_ = false;
  }

  void replace(std::string_view old, std::string_view by) {
    size_t left = count_characters(old);
    for (size_t at = 0; at < by.size();) {
      const std::string_view character = by.substr(at, decode_utf8(by, at).length);
      at += character.size();
      is_inserted_ = left == 0;
      if (left > 0) {
        advance();
        --left;
      }
      push(character);
    }
    if (left == 0 || last_.empty()) return;
    if (is_inserted_) {  // it counts as a replacement after all
      advance();
      --left;
      is_inserted_ = false;
      out_.pop(last_.size());
      out_.append(last_, current());
    }
    for (; left > 0; --left) advance();
  }

 private:
  ByteSpan current() const { return {current_, current_ + decode_utf8(text_, current_).length}; }

  void advance() {
    current_ = next_;
    next_ += decode_utf8(text_, next_).length;
  }

  void push(std::string_view character) {
    // The last space of a run stays.
    if (collapses_ && last_is_space_ && character == " ") out_.pop(1);
    out_.append(character, current());
    pushed(character);
  }

  void pushed(std::string_view character) {
    last_ = character;
    last_is_space_ = character == " ";
  }

  std::string_view text_;
  bool collapses_;
  uint32_t next_;     // character of the text that the next replacement begins with
  uint32_t current_;  // the one that was counted last
  bool last_is_space_ = false;
  bool is_inserted_ = false;  // the last character of the result
  std::string_view last_;     // which is this; "": there is none
  NormalizedText& out_;
};

}  // namespace

SpmNormalizer::SpmNormalizer(PrecompiledCharsmap charsmap, Rules rules)
    : charsmap_(std::move(charsmap)), rules_(rules) {
  for (int c = 1; c < 0x80; ++c) {
    const char character = static_cast<char>(c);
    is_plain_[static_cast<size_t>(c)] = c != '\r' && !charsmap_.longest({&character, 1});
  }
}

void SpmNormalizer::normalize(std::string_view text, ByteSpan part, NormalizedText& out) const {
  rules_.matching == Matching::kGraphemes ? by_graphemes(text, part, out)
                                          : by_prefixes(text, part, out);
}

size_t SpmNormalizer::plain_end(std::string_view text, size_t begin, bool after_space) const {
  size_t end = begin;
  for (; end < text.size() && is_plain_[static_cast<uint8_t>(text[end])]; ++end) {
    const bool space = text[end] == ' ';
    if (space && after_space) break;
    after_space = space;
  }
  // The next character may belong to the last one's cluster.
  const bool alone = end == text.size() || static_cast<uint8_t>(text[end]) < 0x80;
  return alone || end == begin ? end : end - 1;
}

void SpmNormalizer::by_graphemes(std::string_view whole, ByteSpan part, NormalizedText& out) const {
  if (rules_.strips) part = stripped(whole, part);
  const std::string_view text = whole.substr(0, part.end);
  Aligner aligner(text, part.begin, rules_.collapses, out);
  for (size_t at = part.begin; at < text.size();) {
    if (aligner.is_at(at)) {
      const size_t end = plain_end(text, at, aligner.after_space());
      if (end > at) aligner.keep(text.substr(at, end - at));
      at = end;
      if (at == text.size()) break;
    }
    const std::string_view cluster = text.substr(at, grapheme_end(text, at) - at);
    at += cluster.size();
    if (cluster.size() <= kLongestCluster) {
      if (const auto match = charsmap_.shortest(cluster)) {
        aligner.replace(cluster, match->replacement);
        continue;
      }
    }
    for (size_t i = 0; i < cluster.size();) {
      const std::string_view character = cluster.substr(i, decode_utf8(cluster, i).length);
      const auto match = charsmap_.shortest(character);
      aligner.replace(character, match ? match->replacement : character);
      i += character.size();
    }
  }
}

}  // namespace deberta
