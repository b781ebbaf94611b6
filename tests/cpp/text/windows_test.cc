// Windows and the side that is cut, over texts of single-letter tokens. What is expected of pairs
// comes from the Rust library (npm tokenizers 0.23.2): Encoding.truncate() of each segment, then
// Tokenizer.postProcess().
#include <gtest/gtest.h>

#include <algorithm>

#include "expect_error.h"
#include "text/tiny_tokenizer.h"
#include "text/truncation.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Rows = std::vector<std::string>;

// A window as "|abc|kl|": letters, and a bar for each special token.
std::string letters_of(const Encoding& window) {
  std::string text;
  for (int32_t id : window.ids) text += id < kByte0 ? '|' : static_cast<char>(id - kByte0);
  return text;
}

void expect_as_whole(const Encoding& window, const Encoding& whole) {
  EXPECT_FALSE(window.truncated);
  ASSERT_EQ(window.sequence_ids.size(), window.ids.size());
  ASSERT_EQ(window.type_ids.size(), window.ids.size());
  ASSERT_EQ(window.special_tokens_mask.size(), window.ids.size());
  for (size_t i = 0; i < window.ids.size(); ++i) {
    if (window.special_tokens_mask[i] != 0) {
      EXPECT_EQ(window.offsets[i], (ByteSpan{0, 0}));
      EXPECT_EQ(window.word_ids[i], -1);
      EXPECT_EQ(window.sequence_ids[i], -1);
      continue;
    }
    // Each letter occurs once in the whole.
    const auto at =
        static_cast<size_t>(std::ranges::find(whole.ids, window.ids[i]) - whole.ids.begin());
    ASSERT_LT(at, whole.ids.size());
    EXPECT_EQ(window.offsets[i], whole.offsets[at]);
    EXPECT_EQ(window.word_ids[i], whole.word_ids[at]);
    EXPECT_EQ(window.sequence_ids[i], whole.sequence_ids[at]);
    EXPECT_EQ(window.type_ids[i], whole.type_ids[at]);
  }
}

EncodeOptions windows_of(int max_length, int stride,
                         Truncation truncation = Truncation::kLongestFirst) {
  EncodeOptions options;
  options.truncation = truncation;
  options.max_length = max_length;
  options.stride = stride;
  return options;
}

Tokenizer cutting(const char* side) {
  return tiny_tokenizer([](json&) {}, std::string(R"({"truncation_side": ")") + side + "\"}");
}

constexpr const char* kText = "abcdefghij";
constexpr const char* kPair = "klmno";

Rows single(const Tokenizer& tokenizer, const EncodeOptions& options) {
  Rows rows;
  const Encoding whole = tokenizer.encode(kText, {});
  for (const Encoding& window : tokenizer.encode_windows(kText, options)) {
    expect_as_whole(window, whole);
    rows.push_back(letters_of(window));
  }
  return rows;
}

Rows pairs(const Tokenizer& tokenizer, const EncodeOptions& options) {
  Rows rows;
  const Encoding whole = tokenizer.encode_pair(kText, kPair, {});
  for (const Encoding& window : tokenizer.encode_pair_windows(kText, kPair, options)) {
    expect_as_whole(window, whole);
    rows.push_back(letters_of(window));
  }
  return rows;
}

TEST(WindowsOfAText, begin_at_the_side_that_is_kept) {
  EXPECT_EQ(single(cutting("right"), windows_of(6, 2)),
            (Rows{"|abcd|", "|cdef|", "|efgh|", "|ghij|"}));
  EXPECT_EQ(single(cutting("left"), windows_of(6, 2)),
            (Rows{"|ghij|", "|efgh|", "|cdef|", "|abcd|"}));
  EXPECT_EQ(single(cutting("left"), windows_of(5, 0)), (Rows{"|hij|", "|efg|", "|bcd|", "|a|"}));
}

TEST(WindowsOfAText, only_first_is_the_same) {
  EXPECT_EQ(single(cutting("right"), windows_of(6, 2, Truncation::kOnlyFirst)),
            single(cutting("right"), windows_of(6, 2)));
}

TEST(WindowsOfAText, without_special_tokens_hold_more) {
  EncodeOptions options = windows_of(6, 2);
  options.add_special_tokens = false;
  EXPECT_EQ(single(cutting("right"), options), (Rows{"abcdef", "efghij"}));
}

TEST(WindowsOfAText, without_truncation_are_one) {
  EXPECT_EQ(single(cutting("right"), windows_of(3, 0, Truncation::kNone)), Rows{"|abcdefghij|"});
  // No file sets a length.
  EXPECT_EQ(single(cutting("right"), windows_of(0, 0)), Rows{"|abcdefghij|"});
}

TEST(WindowsOfAText, go_to_the_files_length_where_none_is_given) {
  const Tokenizer tokenizer = tiny_tokenizer([](json&) {}, R"({"model_max_length": 7})");
  EXPECT_EQ(single(tokenizer, windows_of(0, 0)), (Rows{"|abcde|", "|fghij|"}));
}

TEST(WindowsOfAPair, only_first) {
  EXPECT_EQ(pairs(cutting("right"), windows_of(11, 1, Truncation::kOnlyFirst)),
            (Rows{"|abc|klmno|", "|cde|klmno|", "|efg|klmno|", "|ghi|klmno|", "|ij|klmno|"}));
  EXPECT_EQ(pairs(cutting("left"), windows_of(11, 1, Truncation::kOnlyFirst)),
            (Rows{"|hij|klmno|", "|fgh|klmno|", "|def|klmno|", "|bcd|klmno|", "|ab|klmno|"}));
}

TEST(WindowsOfAPair, only_second) {
  EXPECT_EQ(pairs(cutting("right"), windows_of(15, 1, Truncation::kOnlySecond)),
            (Rows{"|abcdefghij|kl|", "|abcdefghij|lm|", "|abcdefghij|mn|", "|abcdefghij|no|"}));
  EXPECT_EQ(pairs(cutting("left"), windows_of(15, 1, Truncation::kOnlySecond)),
            (Rows{"|abcdefghij|no|", "|abcdefghij|mn|", "|abcdefghij|lm|", "|abcdefghij|kl|"}));
}

TEST(WindowsOfAPair, longest_first_combines_both) {
  EXPECT_EQ(
      pairs(cutting("right"), windows_of(12, 1)),
      (Rows{"|abcde|klmn|", "|efghi|klmn|", "|efghi|no|", "|ij|klmn|", "|ij|no|", "|abcde|no|"}));
  EXPECT_EQ(
      pairs(cutting("left"), windows_of(12, 1)),
      (Rows{"|fghij|lmno|", "|bcdef|lmno|", "|bcdef|kl|", "|ab|lmno|", "|ab|kl|", "|fghij|kl|"}));
  EXPECT_EQ(
      pairs(cutting("right"), windows_of(10, 2)),
      (Rows{"|abcd|klm|", "|cdef|klm|", "|cdef|lmn|", "|cdef|mno|", "|efgh|klm|", "|efgh|lmn|",
            "|efgh|mno|", "|ghij|klm|", "|ghij|lmn|", "|ghij|mno|", "|abcd|lmn|", "|abcd|mno|"}));
}

TEST(WindowsOfAPair, longest_first_cuts_the_longer_one_alone_where_that_is_enough) {
  EXPECT_EQ(pairs(cutting("right"), windows_of(15, 0)), (Rows{"|abcdefg|klmno|", "|hij|klmno|"}));
}

TEST(WindowsOfAPair, go_by_the_segment_that_the_template_has_first) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    json& pair = document["post_processor"]["pair"];
    std::swap(pair[1], pair[3]);
  });
  EXPECT_EQ(pairs(tokenizer, windows_of(12, 1)), (Rows{"|klmn|abcde|", "|no|abcde|", "|no|efghi|",
                                                       "|no|ij|", "|klmn|efghi|", "|klmn|ij|"}));
}

TEST(WindowsOfAPair, that_fits_are_one) {
  EXPECT_EQ(pairs(cutting("right"), windows_of(18, 0)), Rows{"|abcdefghij|klmno|"});
}

TEST(WindowsOfAPair, count_all_of_both_segments) {
  // 0.23.2 reads 8 tokens of each and treats them as equally long; its windows then miss the rest.
  const Tokenizer tokenizer = cutting("right");
  const auto windows = tokenizer.encode_pair_windows("abcdefghijkl", "mnopqrstu", windows_of(8, 0));
  EXPECT_EQ(letters_of(windows[0]), "|abc|mn|");
  EXPECT_EQ(windows.size(), 4u * 5u);
}

TEST(WindowsRefuse, a_stride_that_leaves_no_step) {
  const Tokenizer tokenizer = cutting("right");
  EXPECT_ERROR(kInput, "stride is 3, windows have room for 3",
               pairs(tokenizer, windows_of(11, 3, Truncation::kOnlyFirst)));
  EXPECT_ERROR(kInput, "stride is 2, windows have room for 2",
               pairs(tokenizer, windows_of(15, 2, Truncation::kOnlySecond)));
  EXPECT_ERROR(kInput, "stride is 3, windows have room for 3", pairs(tokenizer, windows_of(10, 3)));
  EXPECT_ERROR(kInput, "stride is -1", pairs(tokenizer, windows_of(100, -1)));
  EXPECT_ERROR(kInput, "stride is 100, windows have room for 97",
               pairs(tokenizer, windows_of(100, 100)));
}

TEST(WindowsRefuse, texts_that_cannot_be_cut_enough) {
  const Tokenizer tokenizer = cutting("right");
  EXPECT_ERROR(kInput, "only_first: the segment has 10 tokens, but 10 must be removed",
               pairs(tokenizer, windows_of(8, 0, Truncation::kOnlyFirst)));
  EXPECT_ERROR(kInput, "only_second: expected a second text",
               single(tokenizer, windows_of(6, 0, Truncation::kOnlySecond)));
  EXPECT_ERROR(kInput, "special tokens alone are 3", pairs(tokenizer, windows_of(2, 0)));
  // One token for both: the text would have none, and there would be no end of windows.
  EXPECT_ERROR(kInput, "windows have room for 0", pairs(tokenizer, windows_of(4, 0)));
  EXPECT_ERROR(kInput, "max_length is 0", tokenizer.encode_windows("a", 0, 0));
}

TEST(WindowsRefuse, more_tokens_than_memory_holds) {
  const std::string long_text(30'000, 'a');
  EXPECT_ERROR(kInput, "windows of 8193 tokens, at most 67108864",
               cutting("right").encode_windows(long_text, 8192, 8189));
}

TEST(TruncationSide, left_keeps_the_end) {
  const Tokenizer tokenizer = cutting("left");
  EncodeOptions options = windows_of(6, 0);
  const Encoding encoding = tokenizer.encode(kText, options);
  EXPECT_EQ(letters_of(encoding), "|ghij|");
  EXPECT_EQ(encoding.offsets[1], (ByteSpan{6, 7}));
  EXPECT_TRUE(encoding.truncated);
  // The Rust library's results for setTruncation(9, direction: left) and similar calls.
  options.max_length = 9;
  EXPECT_EQ(letters_of(tokenizer.encode_pair(kText, kPair, options)), "|hij|mno|");
  options = windows_of(11, 0, Truncation::kOnlyFirst);
  EXPECT_EQ(letters_of(tokenizer.encode_pair(kText, kPair, options)), "|hij|klmno|");
  options = windows_of(15, 0, Truncation::kOnlySecond);
  EXPECT_EQ(letters_of(tokenizer.encode_pair(kText, kPair, options)), "|abcdefghij|no|");
}

}  // namespace
}  // namespace deberta
