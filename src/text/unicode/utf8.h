// UTF-8, and its indices in UTF-16.
#ifndef DEBERTA_TEXT_UNICODE_UTF8_H_
#define DEBERTA_TEXT_UNICODE_UTF8_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace deberta {

struct CodePoint {
  uint32_t value;
  uint32_t length;  // bytes, at least 1
};

// The code point at text[at]; at < text.size(). A byte that does not begin a valid sequence gives
// U+FFFD of length 1, so any bytes can be decoded.
CodePoint decode_utf8(std::string_view text, size_t at);

bool is_utf8(std::string_view text);

// The beginning of the character that holds the byte at `at` < text.size(). A byte outside valid
// sequences is a character of its own.
size_t character_start(std::string_view text, size_t at);

// The beginning of the character before `at`; 0 < at ≤ text.size().
size_t character_before(std::string_view text, size_t at);

// Appends a code point below 0x110000.
void append_utf8(uint32_t code_point, std::string& out);

// Byte offsets of a text → UTF-16 indices, as JavaScript's strings use them.
class Utf16Map {
 public:
  explicit Utf16Map(std::string_view text);

  // byte ≤ text.size(), at the beginning of a character.
  uint32_t utf16(uint32_t byte) const;

 private:
  static constexpr uint32_t kStep = 64;
  std::string_view text_;
  std::vector<uint32_t>
      at_step_;  // index of the byte i·kStep; empty for ASCII, where all are equal
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_UTF8_H_
