// BERT's normalizer. Expected texts and places of the Rust library are those of npm's tokenizers
// 0.23.2, those of Python's follow from unicodedata.
#include "text/normalizers/bert_normalizer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/unicode/normal_form.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

using Rules = BertNormalizer::Rules;
using Places = std::vector<ByteSpan>;

NormalizedText normalized(std::string_view text, const Rules& rules) {
  NormalizedText out;
  BertNormalizer(rules).normalize(text, {0, static_cast<uint32_t>(text.size())}, out);
  return out;
}

std::string text_of(std::string_view text, const Rules& rules = Rules()) {
  return std::string(normalized(text, rules).text());
}

// Of each character.
Places places_of(std::string_view text, const Rules& rules = Rules()) {
  const NormalizedText result = normalized(text, rules);
  NormalizedText::Cursor cursor;
  Places places;
  for (uint32_t at = 0; at < result.text().size();) {
    const uint32_t end = at + decode_utf8(result.text(), at).length;
    places.push_back(result.origin(at, end, cursor));
    at = end;
  }
  return places;
}

const Rules kCased{.strips_accents = false, .lowercases = false};
const Rules kPython{.python = true};
const Rules kPythonCased{.strips_accents = false, .lowercases = false, .python = true};

TEST(BertNormalizer, makes_lower_case_without_accents) {
  EXPECT_EQ(text_of("Ünïcode ΣΑΣ İ ẞ"), "unicode σασ i ß");
  EXPECT_EQ(text_of("Ünïcode ΣΑΣ İ", {.strips_accents = false}), "ünïcode σασ i\u0307");
  EXPECT_EQ(text_of("Ünï", {.lowercases = false}), "Uni");
  EXPECT_EQ(text_of("Ünï", kCased), "Ünï");
}

TEST(BertNormalizer, cleans_text) {
  EXPECT_EQ(text_of("a\tb\r\nc\u00a0d\u3000e\u2028f"), "a b  c d e f");
  EXPECT_EQ(text_of(std::string("a\0\x1f\x7f\u200b\u00ad\ufeff\ufffd\ue000z", 19)), "az");
  EXPECT_EQ(text_of("a\u200b\tb", BertNormalizer::kAsItIs), "a\u200b\tb");
}

TEST(BertNormalizer, separates_chinese_characters) {
  EXPECT_EQ(text_of("a中文b"), "a 中  文 b");
  EXPECT_EQ(places_of("a中"), (Places{{0, 1}, {1, 4}, {1, 4}, {1, 4}}));
  EXPECT_EQ(text_of("かな한", kCased), "かな한");
}

TEST(BertNormalizer, the_two_references_differ_in_some_ideographs) {
  EXPECT_EQ(text_of("a\U0002b820b"), "a\U0002b820b");
  EXPECT_EQ(text_of("a\U0002b820b", kPython), "a \U0002b820 b");
}

TEST(BertNormalizer, the_parts_of_a_character_have_its_place) {
  EXPECT_EQ(text_of("각x"), "\u1100\u1161\u11a8x");
  EXPECT_EQ(places_of("각x"), (Places{{0, 3}, {0, 3}, {0, 3}, {3, 4}}));
  EXPECT_EQ(places_of("éa"), (Places{{0, 2}, {2, 3}}));
}

// U+302E and U+1D165 are marks that are not removed, and the second has the lower class.
TEST(BertNormalizer, marks_are_sorted_and_keep_the_places_of_the_text) {
  const std::string text = "a\u302e\U0001d165b";
  EXPECT_EQ(text_of(text), "a\U0001d165\u302eb");
  EXPECT_EQ(places_of(text), (Places{{0, 1}, {1, 4}, {4, 8}, {8, 9}}));
}

TEST(BertNormalizer, many_marks_take_time_in_proportion) {
  std::string marks = "a";
  for (int i = 0; i < 100000; ++i) marks += i % 2 == 0 ? "\u0301" : "\u302e";
  EXPECT_EQ(text_of(marks).size(), 1 + 50000u * 3);
}

TEST(BertNormalizer, bytes_that_are_not_utf8_count_as_u_fffd) {
  EXPECT_EQ(text_of("a\xff\xe4\xb8z"), "az");
  EXPECT_EQ(text_of("a\xffz", BertNormalizer::kAsItIs), "a\ufffdz");
  EXPECT_EQ(places_of("a\xffz", BertNormalizer::kAsItIs), (Places{{0, 1}, {1, 2}, {2, 3}}));
}

TEST(BertNormalizer, of_python_composes_where_accents_stay) {
  EXPECT_EQ(text_of("e\u0301 e\u0323\u0301 e\u0301\u0323", kPythonCased), "é ẹ\u0301 ẹ\u0301");
  EXPECT_EQ(text_of("\u1100\u1161\u11a8 가\u11a8", kPythonCased), "각 각");
  EXPECT_EQ(text_of("\u212b \uf900", kPythonCased), "Å  豈 ");
  EXPECT_EQ(text_of("\u0958 \u0344", kPythonCased), "\u0915\u093c \u0308\u0301");
  EXPECT_EQ(places_of("e\u0301\u0323", kPythonCased), (Places{{0, 3}, {3, 5}}));
  EXPECT_EQ(text_of("É", kPython), "e");
}

TEST(BertNormalizer, of_python_makes_lower_case_first) {
  const Rules rules{.strips_accents = false, .python = true};
  EXPECT_EQ(text_of("J\u030c", rules), "ǰ");
  EXPECT_EQ(text_of("İ", rules), "i\u0307");
}

TEST(NormalForm, of_a_code_point) {
  const auto parts_of = [](uint32_t point) {
    const Decomposition parts(point);
    return std::vector<uint32_t>(parts.points().begin(), parts.points().end());
  };
  using Points = std::vector<uint32_t>;
  EXPECT_EQ(parts_of('a'), (Points{'a'}));
  EXPECT_EQ(parts_of(0x1ec7), (Points{'e', 0x323, 0x302}));
  EXPECT_EQ(parts_of(0x1f82), (Points{0x3b1, 0x313, 0x300, 0x345}));
  EXPECT_EQ(parts_of(0x1d160), (Points{0x1d158, 0x1d165, 0x1d16e}));
  EXPECT_EQ(parts_of(0xd7a3), (Points{0x1112, 0x1175, 0x11c2}));
  EXPECT_EQ(parts_of(0x110000), (Points{0x110000}));
  EXPECT_EQ(composed('e', 0x301), 0xe9u);
  EXPECT_EQ(composed(0x915, 0x93c), 0u);  // excluded
  EXPECT_EQ(composed(0xac00, 0x11a7), 0u);
}

}  // namespace
}  // namespace deberta
