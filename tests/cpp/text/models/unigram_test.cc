#include "text/models/unigram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "expect_error.h"
#include "text/tiny_unigram.h"

namespace deberta {
namespace {

using testing::tiny_piece;
using testing::tiny_unigram;
using Ids = std::vector<int32_t>;
using Spans = std::vector<ByteSpan>;

Encoding encode(const Tokenizer& tokenizer, std::string_view text) {
  EncodeOptions options;
  options.add_special_tokens = false;
  return tokenizer.encode(text, options);
}

TEST(Unigram, the_pieces_with_the_largest_sum_are_taken) {
  const Encoding encoding = encode(tiny_unigram(), "hello world");
  EXPECT_EQ(encoding.ids, (Ids{tiny_piece("▁hello"), tiny_piece("▁"), tiny_piece("w"),
                               tiny_piece("or"), tiny_piece("ld")}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 5}, {5, 6}, {6, 7}, {7, 9}, {9, 11}}));
  EXPECT_EQ(encoding.word_ids, (Ids{0, 1, 1, 1, 1}));
}

TEST(Unigram, neighbouring_unknown_characters_are_one_token) {
  const Encoding encoding = encode(tiny_unigram(), "aбвx");
  EXPECT_EQ(encoding.ids, (Ids{tiny_piece("▁a"), testing::kUnkPiece, tiny_piece("x")}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 1}, {1, 5}, {5, 6}}));
}

TEST(Unigram, the_slow_tokenizer_has_bytes_for_unknown_characters) {
  const Ids ids = encode(tiny_unigram(false), "aбx").ids;
  EXPECT_EQ(ids, (Ids{tiny_piece("▁a"), testing::kFirstByte + 0xd0, testing::kFirstByte + 0xb1,
                      tiny_piece("x")}));
  EXPECT_EQ(tiny_unigram(false).decode(ids), "aбx");
  EXPECT_EQ(tiny_unigram(false).decode(Ids{testing::kFirstByte + 0xd0}), "\ufffd");
}

TEST(Unigram, a_nul_is_an_unknown_character_as_others) {
  const std::string text("a\0x", 3);
  EXPECT_EQ(encode(tiny_unigram(), text).ids,
            (Ids{tiny_piece("▁a"), testing::kUnkPiece, tiny_piece("x")}));
}

TEST(Unigram, offsets_are_those_of_the_original_text) {
  const std::string text = "  hello\t\n \uFB01e\u0301  ";  // ﬁ, e and an acute
  const Encoding encoding = encode(tiny_unigram(), text);
  EXPECT_EQ(encoding.ids, (Ids{tiny_piece("▁hello"), tiny_piece("▁fi"), tiny_piece("é")}));
  // Of the white space before it "▁fi" has the last; é stands where the e is, as in the reference.
  EXPECT_EQ(encoding.offsets, (Spans{{2, 7}, {9, 13}, {13, 14}}));
}

TEST(Unigram, a_removed_character_belongs_to_the_one_before_it) {
  EXPECT_EQ(encode(tiny_unigram(), "a\u00adx").offsets, (Spans{{0, 1}, {3, 4}}));
  // Before the first character it is lost, and all later characters are one place too far to the
  // front, as in the reference.
  EXPECT_EQ(encode(tiny_unigram(), "\u00adax").offsets, (Spans{{0, 2}, {2, 3}}));
  // An inserted character, here the i of ﬁ, counts as its replacement.
  EXPECT_EQ(encode(tiny_unigram(), "\uFB01\u00adx").offsets, (Spans{{0, 5}, {5, 6}}));
}

TEST(Unigram, a_word_begins_at_a_marker_in_the_text_too) {
  const Encoding encoding = encode(tiny_unigram(), "a▁hello");
  EXPECT_EQ(encoding.ids, (Ids{tiny_piece("▁a"), tiny_piece("▁hello")}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 1}, {1, 9}}));
}

TEST(Unigram, a_text_of_white_space_has_no_tokens) {
  for (bool fast : {true, false}) {
    EXPECT_TRUE(encode(tiny_unigram(fast), " \t\n ").ids.empty());
    EXPECT_TRUE(encode(tiny_unigram(fast), "").ids.empty());
  }
}

TEST(Unigram, words_are_texts_of_their_own) {
  const std::vector<std::string_view> words = {"hello", "hello x", ""};
  EncodeOptions options;
  options.add_special_tokens = false;
  const Encoding encoding = tiny_unigram().encode_words(words, options);
  EXPECT_EQ(encoding.ids,
            (Ids{tiny_piece("▁hello"), tiny_piece("▁hello"), tiny_piece("▁"), tiny_piece("x")}));
  EXPECT_EQ(encoding.word_ids, (Ids{0, 1, 1, 1}));
}

TEST(Unigram, added_tokens_are_looked_for_before_and_after_normalising) {
  const std::string config = R"({"added_tokens_decoder": {
      "300": {"content": "<e\u0301>", "normalized": true},
      "301": {"content": "<\ufb01>", "normalized": false}}})";
  const Tokenizer tokenizer = tiny_unigram(true, config);
  const Encoding encoding = encode(tokenizer, "<é><\uFB01>a");
  EXPECT_EQ(encoding.ids, (Ids{300, 301, tiny_piece("▁a")}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 4}, {4, 9}, {9, 10}}));
  EXPECT_EQ(encode(tokenizer, "<e\u0301>").ids, (Ids{300}));
}

TEST(Unigram, a_token_decodes_with_a_space_but_the_first) {
  const Tokenizer tokenizer = tiny_unigram();
  EXPECT_EQ(tokenizer.decode(Ids{tiny_piece("▁hello"), tiny_piece("▁a"), tiny_piece("x")}),
            "hello ax");
  EXPECT_EQ(tokenizer.text_of(std::vector<std::string_view>{"▁he", "▁▁", "y"}), "he  y");
}

TEST(Unigram, any_bytes_are_tokens_and_spans_of_the_text) {
  std::mt19937 random(7);
  const std::string some =
      std::string("a\0 \t\nex", 7) + "\xef\xac\x81\xcc\x81\xc2\xad\xf0\x9f\xe2\x96\x81\xff";
  for (bool fast : {true, false}) {
    const Tokenizer tokenizer = tiny_unigram(fast);
    for (int round = 0; round < 3000; ++round) {
      std::string text(random() % 40, ' ');
      for (char& c : text) c = some[random() % some.size()];
      const Encoding encoding = encode(tokenizer, text);
      uint32_t last = 0;
      for (ByteSpan span : encoding.offsets) {
        ASSERT_LE(last, span.begin);
        ASSERT_LE(span.begin, span.end);
        ASSERT_LE(span.end, text.size());
        last = span.begin;
      }
    }
  }
}

// Tries all segmentations of a word, and keeps the best up to each byte.
std::vector<Unigram::Piece> best_pieces(const std::vector<Unigram::Entry>& entries,
                                        std::string_view word, double unknown_score) {
  struct Way {
    double score = -INFINITY;
    std::vector<Unigram::Piece> pieces;
  };
  std::vector<Way> best(word.size() + 1);
  best[0].score = 0;
  for (size_t begin = 0; begin < word.size(); ++begin) {
    const auto extend = [&](size_t bytes, double score, int32_t id) {
      Way& way = best[begin + bytes];
      if (!(best[begin].score + score > way.score)) return;
      way = {best[begin].score + score, best[begin].pieces};
      way.pieces.push_back({id, static_cast<uint32_t>(bytes)});
    };
    bool is_known = false;
    for (size_t id = 0; id < entries.size(); ++id) {
      const auto& [piece, score, kind] = entries[id];
      if (!word.substr(begin).starts_with(piece)) continue;
      extend(piece.size(), score, static_cast<int32_t>(id));
      is_known |= piece.size() == 1;
    }
    if (!is_known) extend(1, unknown_score, 0);
  }
  return best[word.size()].pieces;
}

// Scores are halves, so that sums are exact and there are ties. Some words have borders that all
// segmentations share, others do not.
TEST(Unigram, pieces_equal_those_of_an_exhaustive_search) {
  const std::vector<Unigram::Entry> entries = {
      {"?", -1, Unigram::Kind::kNormal},    {"a", -3, Unigram::Kind::kNormal},
      {"aa", -5, Unigram::Kind::kNormal},   {"aaa", -6.5, Unigram::Kind::kNormal},
      {"b", -2.5, Unigram::Kind::kNormal},  {"ab", -5, Unigram::Kind::kNormal},
      {"ba", -5.5, Unigram::Kind::kNormal}, {"bca", -4, Unigram::Kind::kNormal}};
  const Unigram unigram(entries, 0, {.joins_unknown = false});
  const Unigram joining(entries, 0, {});
  std::mt19937 random(3);
  Unigram::Scratch scratch;
  for (int round = 0; round < 2000; ++round) {
    std::string word(random() % (round % 50 == 0 ? 3000 : 30), ' ');
    for (char& c : word) c = "aaabbbcx"[random() % 8];
    std::vector<Unigram::Piece> pieces, joined, expected = best_pieces(entries, word, -16.5);
    unigram.split(word, scratch, pieces);
    joining.split(word, scratch, joined);
    ASSERT_EQ(pieces.size(), expected.size()) << word;
    for (size_t i = 0; i < pieces.size(); ++i) {
      ASSERT_EQ(pieces[i].id, expected[i].id) << word;
      ASSERT_EQ(pieces[i].bytes, expected[i].bytes) << word;
    }
    std::vector<Unigram::Piece> merged;
    for (const Unigram::Piece& piece : pieces) {
      if (piece.id == 0 && !merged.empty() && merged.back().id == 0) {
        merged.back().bytes += piece.bytes;
      } else {
        merged.push_back(piece);
      }
    }
    ASSERT_EQ(joined.size(), merged.size()) << word;
    for (size_t i = 0; i < joined.size(); ++i) ASSERT_EQ(joined[i].bytes, merged[i].bytes) << word;
  }
}

TEST(Unigram, a_long_word_takes_memory_for_the_borders_that_are_not_certain) {
  const std::vector<Unigram::Entry> entries = {{"?", -9, Unigram::Kind::kNormal},
                                               {"ab", -1, Unigram::Kind::kNormal},
                                               {"aab", -1, Unigram::Kind::kNormal}};
  const Unigram unigram(entries, 0, {});
  std::string word;
  for (int i = 0; i < 10000; ++i) word += i % 3 == 0 ? "aab" : "abx";
  Unigram::Scratch scratch;
  std::vector<Unigram::Piece> pieces;
  unigram.split(word, scratch, pieces);
  EXPECT_LT(scratch.ends.size(), 50u);
  uint32_t bytes = 0;
  for (const Unigram::Piece& piece : pieces) bytes += piece.bytes;
  EXPECT_EQ(bytes, word.size());
}

TEST(Unigram, impossible_vocabularies_are_refused) {
  const std::vector<Unigram::Entry> entries = {{"a", 0, Unigram::Kind::kNormal}};
  EXPECT_ERROR(kVocab, "unk_id is 1, there are 1", Unigram(entries, 1, {}));
  EXPECT_ERROR(kVocab, "unk_id is -1", Unigram(entries, -1, {}));
  EXPECT_ERROR(kVocab, "score of piece 0", Unigram({{"a", NAN, Unigram::Kind::kNormal}}, 0, {}));
}

}  // namespace
}  // namespace deberta
