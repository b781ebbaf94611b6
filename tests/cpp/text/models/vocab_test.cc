#include "text/models/vocab.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

using namespace std::string_literals;
using Entries = std::vector<Vocab::Entry>;

TEST(Vocab, finds_tokens_and_ids) {
  const Vocab vocab(Entries{{"b", 1}, {"a", 0}, {"Ġhello", 2}});
  EXPECT_EQ(vocab.find("a"), 0);
  EXPECT_EQ(vocab.find("b"), 1);
  EXPECT_EQ(vocab.find("Ġhello"), 2);
  EXPECT_EQ(vocab.find("Ġ"), std::nullopt);
  EXPECT_EQ(vocab.find(""), std::nullopt);
  EXPECT_EQ(vocab.token(2), "Ġhello");
  EXPECT_EQ(vocab.size(), 3);
}

TEST(Vocab, an_empty_one_knows_nothing) {
  for (const Vocab& vocab : {Vocab(), Vocab(Entries{})}) {
    EXPECT_EQ(vocab.size(), 0);
    EXPECT_EQ(vocab.find("a"), std::nullopt);
    EXPECT_EQ(vocab.token(0), "");
  }
}

TEST(Vocab, ids_may_have_holes) {
  Vocab vocab(Entries{{"a", 2}, {"b", 7}});
  EXPECT_EQ(vocab.size(), 8);
  EXPECT_EQ(vocab.token(2), "a");
  EXPECT_EQ(vocab.token(3), "");
  EXPECT_EQ(vocab.add("in a hole", 3), 3);
  EXPECT_EQ(vocab.size(), 8);
  EXPECT_EQ(vocab.find("in a hole"), 3);
}

TEST(Vocab, an_id_out_of_range_has_no_token) {
  const Vocab vocab(Entries{{"a", 0}});
  EXPECT_EQ(vocab.token(-1), "");
  EXPECT_EQ(vocab.token(1), "");
  EXPECT_EQ(vocab.token(INT32_MAX), "");
  EXPECT_EQ(vocab.token(INT32_MIN), "");
}

TEST(Vocab, a_token_is_any_bytes) {
  const Vocab vocab(Entries{{"", 0}, {"\0"s, 1}, {"\0\0"s, 2}, {"__proto__", 3}, {"\xff", 4}});
  EXPECT_EQ(vocab.find(""), 0);
  EXPECT_EQ(vocab.find("\0"s), 1);
  EXPECT_EQ(vocab.find("\0\0"s), 2);
  EXPECT_EQ(vocab.find("__proto__"), 3);
  EXPECT_EQ(vocab.token(4), "\xff");
}

TEST(Vocab, add_takes_the_next_free_id) {
  Vocab vocab;
  EXPECT_EQ(vocab.add("a"), 0);
  EXPECT_EQ(vocab.add("b", 5), 5);
  EXPECT_EQ(vocab.add("c"), 6);
  EXPECT_EQ(vocab.size(), 7);
}

TEST(Vocab, a_known_token_keeps_its_id) {
  Vocab vocab(Entries{{"a", 4}});
  EXPECT_EQ(vocab.add("a"), 4);
  EXPECT_EQ(vocab.add("a", 4), 4);
  EXPECT_ERROR(kVocab, "the ids 4 and 5", vocab.add("a", 5));
  EXPECT_EQ(vocab.find("a"), 4);
}

TEST(Vocab, many_tokens_stay_findable) {
  Vocab grown;
  Entries entries;
  for (int i = 0; i < 5000; ++i) {
    entries.push_back({"token " + std::to_string(i), i});
    EXPECT_EQ(grown.add(entries.back().token), i);
  }
  const Vocab whole(entries);
  for (const auto& [token, id] : entries) {
    ASSERT_EQ(grown.find(token), id);
    ASSERT_EQ(whole.find(token), id);
    ASSERT_EQ(whole.token(id), token);
  }
  EXPECT_EQ(whole.find("token 5000"), std::nullopt);
}

TEST(Vocab, refuses_impossible_ids) {
  EXPECT_ERROR(kVocab, "id -1", Vocab(Entries{{"a", -1}}));
  EXPECT_ERROR(kVocab, "id 16777216", Vocab(Entries{{"a", 16777216}}));
  EXPECT_ERROR(kVocab, "id 2147483647", Vocab(Entries{{"a", INT32_MAX}}));
  Vocab vocab;
  EXPECT_ERROR(kVocab, "id -7", vocab.add("a", -7));
  EXPECT_ERROR(kVocab, "id 16777216", vocab.add("a", Vocab::kMaxTokens));
  EXPECT_EQ(vocab.find("a"), std::nullopt);
}

TEST(Vocab, refuses_duplicates) {
  EXPECT_ERROR(kVocab, "a token occurs twice", Vocab(Entries{{"a", 0}, {"b", 1}, {"a", 2}}));
  EXPECT_ERROR(kVocab, "a token occurs twice", Vocab(Entries{{"a", 0}, {"a", 0}}));
  EXPECT_ERROR(kVocab, "two tokens have the id 3", Vocab(Entries{{"a", 3}, {"b", 3}}));
  Vocab vocab(Entries{{"a", 0}});
  EXPECT_ERROR(kVocab, "two tokens have the id 0", vocab.add("b", 0));
}

}  // namespace
}  // namespace deberta
