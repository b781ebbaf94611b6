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

TEST(LowerCase, other_bytes_stay) {
  EXPECT_EQ(lower_case("A\xff\xc3(B\xf0\x9f"), "a\xff\xc3(b\xf0\x9f");
  EXPECT_EQ(lower_case(""), "");
}

}  // namespace
}  // namespace deberta
