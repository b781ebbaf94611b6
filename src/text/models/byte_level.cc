#include "text/models/byte_level.h"

#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

bool is_written_as_itself(uint32_t byte) {
  return (byte >= '!' && byte <= '~') || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

// The code point of every byte.
constexpr uint32_t kShifted = 0x100;  // the first code point for bytes that are not printable

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

// The end of the run of one class that holds the character at `at`. White space has different
// rules: see space_end.
size_t run_end(std::string_view text, size_t at, CharClass kind) {
  CharRun run{0, 0, kind};
  while (at < text.size()) {
    const auto byte = static_cast<uint8_t>(text[at]);
    if (byte < kAsciiClasses.size()) {
      if (kAsciiClasses[byte] != kind) break;
      ++at;
      continue;
    }
    const CodePoint point = decode_utf8(text, at);
    // Neighbouring characters are mostly of one script, so the run that was found last is tried
    // first.
    if (point.value < run.begin || point.value >= run.end) run = run_of(point.value);
    if (run.kind != kind) break;
    at += point.length;
  }
  return at;
}

CharClass class_at(std::string_view text, size_t at) {
  return class_of(decode_utf8(text, at).value);
}

// \s+(?!\S)|\s+: a run of white space leaves its last character to the next word, unless it has
// only one or ends the text.
size_t space_end(std::string_view text, size_t begin) {
  size_t last = begin;
  size_t end = begin;
  while (end < text.size()) {
    const CodePoint next = decode_utf8(text, end);
    if (class_of(next.value) != CharClass::kSpace) return last > begin ? last : end;
    last = end;
    end += next.length;
  }
  return end;
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
    const CharClass kind = class_at(text, after_space);
    if (kind != CharClass::kSpace) return run_end(text, after_space, kind);
  }
  return space_end(text, begin);
}

size_t prefixed_word_end(std::string_view text) {
  const CharClass kind = class_at(text, 0);
  if (kind != CharClass::kSpace) return run_end(text, 0, kind);
  size_t last = 0;
  for (size_t end = 0; end < text.size();) {
    const CodePoint next = decode_utf8(text, end);
    if (class_of(next.value) != CharClass::kSpace) return last;
    last = end;
    end += next.length;
  }
  return text.size();
}

}  // namespace deberta
