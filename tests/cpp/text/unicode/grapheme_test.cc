#include "text/unicode/grapheme.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace deberta {
namespace {

std::vector<std::string> clusters(const std::string& text) {
  std::vector<std::string> result;
  for (size_t at = 0; at < text.size();) {
    const size_t end = grapheme_end(text, at);
    result.push_back(text.substr(at, end - at));
    at = end;
  }
  return result;
}

using List = std::vector<std::string>;

TEST(Grapheme, marks_belong_to_their_base_character) {
  EXPECT_EQ(clusters("ae\u0301\u0323b"), (List{"a", "e\u0301\u0323", "b"}));
  EXPECT_EQ(clusters("\u0301a"), (List{"\u0301", "a"}));
  EXPECT_EQ(clusters("\u0915\u0903a"), (List{"\u0915\u0903", "a"}));
}

TEST(Grapheme, a_line_end_is_one_and_joins_nothing) {
  EXPECT_EQ(clusters("a\r\n\u0301\r\r\n\n"), (List{"a", "\r\n", "\u0301", "\r", "\r\n", "\n"}));
  EXPECT_EQ(clusters("\u200b\u0301"), (List{"\u200b", "\u0301"}));
}

TEST(Grapheme, emoji_are_joined_by_a_joiner) {
  EXPECT_EQ(clusters("👩🏽‍💻👩"), (List{"👩🏽‍💻", "👩"}));
  EXPECT_EQ(clusters("a\u200d👩"), (List{"a\u200d", "👩"}));
  EXPECT_EQ(clusters("👩\u200d\u200d👩"), (List{"👩\u200d\u200d", "👩"}));
}

TEST(Grapheme, flags_are_pairs) { EXPECT_EQ(clusters("🇩🇪🇫🇷🇮"), (List{"🇩🇪", "🇫🇷", "🇮"})); }

TEST(Grapheme, hangul_makes_syllables) {
  EXPECT_EQ(clusters("\u1112\u1161\u11ab\u1100"), (List{"\u1112\u1161\u11ab", "\u1100"}));
  EXPECT_EQ(clusters("각\u11a8가\u1161"), (List{"각\u11a8", "가\u1161"}));
}

TEST(Grapheme, indic_conjuncts_are_one) {
  EXPECT_EQ(clusters("\u0915\u094d\u0937\u0937"), (List{"\u0915\u094d\u0937", "\u0937"}));
  EXPECT_EQ(clusters("\u0915\u094d\u200d\u0937"), (List{"\u0915\u094d\u200d\u0937"}));
}

TEST(Grapheme, a_prepended_mark_includes_the_next_character) {
  EXPECT_EQ(clusters("\u0600"
                     "1\u0600"),
            (List{"\u0600"
                  "1",
                  "\u0600"}));
}

TEST(Grapheme, bytes_of_invalid_utf8_are_separate_clusters) {
  EXPECT_EQ(clusters("\xff\xe2\x96"
                     "a"),
            (List{"\xff", "\xe2", "\x96", "a"}));
}

}  // namespace
}  // namespace deberta
