#include "text/unicode/utf8.h"

#include <algorithm>
#include <string>

namespace deberta {
namespace {

constexpr CodePoint kInvalid{0xfffd, 1};

uint32_t byte_at(std::string_view text, size_t at) { return static_cast<uint8_t>(text[at]); }

bool is_continuation(uint32_t byte) { return (byte & 0xc0) == 0x80; }

// UTF-16 code units of the characters that begin in `bytes`.
uint32_t utf16_length(std::string_view bytes) {
  uint32_t units = 0;
  for (char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    units += !is_continuation(byte);
    units += byte >= 0xf0;  // beyond the basic plane: a surrogate pair
  }
  return units;
}

}  // namespace

CodePoint decode_utf8(std::string_view text, size_t at) {
  const uint32_t first = byte_at(text, at);
  if (first < 0x80) return {first, 1};
  if (first < 0xc2 || first > 0xf4) return kInvalid;
  const uint32_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.size() - at < length) return kInvalid;
  uint32_t value = first & (0x7fu >> length);
  for (uint32_t i = 1; i < length; ++i) {
    const uint32_t next = byte_at(text, at + i);
    if (!is_continuation(next)) return kInvalid;
    value = value << 6 | (next & 0x3f);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xd800 && value < 0xe000;
  if (value < kSmallest[length] || value > 0x10ffff || surrogate) return kInvalid;
  return {value, length};
}

bool is_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.length == 1 && static_cast<uint8_t>(text[at]) >= 0x80) return false;
    at += point.length;
  }
  return true;
}

size_t character_start(std::string_view text, size_t at) {
  size_t begin = at;
  for (int i = 0; i < 3 && begin > 0 && is_continuation(byte_at(text, begin)); ++i) --begin;
  return begin + decode_utf8(text, begin).length > at ? begin : at;
}

size_t character_before(std::string_view text, size_t at) {
  return byte_at(text, at - 1) < 0x80 ? at - 1 : character_start(text.substr(0, at), at - 1);
}

void append_utf8(uint32_t code_point, std::string& out) {
  const auto put = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) return put(code_point);
  if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      put(0xe0 | code_point >> 12);
    } else {
      put(0xf0 | code_point >> 18);
      put(0x80 | (code_point >> 12 & 0x3f));
    }
    put(0x80 | (code_point >> 6 & 0x3f));
  }
  put(0x80 | (code_point & 0x3f));
}

Utf16Map::Utf16Map(std::string_view text) : text_(text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<uint8_t>(c) < 0x80; })) return;
  at_step_.reserve(text.size() / kStep + 1);
  uint32_t units = 0;
  for (size_t at = 0; at <= text.size(); at += kStep) {
    at_step_.push_back(units);
    units += utf16_length(text.substr(at, kStep));
  }
}

uint32_t Utf16Map::utf16(uint32_t byte) const {
  if (at_step_.empty()) return byte;
  const uint32_t step = byte / kStep;
  return at_step_[step] + utf16_length(text_.substr(step * kStep, byte - step * kStep));
}

}  // namespace deberta
