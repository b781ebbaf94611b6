// Words that the caller has split. The Rust library tokenizes each as a text of its own and merges;
// the expected ids and offsets are its (npm tokenizers 0.23.2) for each word with add_prefix_space.
#include <gtest/gtest.h>

#include "expect_error.h"
#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Ids = std::vector<int32_t>;
using Spans = std::vector<ByteSpan>;
using Words = std::vector<std::string_view>;

Tokenizer prefixing() {
  return tiny_tokenizer([](json&) {}, R"({"add_prefix_space": true})");
}

EncodeOptions without_specials() {
  EncodeOptions options;
  options.add_special_tokens = false;
  return options;
}

constexpr int32_t kSpace = kByte0 + ' ';

TEST(SplitWords, have_their_index_and_offsets_of_their_own) {
  const Words words = {"hello", "world", "", " world", "é"};
  const Encoding encoding = prefixing().encode_words(words, {});
  EXPECT_EQ(encoding.ids, (Ids{kCls, kSpace, kHello, kSpaceWorld, kSpaceWorld, kSpace,
                               byte_id('\xc3'), byte_id('\xa9'), kSep}));
  EXPECT_EQ(encoding.offsets,
            (Spans{{0, 0}, {0, 1}, {0, 5}, {0, 5}, {0, 6}, {0, 2}, {0, 2}, {0, 2}, {0, 0}}));
  EXPECT_EQ(encoding.word_ids, (Ids{-1, 0, 0, 1, 3, 4, 4, 4, -1}));
  EXPECT_EQ(encoding.sequence_ids, (std::vector<int8_t>{-1, 0, 0, 0, 0, 0, 0, 0, -1}));
}

TEST(SplitWords, may_hold_several_of_the_pre_splits_words_and_added_tokens) {
  const Encoding its = prefixing().encode_words(Words{"a", "it's"}, without_specials());
  EXPECT_EQ(its.ids, (Ids{kSpace, byte_id('a'), kSpace, byte_id('i'), byte_id('t'), byte_id('\''),
                          byte_id('s')}));
  EXPECT_EQ(its.offsets, (Spans{{0, 1}, {0, 1}, {0, 1}, {0, 1}, {1, 2}, {2, 3}, {3, 4}}));
  EXPECT_EQ(its.word_ids, (Ids{0, 0, 1, 1, 1, 1, 1}));
  const Encoding mask = prefixing().encode_words(Words{"a[MASK]lo"}, without_specials());
  EXPECT_EQ(mask.ids, (Ids{kSpace, byte_id('a'), kMask, kSpace, kLo}));
  EXPECT_EQ(mask.offsets, (Spans{{0, 1}, {0, 1}, {1, 7}, {7, 8}, {7, 9}}));
  EXPECT_EQ(mask.word_ids, (Ids{0, 0, 0, 0, 0}));
}

TEST(SplitWords, of_a_pair) {
  const Encoding encoding = prefixing().encode_words_pair(Words{"world"}, Words{"lo", "world"}, {});
  EXPECT_EQ(encoding.ids, (Ids{kCls, kSpaceWorld, kSep, kSpace, kLo, kSpaceWorld, kSep}));
  EXPECT_EQ(encoding.word_ids, (Ids{-1, 0, -1, 0, 0, 1, -1}));
  EXPECT_EQ(encoding.type_ids, (Ids{0, 0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(encoding.sequence_ids, (std::vector<int8_t>{-1, 0, -1, 1, 1, 1, -1}));
}

TEST(SplitWords, none_are_the_special_tokens) {
  EXPECT_EQ(prefixing().encode_words(Words{}, {}).ids, (Ids{kCls, kSep}));
  EXPECT_EQ(prefixing().encode_words(Words{"", ""}, {}).ids, (Ids{kCls, kSep}));
}

TEST(SplitWords, are_truncated_and_come_in_windows) {
  const Words words = {"world", "world", "hello"};
  EncodeOptions options;
  options.truncation = Truncation::kLongestFirst;
  options.max_length = 4;
  const Encoding cut = prefixing().encode_words(words, options);
  EXPECT_EQ(cut.word_ids, (Ids{-1, 0, 1, -1}));
  EXPECT_TRUE(cut.truncated);
  const auto windows = prefixing().encode_words_windows(words, options);
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_EQ(windows[1].ids, (Ids{kCls, kSpace, kHello, kSep}));
  EXPECT_EQ(windows[1].word_ids, (Ids{-1, 2, 2, -1}));
  options.truncation = Truncation::kOnlySecond;
  options.max_length = 6;
  const auto pairs = prefixing().encode_words_pair_windows(Words{"world"}, words, options);
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[1].ids, (Ids{kCls, kSpaceWorld, kSep, kSpace, kHello, kSep}));
}

// The reference reads each word separately, so max_length does not stop it early.
TEST(SplitWords, count_in_full_where_a_pair_is_truncated) {
  EncodeOptions options;
  options.truncation = Truncation::kLongestFirst;
  options.max_length = 6;
  const std::vector<std::string_view> eight(8, "world"), seven(7, "world");
  EXPECT_EQ(prefixing().encode_words_pair(eight, seven, options).sequence_ids,
            (std::vector<int8_t>{-1, 0, 0, -1, 1, -1}));
}

TEST(SplitWords, need_the_prefix_space) {
  const Tokenizer tokenizer = tiny_tokenizer();
  const Words words = {"hello"};
  const char* message = "expected a tokenizer with add_prefix_space = true";
  EXPECT_ERROR(kInput, message, tokenizer.encode_words(words, {}));
  EXPECT_ERROR(kInput, message, tokenizer.encode_words_pair(words, words, {}));
  EXPECT_ERROR(kInput, message, tokenizer.encode_words_windows(words, {}));
  EXPECT_ERROR(kInput, message, tokenizer.encode_words_pair_windows(words, words, {}));
}

}  // namespace
}  // namespace deberta
