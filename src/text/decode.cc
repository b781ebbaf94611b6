#include "text/decode.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error.h"
#include "text/models/byte_level.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

// The length of the maximal subpart at `at`, where no valid character begins: the longest prefix of
// a valid character, or one byte (Unicode 3.9, table 3-8).
size_t invalid_length(std::string_view bytes, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  const uint8_t first = byte(at);
  const size_t whole = first >= 0xc2 && first <= 0xdf   ? 2
                       : first >= 0xe0 && first <= 0xef ? 3
                       : first >= 0xf0 && first <= 0xf4 ? 4
                                                        : 1;
  size_t length = 1;
  while (length < whole && at + length < bytes.size()) {
    uint8_t lowest = 0x80, highest = 0xbf;
    if (length == 1) {  // no overlong forms, no surrogates, nothing beyond U+10FFFF
      if (first == 0xe0) lowest = 0xa0;
      if (first == 0xed) highest = 0x9f;
      if (first == 0xf0) lowest = 0x90;
      if (first == 0xf4) highest = 0x8f;
    }
    const uint8_t next = byte(at + length);
    if (next < lowest || next > highest) break;
    ++length;
  }
  return length;
}

bool is_valid_at(std::string_view bytes, size_t at, CodePoint point) {
  return point.length > 1 || static_cast<uint8_t>(bytes[at]) < 0x80;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  size_t done = 0;
  for (size_t at; (at = text.find(from, done)) != std::string_view::npos; done = at + from.size()) {
    result.append(text, done, at - done).append(to);
  }
  return result.append(text, done);
}

}  // namespace

void append_token_bytes(std::string_view token, std::string& bytes) {
  const std::optional<std::string> of_alphabet = bytes_of_token(token);
  bytes += of_alphabet ? std::string_view(*of_alphabet) : token;
}

std::string utf8_of_bytes(std::string bytes, DecodeErrors errors) {
  std::string text;
  size_t done = 0;
  for (size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode_utf8(bytes, at);
    if (is_valid_at(bytes, at, point)) {
      at += point.length;
      continue;
    }
    if (errors == DecodeErrors::kStrict) {
      throw Error(ErrorCode::kInput,
                  "the tokens' bytes are not valid UTF-8 at byte " + std::to_string(at));
    }
    text.append(bytes, done, at - done);
    if (errors == DecodeErrors::kReplace) append_utf8(0xfffd, text);
    done = at += invalid_length(bytes, at);
  }
  return done == 0 ? std::move(bytes) : std::move(text.append(bytes, done));
}

std::string clean_up_spaces(std::string_view text) {
  std::string result(text);
  for (const auto& [from, to] : {std::pair(" .", "."),
                                 {" ?", "?"},
                                 {" !", "!"},
                                 {" ,", ","},
                                 {" ' ", "'"},
                                 {" n't", "n't"},
                                 {" 'm", "'m"},
                                 {" 's", "'s"},
                                 {" 've", "'ve"},
                                 {" 're", "'re"}}) {
    result = replaced(result, from, to);
  }
  return result;
}

}  // namespace deberta
