#include "text/unicode/white_space.h"

#include <gtest/gtest.h>

#include <string>

namespace deberta {
namespace {

TEST(OuterSpace, is_left_out) {
  const std::string_view text = " a b\t\n\u2003c\u00a0";
  EXPECT_EQ(without_outer_space(text, {0, 2}), (ByteSpan{1, 2}));
  EXPECT_EQ(without_outer_space(text, {0, 9}), (ByteSpan{1, 4}));  // an em space is three bytes
  EXPECT_EQ(without_outer_space(text, {4, 12}), (ByteSpan{9, 10}));
  EXPECT_EQ(without_outer_space(text, {1, 4}), (ByteSpan{1, 4}));
}

TEST(OuterSpace, of_nothing_else_an_empty_span_stays) {
  EXPECT_EQ(without_outer_space("a  b", {1, 3}), (ByteSpan{3, 3}));
  EXPECT_EQ(without_outer_space("a  b", {2, 2}), (ByteSpan{2, 2}));
}

TEST(OuterSpace, includes_invisible_characters) {
  const std::string_view text = "\ufeffAda\u00ad\u200b \u0085";
  EXPECT_EQ(without_outer_space(text, {0, static_cast<uint32_t>(text.size())}), (ByteSpan{3, 6}));
}

TEST(WordEnds, are_white_space_but_not_characters_inside_words) {
  for (uint32_t each :
       {0x09u, 0x0Au, 0x20u, 0x85u, 0xA0u, 0x2003u, 0x2028u, 0x202Fu, 0x3000u, 0x200Bu}) {
    EXPECT_TRUE(ends_words(each)) << each;
  }
  for (uint32_t each : {0xADu, 0xFEFFu, 0x200Du, 0x2Du, 0x61u}) {
    EXPECT_FALSE(ends_words(each)) << each;
  }
}

TEST(WithoutOuterSpace, a_span_that_cuts_through_a_character_stays_inside_itself) {
  // U+2003, a space of three bytes, whole and damaged.
  for (const std::string text :
       {"\xe2\x80\x83 a\xe2\x80\x83", "\xe2\x80 a\xe2", "\xff\xe2\x80\x83"}) {
    const auto size = static_cast<uint32_t>(text.size());
    for (uint32_t begin = 0; begin <= size; ++begin) {
      for (uint32_t end = begin; end <= size; ++end) {
        const ByteSpan span = without_outer_space(text, {begin, end});
        EXPECT_LE(begin, span.begin);
        EXPECT_LE(span.begin, span.end);
        EXPECT_LE(span.end, end);
      }
    }
  }
}

}  // namespace
}  // namespace deberta
