#include "text/byte_level.h"

#include "text/unicode.h"
#include "text/utf8.h"

namespace deberta {
namespace {

bool is_written_as_itself(uint32_t byte) {
  return (byte >= '!' && byte <= '~') || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

// The code point of every byte.
constexpr uint32_t kShifted = 0x100;  // where the bytes that are not printable go, in order

std::array<uint32_t, 256> code_points() {
  std::array<uint32_t, 256> table;
  uint32_t shifted = kShifted;
  for (uint32_t byte = 0; byte < 256; ++byte) {
    table[byte] = is_written_as_itself(byte) ? byte : shifted++;
  }
  return table;
}

// The length of a contraction at `at`, or 0.
size_t contraction_length(std::string_view text, size_t at) {
  for (std::string_view known : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"}) {
    if (text.substr(at).starts_with(known)) return known.size();
  }
  return 0;
}

struct Character {
  CharClass kind;
  size_t end;
};

Character character_at(std::string_view text, size_t at) {
  const CodePoint point = decode_utf8(text, at);
  return {class_of(point.value), at + point.length};
}

}  // namespace

const std::array<std::string, 256>& byte_alphabet() {
  static const std::array<std::string, 256> alphabet = [] {
    std::array<std::string, 256> table;
    const std::array<uint32_t, 256> points = code_points();
    for (size_t byte = 0; byte < table.size(); ++byte) append_utf8(points[byte], table[byte]);
    return table;
  }();
  return alphabet;
}

std::optional<std::string> bytes_of_token(std::string_view token) {
  static const std::array<int16_t, kShifted + 68> byte_of = [] {
    std::array<int16_t, kShifted + 68> table;
    table.fill(-1);
    const std::array<uint32_t, 256> points = code_points();
    for (size_t byte = 0; byte < 256; ++byte) table[points[byte]] = static_cast<int16_t>(byte);
    return table;
  }();
  std::string bytes;
  for (size_t at = 0; at < token.size();) {
    const CodePoint point = decode_utf8(token, at);
    if (point.value >= byte_of.size() || byte_of[point.value] < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(byte_of[point.value]));
    at += point.length;
  }
  return bytes;
}

size_t word_end(std::string_view text, size_t begin) {
  if (text[begin] == '\'') {
    if (const size_t length = contraction_length(text, begin)) return begin + length;
  }
  // " ?" and a run of one class.
  const size_t after_space = begin + (text[begin] == ' ');
  if (after_space < text.size()) {
    const Character first = character_at(text, after_space);
    if (first.kind != CharClass::kSpace) {
      size_t end = first.end;
      while (end < text.size()) {
        const Character next = character_at(text, end);
        if (next.kind != first.kind) break;
        end = next.end;
      }
      return end;
    }
  }
  // \s+(?!\S)|\s+: a run of white space leaves its last character to the word that follows, unless
  // that is all there is.
  size_t last = begin;
  size_t end = begin;
  while (end < text.size()) {
    const Character next = character_at(text, end);
    if (next.kind != CharClass::kSpace) return last > begin ? last : end;
    last = end;
    end = next.end;
  }
  return end;
}

}  // namespace deberta
