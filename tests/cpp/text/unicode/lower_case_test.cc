#include "text/unicode/lower_case.h"

#include <gtest/gtest.h>

namespace deberta {
namespace {

// Expected: Python's str.lower().
TEST(LowerCase, as_in_python) {
  EXPECT_EQ(lower_case("Hello World 42 [Z]@{"), "hello world 42 [z]@{");
  EXPECT_EQ(lower_case("ÀÖ×ØÞß÷"), "àö×øþß÷");
  EXPECT_EQ(lower_case("ĀāĂ Ĵ Ÿ Ž Ə Ǆ ǅ ǆ"), "āāă ĵ ÿ ž ə ǆ ǆ ǆ");
  EXPECT_EQ(lower_case("ΆΑΩ ДОМ Ёж ԱՖ ႠჅ Ა Ꭰ"),
            "άαω дом ёж աֆ ⴀⴥ ა ꭰ");
  EXPECT_EQ(lower_case("ẞ Ω K Å Ⅷ Ⓐ Ａ"), "ß ω k å ⅷ ⓐ ａ");
  EXPECT_EQ(lower_case("𐐀𐐧 𞤀"), "𐐨𐑏 𞤢");
  EXPECT_EQ(lower_case("日本 ªº ŉ"), "日本 ªº ŉ");
  EXPECT_EQ(lower_case("İX"), "i\xcc\x87x");
}

// Unicode 16 and 17; Python 3.11 has Unicode 14.
TEST(LowerCase, letters_that_are_newer_than_those_of_python_3_11) {
  EXPECT_EQ(lower_case("\u1C89 \uA7CB \uA7D2 \U00010D50 \U00016EB8"),
            "\u1C8A \u0264 \uA7D3 \U00010D70 \U00016ED3");
}

TEST(LowerCase, every_sigma_is_one) {
  EXPECT_EQ(lower_case("ΟΔΟΣ"), lower_case("Οδος"));
  EXPECT_EQ(lower_case("σας"), "σασ");
}

// As str.lower() and toLowerCase() have it.
TEST(LowerCase, in_context_a_capital_sigma_at_the_end_is_the_final_one) {
  EXPECT_EQ(lower_case_in_context("ΟΔΟΣ ΣΑΣ Σ ΑΣΑ"), "οδος σας σ ασα");
  EXPECT_EQ(lower_case_in_context("AΣ 1Σ ßΣ ΰΣ日 ΑΣ1 日Σ"), "aς 1σ ßς ΰς日 ας1 日σ");
  EXPECT_EQ(lower_case_in_context("www.ΑΣ.gr Α'Σ Α:Σ"), "www.ασ.gr α'ς α:ς");
  EXPECT_EQ(lower_case_in_context("www.ΑΣ.ΓΡ"), "www.ασ.γρ");
  EXPECT_EQ(lower_case_in_context("Α\u0301Σ ΑΣ\u0301Α ΑʰΣ ʰΣ ƻΣ"), "α\u0301ς ασ\u0301α αʰς ʰσ ƻσ");
  EXPECT_EQ(lower_case_in_context("σας ς İ\xff"), "σας ς i\xcc\x87\xff");
}

TEST(LowerCase, other_bytes_stay) {
  EXPECT_EQ(lower_case("A\xff\xc3(B\xf0\x9f"), "a\xff\xc3(b\xf0\x9f");
  EXPECT_EQ(lower_case(""), "");
}

}  // namespace
}  // namespace deberta
