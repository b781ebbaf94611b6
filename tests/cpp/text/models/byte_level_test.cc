#include "text/models/byte_level.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

using Words = std::vector<std::string>;

Words words_of(std::string_view text) {
  Words words;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = word_end(text, begin);
    if (end <= begin || end > text.size()) {
      ADD_FAILURE() << "word_end(" << begin << ") is " << end << " of " << text.size();
      break;
    }
    words.emplace_back(text.substr(begin, end - begin));
    begin = end;
  }
  return words;
}

TEST(ByteLevel, the_alphabet_is_a_bijection) {
  std::set<std::string> letters;
  for (size_t byte = 0; byte < 256; ++byte) {
    const std::string& letter = byte_alphabet()[byte];
    EXPECT_TRUE(letters.insert(letter).second) << byte;
    EXPECT_EQ(decode_utf8(letter, 0).length, letter.size()) << byte;
    EXPECT_EQ(bytes_of_token(letter), std::string(1, static_cast<char>(byte)));
  }
}

TEST(ByteLevel, the_alphabet_is_that_of_gpt2) {
  EXPECT_EQ(byte_alphabet()['A'], "A");
  EXPECT_EQ(byte_alphabet()['!'], "!");
  EXPECT_EQ(byte_alphabet()['~'], "~");
  EXPECT_EQ(byte_alphabet()[' '], "Ġ");
  EXPECT_EQ(byte_alphabet()['\n'], "Ċ");
  EXPECT_EQ(byte_alphabet()['\t'], "ĉ");
  EXPECT_EQ(byte_alphabet()[0], "Ā");
  EXPECT_EQ(byte_alphabet()[0x7f], "ġ");
  EXPECT_EQ(byte_alphabet()[0xa0], "ł");
  EXPECT_EQ(byte_alphabet()[0xa1], "¡");
  EXPECT_EQ(byte_alphabet()[0xad], "Ń");
  EXPECT_EQ(byte_alphabet()[0xff], "ÿ");
}

TEST(ByteLevel, a_token_gives_its_bytes_back) {
  EXPECT_EQ(bytes_of_token("Ġhello"), " hello");
  EXPECT_EQ(bytes_of_token("Ã©"), "é");
  EXPECT_EQ(bytes_of_token("âĤ¬"), "€");
  EXPECT_EQ(bytes_of_token(""), "");
  std::string all, token;
  for (int byte = 255; byte >= 0; --byte) {
    all += static_cast<char>(byte);
    token += byte_alphabet()[static_cast<size_t>(byte)];
  }
  EXPECT_EQ(bytes_of_token(token), all);
}

TEST(ByteLevel, a_token_of_other_characters_has_no_bytes) {
  EXPECT_EQ(bytes_of_token("a b"), std::nullopt);
  EXPECT_EQ(bytes_of_token("a\n"), std::nullopt);
  EXPECT_EQ(bytes_of_token("\xc2\xad"), std::nullopt);  // U+00AD, which is written as Ń
  EXPECT_EQ(bytes_of_token("\xc5\x84"), std::nullopt);  // U+0144, the first outside the alphabet
  EXPECT_EQ(bytes_of_token("▁hello"), std::nullopt);    // a SentencePiece token
  EXPECT_EQ(bytes_of_token("😀"), std::nullopt);
  EXPECT_EQ(bytes_of_token("a\xff"), std::nullopt);  // not UTF-8
}

TEST(Words, a_space_belongs_to_the_word_after_it) {
  EXPECT_EQ(words_of("Hello, big world!!"), (Words{"Hello", ",", " big", " world", "!!"}));
  EXPECT_EQ(words_of(" a 1 ? "), (Words{" a", " 1", " ?", " "}));
  EXPECT_EQ(words_of(""), Words{});
}

TEST(Words, contractions) {
  EXPECT_EQ(words_of("I'm you're he'd it's we'll I've don't"),
            (Words{"I", "'m", " you", "'re", " he", "'d", " it", "'s", " we", "'ll", " I", "'ve",
                   " don", "'t"}));
  EXPECT_EQ(words_of("x's'd"), (Words{"x", "'s", "'d"}));
}

TEST(Words, contractions_are_lower_case) {
  EXPECT_EQ(words_of("IT'S"), (Words{"IT", "'", "S"}));
  EXPECT_EQ(words_of("we'Ll"), (Words{"we", "'", "Ll"}));
}

TEST(Words, a_contraction_needs_no_word_around_it) {
  EXPECT_EQ(words_of("'sting"), (Words{"'s", "ting"}));
  EXPECT_EQ(words_of("'"), Words{"'"});
  EXPECT_EQ(words_of("'x"), (Words{"'", "x"}));
  EXPECT_EQ(words_of("'r"), (Words{"'", "r"}));
}

TEST(Words, a_contraction_after_punctuation_or_a_space_is_none) {
  EXPECT_EQ(words_of("''s"), (Words{"''", "s"}));
  EXPECT_EQ(words_of("a 's"), (Words{"a", " '", "s"}));
  EXPECT_EQ(words_of("a’s"), (Words{"a", "’", "s"}));  // U+2019
}

TEST(Words, white_space_leaves_its_last_character_to_a_word) {
  EXPECT_EQ(words_of("a  b"), (Words{"a", " ", " b"}));
  EXPECT_EQ(words_of("a    b"), (Words{"a", "   ", " b"}));
  EXPECT_EQ(words_of("  b"), (Words{" ", " b"}));
  EXPECT_EQ(words_of("a  ?"), (Words{"a", " ", " ?"}));
}

TEST(Words, white_space_at_the_end_is_one_word) {
  EXPECT_EQ(words_of("a "), (Words{"a", " "}));
  EXPECT_EQ(words_of("a   "), (Words{"a", "   "}));
  EXPECT_EQ(words_of("a \n\t "), (Words{"a", " \n\t "}));
  EXPECT_EQ(words_of("   "), Words{"   "});
}

TEST(Words, only_a_space_joins_the_word_after_it) {
  EXPECT_EQ(words_of("a\tb"), (Words{"a", "\t", "b"}));
  EXPECT_EQ(words_of("a\n\nb"), (Words{"a", "\n", "\n", "b"}));
  EXPECT_EQ(words_of("a\r\nb"), (Words{"a", "\r", "\n", "b"}));
  EXPECT_EQ(words_of("a \nb"), (Words{"a", " ", "\n", "b"}));
  EXPECT_EQ(words_of("a\n b"), (Words{"a", "\n", " b"}));
  EXPECT_EQ(words_of("x  \n y"), (Words{"x", "  \n", " y"}));
}

TEST(Words, white_space_beyond_ascii) {
  const std::string nbsp = "\u00a0", ideographic = "\u3000", next_line = "\u0085";
  EXPECT_EQ(words_of("a" + nbsp + "b"), (Words{"a", nbsp, "b"}));
  EXPECT_EQ(words_of("a" + nbsp + nbsp + "b"), (Words{"a", nbsp, nbsp, "b"}));
  EXPECT_EQ(words_of("a " + nbsp + "b"), (Words{"a", " ", nbsp, "b"}));
  EXPECT_EQ(words_of("a" + ideographic + " b"), (Words{"a", ideographic, " b"}));
  EXPECT_EQ(words_of("a" + ideographic), (Words{"a", ideographic}));
  EXPECT_EQ(words_of("a" + next_line + nbsp), (Words{"a", next_line + nbsp}));
  // A zero-width space is not white space.
  EXPECT_EQ(words_of("a\u200b b"), (Words{"a", "\u200b", " b"}));
}

TEST(Words, letters_of_every_script) {
  EXPECT_EQ(words_of("naïve Привет 日本語 שלום"), (Words{"naïve", " Привет", " 日本語", " שלום"}));
  // A combining mark is not a letter.
  EXPECT_EQ(words_of("e\u0301a"), (Words{"e", "\u0301", "a"}));
}

TEST(Words, numbers_are_words_of_their_own) {
  EXPECT_EQ(words_of("abc123def"), (Words{"abc", "123", "def"}));
  EXPECT_EQ(words_of(" 12.5"), (Words{" 12", ".", "5"}));
  EXPECT_EQ(words_of("1²½Ⅷ٣"), Words{"1²½Ⅷ٣"});
}

TEST(Words, punctuation_and_symbols_run_together) {
  EXPECT_EQ(words_of("a_b"), (Words{"a", "_", "b"}));
  EXPECT_EQ(words_of("(?!)€ …"), (Words{"(?!)€", " …"}));
  EXPECT_EQ(words_of("😀😀 👍🏽x"), (Words{"😀😀", " 👍🏽", "x"}));
}

TEST(Words, invalid_bytes_are_symbols) {
  EXPECT_EQ(words_of("a\xff\xfe"
                     "b"),
            (Words{"a", "\xff\xfe", "b"}));
  EXPECT_EQ(words_of("a \x80!"), (Words{"a", " \x80!"}));
  EXPECT_EQ(words_of("a\xe2\x82"), (Words{"a", "\xe2\x82"}));
  EXPECT_EQ(words_of("\xc3 \xa9"), (Words{"\xc3", " \xa9"}));  // é, torn apart
}

// The pattern's alternatives, tried in order as a backtracking matcher does.
size_t naive_word_end(std::string_view text, size_t begin) {
  for (std::string_view known : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"}) {
    if (text.substr(begin).starts_with(known)) return begin + known.size();
  }
  const auto run = [&](size_t at, CharClass kind) {
    while (at < text.size()) {
      const CodePoint point = decode_utf8(text, at);
      if (class_of(point.value) != kind) break;
      at += point.length;
    }
    return at;
  };
  for (CharClass kind : {CharClass::kLetter, CharClass::kNumber, CharClass::kOther}) {
    const size_t from = begin + (text[begin] == ' ');
    if (const size_t end = run(from, kind); end > from) return end;
  }
  const size_t end = run(begin, CharClass::kSpace);
  if (end == text.size()) return end;
  size_t last = begin;  // the last character of the run: what (?!\S) gives back
  for (size_t at = begin; at < end; at += decode_utf8(text, at).length) last = at;
  return last > begin ? last : end;
}

TEST(Words, equal_the_pattern_on_random_texts) {
  const std::vector<std::string> parts = {" ",  " ", "\n",   "\u00a0", "'",     "s",
                                          "re", "a", "é",    "日",     "1",     "٣",
                                          ".",  "😀", "\xff", "\xe2",   "\u3000"};
  std::mt19937 random(3);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t count = 1 + random() % 10; count > 0; --count)
      text += parts[random() % parts.size()];
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = word_end(text, begin);
      ASSERT_EQ(end, naive_word_end(text, begin)) << "byte " << begin << " of '" << text << "'";
      begin = end;
    }
  }
}

TEST(Words, the_first_after_a_prefixed_space) {
  EXPECT_EQ(prefixed_word_end("ab c"), 2u);
  EXPECT_EQ(prefixed_word_end("'s"), 1u);  // " '": no contraction after a space
  EXPECT_EQ(prefixed_word_end("\na"), 0u);
  EXPECT_EQ(prefixed_word_end("\n"), 1u);
  EXPECT_EQ(prefixed_word_end("\n\u3000a"), 1u);
  const std::vector<std::string> parts = {"\n", "\u00a0", "'", "s",    "a",
                                          "é",  "1",      ".", "\xff", " "};
  std::mt19937 random(9);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t count = 1 + random() % 6; count > 0; --count)
      text += parts[random() % parts.size()];
    if (text[0] == ' ') continue;  // no space is prefixed there
    ASSERT_EQ(prefixed_word_end(text) + 1, naive_word_end(" " + text, 0)) << "'" << text << "'";
  }
}

TEST(Words, tile_any_bytes) {
  std::mt19937 random(4);
  for (int round = 0; round < 5000; ++round) {
    std::string text(random() % 40, '\0');
    for (char& c : text) c = static_cast<char>(random());
    std::string joined;
    for (const std::string& word : words_of(text)) joined += word;
    ASSERT_EQ(joined, text);
  }
}

}  // namespace
}  // namespace deberta
