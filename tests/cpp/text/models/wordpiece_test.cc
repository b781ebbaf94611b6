#include "text/models/wordpiece.h"

#include <gtest/gtest.h>

#include <string>

namespace deberta {
namespace {

using Pieces = std::vector<std::pair<int32_t, uint32_t>>;

const Vocab& vocab() {
  static const Vocab words({{"[UNK]", 0},
                            {"un", 1},
                            {"##want", 2},
                            {"##ed", 3},
                            {"want", 4},
                            {"##wan", 5},
                            {"中", 6},
                            {"##文", 7},
                            {"##", 8}});
  return words;
}

Pieces split(std::string_view word, WordPiece::Rules rules = {}) {
  std::vector<WordPiece::Piece> pieces;
  WordPiece(vocab(), std::move(rules)).split(word, pieces);
  Pieces result;
  for (const auto& [id, bytes] : pieces) result.emplace_back(id, bytes);
  return result;
}

TEST(WordPiece, takes_the_longest_token_first) {
  EXPECT_EQ(split("unwanted"), (Pieces{{1, 2}, {2, 4}, {3, 2}}));
  EXPECT_EQ(split("want"), (Pieces{{4, 4}}));
  EXPECT_EQ(split("中文"), (Pieces{{6, 3}, {7, 3}}));
}

TEST(WordPiece, a_word_that_its_tokens_do_not_cover_is_unknown_as_a_whole) {
  EXPECT_EQ(split("unwantedX"), (Pieces{{0, 9}}));
  // The longest token is not given up for a shorter one.
  EXPECT_EQ(split("unwantt"), (Pieces{{0, 7}}));
  EXPECT_EQ(split("ed"), (Pieces{{0, 2}}));
  EXPECT_EQ(split("##ed"), (Pieces{{3, 4}}));
}

TEST(WordPiece, a_word_with_too_many_characters_is_unknown) {
  EXPECT_EQ(split("中文", {.longest_word = 2}), (Pieces{{6, 3}, {7, 3}}));
  EXPECT_EQ(split("中文文", {.longest_word = 2}), (Pieces{{0, 9}}));
  EXPECT_EQ(split("un", {.longest_word = 0}), (Pieces{{0, 2}}));
}

TEST(WordPiece, pieces_are_appended) {
  std::vector<WordPiece::Piece> pieces = {{9, 9}};
  const WordPiece model(vocab(), {});
  model.split("unwanted", pieces);
  model.split("x", pieces);
  ASSERT_EQ(pieces.size(), 5u);
  EXPECT_EQ(pieces[0].id, 9);
  EXPECT_EQ(pieces[4].id, 0);
}

}  // namespace
}  // namespace deberta
