#include "text/unicode/words.h"

#include <gtest/gtest.h>

#include <string>

namespace deberta {
namespace {

using Strings = std::vector<std::string>;

Strings words_of(const std::string& text) {
  Strings words;
  for (const ByteSpan word : words_in(text, {0, static_cast<uint32_t>(text.size())})) {
    words.push_back(text.substr(word.begin, word.end - word.begin));
  }
  return words;
}

TEST(Words, stand_between_white_space) {
  EXPECT_EQ(words_of("Ada  Lovelace\tin\r\nParis\u00a0or\u3000Rome\u200bnow"),
            (Strings{"Ada", "Lovelace", "in", "Paris", "or", "Rome", "now"}));
  EXPECT_EQ(words_of(""), Strings{});
  EXPECT_EQ(words_of(" \n"), Strings{});
}

TEST(Words, have_no_punctuation_at_their_edges) {
  for (const char* text :
       {"Paris.", "(Paris)", "“Paris”,", "'Paris'", "Paris…", "[Paris]?!", "«Paris»", "<Paris>",
        "„Paris“", "–Paris–", "*Paris*", "Paris😀", "👨‍👩‍👧Paris❤️", "`Paris`",
        "¿Paris?", "\u00adParis\ufeff.", "「Paris」"}) {
    EXPECT_EQ(words_of(text), Strings{"Paris"}) << text;
  }
  EXPECT_EQ(words_of("— … 😀"), Strings{});
}

TEST(Words, keep_the_punctuation_inside) {
  for (const char* word : {"e-mail", "O'Brien", "AT&T", "ada@example.org", "3.14", "Ada's", "a_b",
                           "1,000", "and/or", "Lovelace-King", "so\u00adft", "l’Oréal"}) {
    EXPECT_EQ(words_of(word), Strings{word});
    EXPECT_EQ(words_of("(" + std::string(word) + ")."), Strings{word});
  }
}

TEST(Words, keep_signs_that_belong_to_them) {
  for (const char* word : {"C++", "C#", "$5", "5%", "£5", "5€", "@ada", "+44", "#1", "½"}) {
    EXPECT_EQ(words_of(word), Strings{word});
  }
}

TEST(Words, keep_the_full_stop_of_an_abbreviation) {
  for (const char* word : {"U.N.", "U.S.A.", "Ph.D.", "e.g.", "É.U."}) {
    EXPECT_EQ(words_of("(" + std::string(word) + "),"), Strings{word});
  }
  EXPECT_EQ(words_of("x.org. Mr. 1.2. .N. A."), (Strings{"x.org", "Mr", "1.2", "N", "A"}));
}

TEST(Words, are_separated_by_the_signs_of_data) {
  const struct {
    const char* text;
    Strings words;
  } cases[] = {
      {R"({"first_name":"Wei","age":36,"city":"Beijing"})",
       {"first_name", "Wei", "age", "36", "city", "Beijing"}},
      {"1,Ada Lovelace,ada@example.org,Paris,120.50",
       {"1", "Ada", "Lovelace", "ada@example.org", "Paris", "120.50"}},
      {"Ada;Paris|Rome;'Bob','Eve'", {"Ada", "Paris", "Rome", "Bob", "Eve"}},
      {"user=ada ip=10.0.0.1:443 name='Ada'", {"user", "ada", "ip", "10.0.0.1:443", "name", "Ada"}},
      {"?name=Ada&city=New%20York&x", {"name", "Ada", "city", "New%20York&x"}},
      {"<b>Ada</b>(Paris)[Rome]", {"b", "Ada", "/b", "Paris", "Rome"}},
      {"Name:Ada mailto:ada@example.org", {"Name", "Ada", "mailto", "ada@example.org"}},
      {"well...Ada—who--left…then", {"well", "Ada", "who", "left", "then"}},
      {"Ada«Bob»Eve„Tom“Ann•Kim😀Lee，Wu、Li",
       {"Ada", "Bob", "Eve", "Tom", "Ann", "Kim", "Lee", "Wu", "Li"}},
      {"==&=a,,b::c", {"&", "a", "b", "c"}},
      {"12:Alice Brown,41,28001,5551234567", {"12", "Alice", "Brown", "41", "28001", "5551234567"}},
      {"7:Ada id:fe80::1 12,50", {"7", "Ada", "id", "fe80::1", "12", "50"}},
  };
  for (const auto& [text, words] : cases) EXPECT_EQ(words_of(text), words) << text;
}

TEST(Words, keep_the_signs_of_numbers_and_addresses) {
  for (const char* word : {"1,000,000.50", "10:30:00", "2001:db8::1", "fe80::1ff:fe23:4567:890a",
                           "00:1a:2b:3c:4d:5e", "ac:de:48:00:11:22", "aa:bb:cc:dd:ee:ff", "abcd::1",
                           "https://example.org/a", "R&D&x", "a-b.c"}) {
    EXPECT_EQ(words_of(word), Strings{word});
  }
}

TEST(Words, of_scripts_without_spaces_are_characters_and_runs_of_katakana) {
  EXPECT_EQ(words_of("我在北京。"), (Strings{"我", "在", "北", "京"}));
  EXPECT_EQ(words_of("東京のスティーブ・ジョブズさん"),
            (Strings{"東", "京", "の", "スティーブ", "ジョブズ", "さ", "ん"}));
  EXPECT_EQ(words_of("iPhone15を買う"), (Strings{"iPhone15", "を", "買", "う"}));
  EXPECT_EQ(words_of("か\u3099か\u3099"), (Strings{"か\u3099", "か\u3099"}));
  EXPECT_EQ(words_of("ที่นี่"), (Strings{"ที่", "นี่"}));
  EXPECT_EQ(words_of("서울에서 만나요"), (Strings{"서울에서", "만나요"}));
}

TEST(Words, of_a_range_are_those_of_the_range) {
  const std::string text = "Ada Lovelace, Bob";
  const std::vector<ByteSpan> words = words_in(text, {1, 13});
  EXPECT_EQ(words, (std::vector<ByteSpan>{{1, 3}, {4, 12}}));
}

TEST(Words, are_found_in_text_that_is_not_utf_8) {
  EXPECT_EQ(words_of("a\xff b\xc3"), (Strings{"a", "b"}));
}

TEST(Words, a_position_between_two_characters_of_a_word_cuts_it) {
  const std::vector<ByteSpan> words = {{1, 4}, {4, 5}, {7, 9}};
  for (uint32_t position : {0u, 1u, 4u, 5u, 6u, 7u, 9u, 10u}) {
    EXPECT_EQ(word_cut_at(words, position), nullptr) << position;
  }
  for (uint32_t position : {2u, 3u}) EXPECT_EQ(word_cut_at(words, position), &words[0]);
  EXPECT_EQ(word_cut_at(words, 8), &words[2]);
  EXPECT_EQ(word_cut_at({}, 0), nullptr);
}

}  // namespace
}  // namespace deberta
