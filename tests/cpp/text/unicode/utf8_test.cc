#include "text/unicode/utf8.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace deberta {
namespace {

using namespace std::string_literals;

std::string utf8(uint32_t code_point) {
  std::string bytes;
  append_utf8(code_point, bytes);
  return bytes;
}

bool is_surrogate(uint32_t value) { return value >= 0xd800 && value < 0xe000; }

void expect_code_point(std::string_view text, size_t at, uint32_t value, uint32_t length) {
  const CodePoint point = decode_utf8(text, at);
  EXPECT_EQ(point.value, value) << "byte " << at;
  EXPECT_EQ(point.length, length) << "byte " << at;
}

// None of the bytes begins a valid sequence.
void expect_all_invalid(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size(); ++at) expect_code_point(bytes, at, 0xfffd, 1);
}

TEST(Utf8, the_ends_of_every_length_decode) {
  expect_code_point("\0"s, 0, 0, 1);
  expect_code_point("\x7f", 0, 0x7f, 1);
  expect_code_point("\xc2\x80", 0, 0x80, 2);
  expect_code_point("\xdf\xbf", 0, 0x7ff, 2);
  expect_code_point("\xe0\xa0\x80", 0, 0x800, 3);
  expect_code_point("\xed\x9f\xbf", 0, 0xd7ff, 3);
  expect_code_point("\xee\x80\x80", 0, 0xe000, 3);
  expect_code_point("\xef\xbf\xbf", 0, 0xffff, 3);
  expect_code_point("\xf0\x90\x80\x80", 0, 0x10000, 4);
  expect_code_point("\xf4\x8f\xbf\xbf", 0, 0x10ffff, 4);
}

TEST(Utf8, decoding_begins_where_it_is_told_to) {
  const std::string text = "aé€😀z";
  expect_code_point(text, 1, 0xe9, 2);
  expect_code_point(text, 3, 0x20ac, 3);
  expect_code_point(text, 6, 0x1f600, 4);
  expect_code_point(text, 10, 'z', 1);
}

TEST(Utf8, what_is_appended_decodes_to_itself) {
  for (uint32_t value = 0; value < 0x110000; ++value) {
    if (is_surrogate(value)) continue;
    const std::string bytes = utf8(value);
    const CodePoint point = decode_utf8(bytes, 0);
    ASSERT_EQ(point.value, value);
    ASSERT_EQ(point.length, bytes.size()) << value;
  }
}

TEST(Utf8, append_leaves_what_is_there) {
  std::string text = "x";
  append_utf8(0x20ac, text);
  append_utf8(0, text);
  EXPECT_EQ(text, "x\xe2\x82\xac\0"s);
}

TEST(Utf8, truncated_sequences_are_invalid_bytes) {
  for (std::string whole : {"é", "€", "😀"}) {
    for (size_t size = 1; size < whole.size(); ++size) {
      expect_all_invalid(whole.substr(0, size));
      const std::string cut = whole.substr(0, size) + "a";
      expect_code_point(cut, 0, 0xfffd, 1);
      expect_code_point(cut, size, 'a', 1);
    }
  }
  expect_all_invalid("\xe2\x82\xe2\x82");
}

TEST(Utf8, overlong_forms_are_invalid_bytes) {
  expect_all_invalid("\xc0\x80\xc0\xaf\xc1\xbf");
  expect_all_invalid("\xe0\x80\xaf\xe0\x9f\xbf");
  expect_all_invalid("\xf0\x80\x80\xaf\xf0\x8f\xbf\xbf");
}

TEST(Utf8, surrogates_are_invalid_bytes) {
  expect_all_invalid("\xed\xa0\x80");              // U+D800
  expect_all_invalid("\xed\xbf\xbf");              // U+DFFF
  expect_all_invalid("\xed\xa0\xbd\xed\xb8\x80");  // CESU-8's 😀
}

TEST(Utf8, what_is_beyond_unicode_is_invalid_bytes) {
  expect_all_invalid("\xf4\x90\x80\x80");  // U+110000
  expect_all_invalid("\xf5\x80\x80\x80\xf8\x88\x80\x80\x80\xfe\xff");
}

TEST(Utf8, a_stray_continuation_is_an_invalid_byte) {
  expect_all_invalid("\x80\xbf");
  expect_code_point("\x80z", 1, 'z', 1);
}

TEST(Utf8, any_bytes_can_be_walked_through) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes(1 + random() % 12, '\0');
    // Lead and continuation bytes more often than by chance.
    for (char& c : bytes) c = static_cast<char>(random() % 3 != 0 ? random() | 0x80 : random());
    size_t at = 0;
    while (at < bytes.size()) {
      const CodePoint point = decode_utf8(bytes, at);
      ASSERT_GE(point.length, 1u);
      ASSERT_FALSE(is_surrogate(point.value));
      ASSERT_LT(point.value, 0x110000u);
      if (point.value == 0xfffd && point.length == 1) {
        ++at;
        continue;
      }
      ASSERT_EQ(bytes.substr(at, point.length), utf8(point.value));
      at += point.length;
    }
    ASSERT_EQ(at, bytes.size());
  }
}

TEST(Utf8, where_a_character_starts) {
  const std::string text = "aé€😀z";
  const size_t starts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
  for (size_t at = 0; at < text.size(); ++at)
    EXPECT_EQ(character_start(text, at), starts[at]) << at;
}

TEST(Utf8, an_invalid_byte_starts_at_itself) {
  for (const std::string& text : {"\x80\x80\x80"s, "a\x80"s, "\xc3z\xa9"s, "\xe2\x82"s,
                                  "\xf0\x9f\x98\x80\x80"s.substr(1), "é\xa9"s.substr(1)}) {
    for (size_t at = 0; at < text.size(); ++at) EXPECT_EQ(character_start(text, at), at);
  }
  EXPECT_EQ(character_start("é\xa9", 2), 2u);
}

// The index of every character, and of the end.
void expect_utf16_indices(const std::string& text) {
  const Utf16Map map(text);
  uint32_t index = 0;
  for (size_t at = 0; at < text.size();) {
    ASSERT_EQ(map.utf16(static_cast<uint32_t>(at)), index) << "byte " << at << " of " << text;
    const CodePoint point = decode_utf8(text, at);
    index += point.value >= 0x10000 ? 2 : 1;
    at += point.length;
  }
  ASSERT_EQ(map.utf16(static_cast<uint32_t>(text.size())), index) << text;
}

TEST(Utf16Map, counts_code_units) {
  const std::string text = "aé€😀z";
  const Utf16Map map(text);
  EXPECT_EQ(map.utf16(0), 0u);
  EXPECT_EQ(map.utf16(1), 1u);
  EXPECT_EQ(map.utf16(3), 2u);
  EXPECT_EQ(map.utf16(6), 3u);
  EXPECT_EQ(map.utf16(10), 5u);
  EXPECT_EQ(map.utf16(11), 6u);
}

TEST(Utf16Map, of_ascii_is_the_identity) {
  expect_utf16_indices("");
  expect_utf16_indices("a");
  expect_utf16_indices(std::string(1000, 'a'));
}

TEST(Utf16Map, every_boundary_of_long_texts) {
  for (const char* character : {"é", "€", "😀"}) {
    for (size_t before = 0; before <= 130; ++before) {
      expect_utf16_indices(std::string(before, 'a') + character);
      expect_utf16_indices(std::string(before, 'a') + character + std::string(70, 'b'));
    }
    std::string many;
    for (int i = 0; i < 150; ++i) expect_utf16_indices(many += character);
  }
}

TEST(Utf16Map, mixed_texts) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    while (text.size() < 200) text += std::array{"a", "é", "€", "😀"}[random() % 4];
    expect_utf16_indices(text);
  }
}

TEST(Utf16Map, a_text_whose_length_is_a_multiple_of_the_step) {
  expect_utf16_indices(std::string(62, 'a') + "é");
  expect_utf16_indices(std::string(124, 'a') + "😀");
}

TEST(Utf8, the_character_before_a_place_may_be_a_stray_byte) {
  const std::string text = "é \x80\xbf";
  EXPECT_EQ(character_before(text, 5), 4u);
  EXPECT_EQ(character_before(text, 4), 3u);
  EXPECT_EQ(character_before(text, 3), 2u);
  EXPECT_EQ(character_before(text, 2), 0u);
  // In the middle of a character the byte before is not one.
  EXPECT_EQ(character_before("\xf0\x9f\x98\x80", 3), 2u);
  EXPECT_EQ(character_before("\xf0\x9f\x98\x80", 4), 0u);
}

}  // namespace
}  // namespace deberta
