#include "text/models/bpe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "expect_error.h"
#include "reference/naive_bpe.h"
#include "text/models/byte_level.h"

namespace deberta {
namespace {

using Merges = std::vector<Bpe::Merge>;
using Tokens = std::vector<std::string>;

// The bytes, then what the merges make, then more tokens.
Vocab vocab_of(const Merges& merges, const Tokens& more = {}) {
  Vocab vocab;
  for (const std::string& letter : byte_alphabet()) vocab.add(letter);
  for (const auto& [left, right] : merges) vocab.add(left + right);
  for (const std::string& token : more) vocab.add(token);
  return vocab;
}

class Splitter {
 public:
  explicit Splitter(const Merges& merges, const Tokens& more = {}, bool whole_words = false)
      : vocab_(vocab_of(merges, more)), bpe_(vocab_, merges, {.whole_words = whole_words}) {}

  Tokens operator()(std::string_view word) {
    pieces_.clear();
    bpe_.split(word, vocab_, scratch_, pieces_);
    Tokens tokens;
    size_t at = 0;
    for (const Bpe::Piece& piece : pieces_) {
      tokens.emplace_back(vocab_.token(piece.id));
      EXPECT_EQ(bytes_of_token(tokens.back()), word.substr(at, piece.bytes));
      at += piece.bytes;
    }
    EXPECT_EQ(at, word.size());
    return tokens;
  }

 private:
  Vocab vocab_;
  Bpe bpe_;
  Bpe::Scratch scratch_;
  std::vector<Bpe::Piece> pieces_;
};

TEST(Bpe, without_merges_a_word_is_its_bytes) {
  Splitter split({});
  EXPECT_EQ(split("ab"), (Tokens{"a", "b"}));
  EXPECT_EQ(split(" é"), (Tokens{"Ġ", "Ã", "©"}));
  EXPECT_EQ(split(""), Tokens{});
}

TEST(Bpe, the_lowest_rank_goes_first) {
  EXPECT_EQ(Splitter({{"b", "c"}, {"a", "b"}})("abc"), (Tokens{"a", "bc"}));
  EXPECT_EQ(Splitter({{"a", "b"}, {"b", "c"}})("abc"), (Tokens{"ab", "c"}));
  EXPECT_EQ(Splitter({{"c", "d"}, {"b", "c"}, {"a", "b"}})("abcd"), (Tokens{"ab", "cd"}));
}

TEST(Bpe, of_equal_ranks_the_leftmost_goes_first) {
  Splitter split({{"a", "a"}});
  EXPECT_EQ(split("aa"), Tokens{"aa"});
  EXPECT_EQ(split("aaa"), (Tokens{"aa", "a"}));
  EXPECT_EQ(split("aaaa"), (Tokens{"aa", "aa"}));
  EXPECT_EQ(split("aaaaa"), (Tokens{"aa", "aa", "a"}));
}

TEST(Bpe, joined_tokens_join_again) {
  Splitter split({{"a", "a"}, {"aa", "aa"}});
  EXPECT_EQ(split("aaaaaaa"), (Tokens{"aaaa", "aa", "a"}));
  EXPECT_EQ(Splitter({{"l", "o"}, {"lo", "w"}, {"e", "r"}})("lower"), (Tokens{"low", "er"}));
}

TEST(Bpe, a_new_pair_of_lower_rank_is_joined_before_the_old_ones) {
  // abab → ab·a·b, where "ab a" ranks before the second "a b".
  EXPECT_EQ(Splitter({{"ab", "a"}, {"a", "b"}})("abab"), (Tokens{"aba", "b"}));
}

TEST(Bpe, a_pair_that_lost_a_side_is_forgotten) {
  // "b c" takes the b that "a b" was waiting for; "a bc" may still come.
  EXPECT_EQ(Splitter({{"b", "c"}, {"a", "b"}, {"a", "bc"}})("abc"), Tokens{"abc"});
  EXPECT_EQ(Splitter({{"b", "c"}, {"c", "d"}, {"a", "b"}})("abcd"), (Tokens{"a", "bc", "d"}));
}

TEST(Bpe, of_a_pair_that_occurs_twice_the_later_rank_counts) {
  EXPECT_EQ(Splitter({{"a", "b"}, {"b", "c"}, {"a", "b"}})("abc"), (Tokens{"a", "bc"}));
}

TEST(Bpe, one_token_may_come_of_several_pairs) {
  const Merges merges = {{"a", "b"}, {"ab", "c"}, {"b", "c"}, {"a", "bc"}};
  EXPECT_EQ(Splitter(merges)("abc"), Tokens{"abc"});
  EXPECT_EQ(Splitter(merges)("aabcbc"), (Tokens{"a", "abc", "bc"}));
}

TEST(Bpe, merges_cross_the_bytes_of_a_character) {
  EXPECT_EQ(Splitter({{"Ã", "©"}, {"Ġ", "Ã©"}})(" éé"), (Tokens{"ĠÃ©", "Ã©"}));
  EXPECT_EQ(Splitter({{"Ġ", "Ã"}})(" é"), (Tokens{"ĠÃ", "©"}));
}

TEST(Bpe, whole_words_are_taken_as_they_are) {
  const Merges merges = {{"a", "b"}};
  const Tokens more = {"abc", "Ġabc"};
  EXPECT_EQ(Splitter(merges, more, true)("abc"), Tokens{"abc"});
  EXPECT_EQ(Splitter(merges, more, true)(" abc"), Tokens{"Ġabc"});
  EXPECT_EQ(Splitter(merges, more, true)("abcd"), (Tokens{"ab", "c", "d"}));
  EXPECT_EQ(Splitter(merges, more, true)(""), Tokens{});
  EXPECT_EQ(Splitter(merges, more, false)("abc"), (Tokens{"ab", "c"}));
}

TEST(Bpe, pieces_are_appended) {
  const Vocab vocab = vocab_of({});
  const Bpe bpe(vocab, {}, {});
  Bpe::Scratch scratch;
  std::vector<Bpe::Piece> pieces;
  bpe.split("a", vocab, scratch, pieces);
  bpe.split("b", vocab, scratch, pieces);
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].id, 'a');
  EXPECT_EQ(pieces[1].id, 'b');
}

// Merges of tokens that earlier ones made, in any order of rank.
Merges random_merges(std::mt19937& random, const Tokens& letters, size_t count) {
  Tokens known = letters;
  Merges merges;
  while (merges.size() < count) {
    const std::string left = known[random() % known.size()];
    const std::string right = known[random() % known.size()];
    if (left.size() + right.size() > 12) continue;
    merges.emplace_back(left, right);
    known.push_back(left + right);
  }
  std::ranges::shuffle(merges, random);
  return merges;
}

TEST(Bpe, equals_the_naive_definition) {
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    const Merges merges = random_merges(random, {"a", "b", "Ġ", "Ã"}, 2 + random() % 40);
    Splitter split(merges);
    for (int word = 0; word < 60; ++word) {
      std::string bytes(1 + random() % 30, '\0');
      for (char& c : bytes) c = "ab \xc3"[random() % 4];
      ASSERT_EQ(split(bytes), reference::naive_bpe(bytes, merges)) << bytes;
    }
  }
}

TEST(Bpe, equals_the_naive_definition_on_any_bytes) {
  std::mt19937 random(6);
  const Tokens letters(byte_alphabet().begin(), byte_alphabet().end());
  const Merges merges = random_merges(random, letters, 20000);
  Splitter split(merges);
  for (int word = 0; word < 50; ++word) {
    std::string bytes(1 + random() % 60, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    ASSERT_EQ(split(bytes), reference::naive_bpe(bytes, merges));
  }
}

TEST(Bpe, a_long_word_is_split) {
  Merges merges;
  for (std::string run = "a"; run.size() < 64; run += run) merges.emplace_back(run, run);
  Splitter split(merges);
  const Tokens tokens = split(std::string(200'000, 'a'));  // 3125 · 64
  EXPECT_EQ(tokens, Tokens(3125, std::string(64, 'a')));
  EXPECT_EQ(split(std::string(200'000, 'b')), Tokens(200'000, "b"));
}

// The ids and lengths of the pieces of words whose 'x' has no token; "ab" is merged.
std::vector<std::pair<int32_t, uint32_t>> pieces_without_x(std::string_view word,
                                                           Bpe::Unknown unknown) {
  Vocab vocab;
  for (const char* token : {"a", "b", "ab"}) vocab.add(token);
  const Bpe bpe(vocab, {{"a", "b"}}, {.unknown = unknown});
  EXPECT_FALSE(bpe.is_complete());
  Bpe::Scratch scratch;
  std::vector<Bpe::Piece> pieces;
  bpe.split(word, vocab, scratch, pieces);
  std::vector<std::pair<int32_t, uint32_t>> result;
  for (const Bpe::Piece& piece : pieces) result.emplace_back(piece.id, piece.bytes);
  return result;
}

TEST(Bpe, bytes_without_a_token_are_dropped_kept_or_fused) {
  using Pieces = std::vector<std::pair<int32_t, uint32_t>>;
  using enum Bpe::Unknown;
  constexpr int32_t kA = 0, kB = 1, kAb = 2, kNone = Bpe::kUnknown;
  EXPECT_EQ(pieces_without_x("xxaxb", kDropped), (Pieces{{kNone, 2}, {kAb, 3}}));
  EXPECT_EQ(pieces_without_x("bxxax", kDropped),
            (Pieces{{kB, 1}, {kNone, 2}, {kA, 1}, {kNone, 1}}));
  EXPECT_EQ(pieces_without_x("xx", kDropped), (Pieces{{kNone, 2}}));
  EXPECT_EQ(pieces_without_x("axxb", kKept), (Pieces{{kA, 1}, {kNone, 1}, {kNone, 1}, {kB, 1}}));
  EXPECT_EQ(pieces_without_x("axxbx", kFused), (Pieces{{kA, 1}, {kNone, 2}, {kB, 1}, {kNone, 1}}));
  // Words beyond the length for which pairs are scanned again.
  std::string word;
  for (int i = 0; i < 50; ++i) word += "axb";
  EXPECT_EQ(pieces_without_x(word, kDropped), Pieces(50, {kAb, 3}));
  EXPECT_EQ(pieces_without_x(word, kKept).size(), 150u);
}

TEST(Bpe, merges_of_unknown_tokens_are_refused) {
  const Vocab vocab = vocab_of({{"a", "b"}});
  EXPECT_ERROR(kMerges, "merge 0: its left side", Bpe(vocab, {{"xy", "b"}}, {}));
  EXPECT_ERROR(kMerges, "merge 1: its right side", Bpe(vocab, {{"a", "b"}, {"a", "xy"}}, {}));
  EXPECT_ERROR(kMerges, "merge 1: its result", Bpe(vocab, {{"a", "b"}, {"b", "c"}}, {}));
  EXPECT_ERROR(kMerges, "merge 0: its left side", Bpe(vocab, {{"", "b"}}, {}));
}

}  // namespace
}  // namespace deberta
