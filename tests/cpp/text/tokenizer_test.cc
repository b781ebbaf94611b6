#include "text/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "expect_error.h"
#include "text/tiny_tokenizer.h"
#include "text/tiny_unigram.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Ids = std::vector<int32_t>;
using Spans = std::vector<ByteSpan>;

constexpr int32_t kA = kByte0 + 'a';
constexpr int32_t kB = kByte0 + 'b';
constexpr int32_t kSpace = kByte0 + ' ';

EncodeOptions truncated_to(int max_length, Truncation truncation = Truncation::kLongestFirst) {
  EncodeOptions options;
  options.truncation = truncation;
  options.max_length = max_length;
  return options;
}

EncodeOptions without_specials() {
  EncodeOptions options;
  options.add_special_tokens = false;
  return options;
}

// tokenizer.json without a post_processor: nothing is added.
Tokenizer bare_tokenizer() {
  return tiny_tokenizer([](json& document) { document["post_processor"] = nullptr; });
}

void expect_consistent(const Encoding& encoding) {
  const size_t size = encoding.ids.size();
  EXPECT_EQ(encoding.type_ids.size(), size);
  EXPECT_EQ(encoding.offsets.size(), size);
  EXPECT_EQ(encoding.special_tokens_mask.size(), size);
  EXPECT_EQ(encoding.sequence_ids.size(), size);
  EXPECT_EQ(encoding.word_ids.size(), size);
}

TEST(Tokenizer, a_text_in_full) {
  const Encoding encoding = tiny_tokenizer().encode("hello world held", {});
  EXPECT_EQ(encoding.ids, (Ids{kCls, kHello, kSpaceWorld, kSpace, kHe, kLd, kSep}));
  EXPECT_EQ(encoding.offsets,
            (Spans{{0, 0}, {0, 5}, {5, 11}, {11, 12}, {12, 14}, {14, 16}, {0, 0}}));
  EXPECT_EQ(encoding.word_ids, (Ids{-1, 0, 1, 2, 2, 2, -1}));
  EXPECT_EQ(encoding.type_ids, (Ids{0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(encoding.special_tokens_mask, (std::vector<uint8_t>{1, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(encoding.sequence_ids, (std::vector<int8_t>{-1, 0, 0, 0, 0, 0, -1}));
  EXPECT_FALSE(encoding.truncated);
}

TEST(Tokenizer, a_pair_in_full) {
  const Encoding encoding = tiny_tokenizer().encode_pair("hello", "a world", {});
  EXPECT_EQ(encoding.ids, (Ids{kCls, kHello, kSep, kA, kSpaceWorld, kSep}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 0}, {0, 5}, {0, 0}, {0, 1}, {1, 7}, {0, 0}}));
  EXPECT_EQ(encoding.word_ids, (Ids{-1, 0, -1, 0, 1, -1}));
  EXPECT_EQ(encoding.type_ids, (Ids{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(encoding.special_tokens_mask, (std::vector<uint8_t>{1, 0, 1, 0, 0, 1}));
  EXPECT_EQ(encoding.sequence_ids, (std::vector<int8_t>{-1, 0, -1, 1, 1, -1}));
}

TEST(Tokenizer, empty_texts_are_the_special_tokens) {
  EXPECT_EQ(tiny_tokenizer().encode("", {}).ids, (Ids{kCls, kSep}));
  EXPECT_EQ(tiny_tokenizer().encode_pair("", "", {}).ids, (Ids{kCls, kSep, kSep}));
  EXPECT_EQ(tiny_tokenizer().encode_pair("", "a", {}).ids, (Ids{kCls, kSep, kA, kSep}));
  EXPECT_EQ(bare_tokenizer().encode("", {}).ids, Ids{});
}

TEST(Tokenizer, without_special_tokens) {
  EXPECT_EQ(tiny_tokenizer().encode("hello", without_specials()).ids, Ids{kHello});
  const Encoding pair = tiny_tokenizer().encode_pair("hello", "a", without_specials());
  EXPECT_EQ(pair.ids, (Ids{kHello, kA}));
  EXPECT_EQ(pair.type_ids, (Ids{0, 1}));
  EXPECT_EQ(pair.sequence_ids, (std::vector<int8_t>{0, 1}));
}

TEST(Tokenizer, a_part_of_a_character_has_the_span_of_the_whole) {
  const Encoding accent = tiny_tokenizer().encode("aé", without_specials());
  EXPECT_EQ(accent.ids, (Ids{kA, byte_id('\xc3'), byte_id('\xa9')}));
  EXPECT_EQ(accent.offsets, (Spans{{0, 1}, {1, 3}, {1, 3}}));
  EXPECT_EQ(accent.word_ids, (Ids{0, 0, 0}));
  const Encoding emoji = tiny_tokenizer().encode("a 😀b", without_specials());
  EXPECT_EQ(emoji.offsets, (Spans{{0, 1}, {1, 2}, {2, 6}, {2, 6}, {2, 6}, {2, 6}, {6, 7}}));
  EXPECT_EQ(emoji.word_ids, (Ids{0, 1, 1, 1, 1, 1, 2}));
}

TEST(Tokenizer, bytes_that_are_not_utf8_are_kept) {
  const Encoding encoding = tiny_tokenizer().encode("a\xff\xe2", without_specials());
  EXPECT_EQ(encoding.ids, (Ids{kA, byte_id('\xff'), byte_id('\xe2')}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 1}, {1, 2}, {2, 3}}));
}

TEST(Tokenizer, bytes_that_only_continue_a_character_stand_for_themselves) {
  const Encoding encoding = tiny_tokenizer().encode(
      "a\x80\x80"
      "é\x80",
      without_specials());
  EXPECT_EQ(encoding.offsets, (Spans{{0, 1}, {1, 2}, {2, 3}, {3, 5}, {3, 5}, {5, 6}}));
}

TEST(Tokenizer, any_bytes_have_consistent_encodings) {
  const Tokenizer tokenizer = tiny_tokenizer();
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 30, '\0');
    for (char& c : text)
      c = static_cast<char>(random() % 2 != 0 ? random() : "helo wrd"[random() % 8]);
    const Encoding encoding = tokenizer.encode(text, {});
    expect_consistent(encoding);
    std::string bytes;
    for (size_t i = 1; i + 1 < encoding.ids.size(); ++i) {
      bytes += bytes_of_token(tokenizer.token(encoding.ids[i])).value();
      ASSERT_LT(encoding.offsets[i].begin, encoding.offsets[i].end);
      ASSERT_LE(encoding.offsets[i].end, text.size());
    }
    ASSERT_EQ(bytes, text);
  }
}

TEST(Tokenizer, special_tokens_in_a_text_are_tokens_of_the_text) {
  const Encoding encoding = tiny_tokenizer().encode("a[SEP]hello", {});
  EXPECT_EQ(encoding.ids, (Ids{kCls, kA, kSep, kHello, kSep}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 0}, {0, 1}, {1, 6}, {6, 11}, {0, 0}}));
  EXPECT_EQ(encoding.word_ids, (Ids{-1, 0, 1, 2, -1}));
  EXPECT_EQ(encoding.special_tokens_mask, (std::vector<uint8_t>{1, 0, 0, 0, 1}));
  EXPECT_EQ(encoding.sequence_ids, (std::vector<int8_t>{-1, 0, 0, 0, -1}));
}

TEST(Tokenizer, the_mask_takes_the_white_space_before_it) {
  const Encoding encoding = tiny_tokenizer().encode("a \n[MASK] world", without_specials());
  EXPECT_EQ(encoding.ids, (Ids{kA, kMask, kSpaceWorld}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 1}, {1, 9}, {9, 15}}));
}

TEST(Tokenizer, a_word_ends_at_an_added_token) {
  EXPECT_EQ(tiny_tokenizer().encode("hel[PAD]lo", without_specials()).ids,
            (Ids{kHe, byte_id('l'), kPad, kLo}));
  EXPECT_EQ(tiny_tokenizer().encode("[PAD][PAD]", without_specials()).ids, (Ids{kPad, kPad}));
}

// --- add_prefix_space

Tokenizer prefixing_tokenizer() {
  return tiny_tokenizer(
      [](json& document) { document["pre_tokenizer"]["add_prefix_space"] = true; });
}

TEST(PrefixSpace, makes_the_first_word_one_in_a_text) {
  const Encoding encoding = prefixing_tokenizer().encode("world", without_specials());
  EXPECT_EQ(encoding.ids, Ids{kSpaceWorld});
  EXPECT_EQ(encoding.offsets, (Spans{{0, 5}}));
}

TEST(PrefixSpace, that_is_a_token_has_the_span_of_the_first_character) {
  const Encoding encoding = prefixing_tokenizer().encode("hello world", without_specials());
  EXPECT_EQ(encoding.ids, (Ids{kSpace, kHello, kSpaceWorld}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 1}, {0, 5}, {5, 11}}));
  EXPECT_EQ(encoding.word_ids, (Ids{0, 0, 1}));
  EXPECT_EQ(prefixing_tokenizer().encode("éa", without_specials()).offsets,
            (Spans{{0, 2}, {0, 2}, {0, 2}, {2, 3}}));
}

TEST(PrefixSpace, is_not_added_before_a_space_or_to_nothing) {
  const Encoding encoding = prefixing_tokenizer().encode(" world", without_specials());
  EXPECT_EQ(encoding.ids, Ids{kSpaceWorld});
  EXPECT_EQ(encoding.offsets, (Spans{{0, 6}}));
  EXPECT_EQ(prefixing_tokenizer().encode("", without_specials()).ids, Ids{});
  EXPECT_EQ(prefixing_tokenizer().encode("\na", without_specials()).ids,
            (Ids{kSpace, byte_id('\n'), kA}));
}

TEST(PrefixSpace, is_added_after_an_added_token_too) {
  const Encoding encoding = prefixing_tokenizer().encode("a[SEP]world", without_specials());
  EXPECT_EQ(encoding.ids, (Ids{kSpace, kA, kSep, kSpaceWorld}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 1}, {0, 1}, {1, 6}, {6, 11}}));
}

TEST(PrefixSpace, both_texts_of_a_pair_get_one) {
  EXPECT_EQ(prefixing_tokenizer().encode_pair("world", "world", without_specials()).ids,
            (Ids{kSpaceWorld, kSpaceWorld}));
}

// --- truncation

TEST(Truncation, only_where_asked_for_and_needed) {
  const Tokenizer tokenizer = tiny_tokenizer();
  EXPECT_EQ(tokenizer.encode("aaaaa", truncated_to(3, Truncation::kNone)).ids.size(), 7u);
  for (int max_length : {7, 8, 1000}) {
    const Encoding encoding = tokenizer.encode("aaaaa", truncated_to(max_length));
    EXPECT_EQ(encoding.ids.size(), 7u);
    EXPECT_FALSE(encoding.truncated);
  }
}

TEST(Truncation, keeps_the_beginning_and_the_special_tokens) {
  for (Truncation truncation : {Truncation::kLongestFirst, Truncation::kOnlyFirst}) {
    const Encoding encoding =
        tiny_tokenizer().encode("hello world aaa", truncated_to(4, truncation));
    EXPECT_EQ(encoding.ids, (Ids{kCls, kHello, kSpaceWorld, kSep}));
    EXPECT_EQ(encoding.offsets, (Spans{{0, 0}, {0, 5}, {5, 11}, {0, 0}}));
    EXPECT_TRUE(encoding.truncated);
    expect_consistent(encoding);
  }
}

TEST(Truncation, without_special_tokens_there_is_room_for_more) {
  EncodeOptions options = truncated_to(3);
  options.add_special_tokens = false;
  EXPECT_EQ(tiny_tokenizer().encode("aaaa", options).ids, (Ids{kA, kA, kA}));
  EXPECT_FALSE(tiny_tokenizer().encode("aaa", options).truncated);
}

// How many tokens of "aaa…" and "bbb…" are left.
std::pair<int, int> kept(size_t text, size_t pair, int max_length, Truncation truncation) {
  const Encoding encoding = tiny_tokenizer().encode_pair(
      std::string(text, 'a'), std::string(pair, 'b'), truncated_to(max_length, truncation));
  expect_consistent(encoding);
  const auto count = [&](int32_t id) {
    return static_cast<int>(std::ranges::count(encoding.ids, id));
  };
  EXPECT_EQ(encoding.truncated, count(kA) + count(kB) < static_cast<int>(text + pair));
  return {count(kA), count(kB)};
}

TEST(Truncation, longest_first_cuts_the_longer_one_then_both) {
  const auto longest_first = [](size_t text, size_t pair, int budget) {
    return kept(text, pair, budget + 3, Truncation::kLongestFirst);
  };
  EXPECT_EQ(longest_first(4, 2, 6), std::pair(4, 2));
  EXPECT_EQ(longest_first(4, 2, 5), std::pair(3, 2));
  EXPECT_EQ(longest_first(4, 2, 4), std::pair(2, 2));
  EXPECT_EQ(longest_first(4, 2, 3), std::pair(2, 1));
  EXPECT_EQ(longest_first(4, 2, 1), std::pair(1, 0));
  EXPECT_EQ(longest_first(4, 2, 0), std::pair(0, 0));
  EXPECT_EQ(longest_first(2, 4, 5), std::pair(2, 3));
  EXPECT_EQ(longest_first(2, 4, 3), std::pair(1, 2));
  // Of equally long texts, the second has the odd token.
  EXPECT_EQ(longest_first(3, 3, 5), std::pair(2, 3));
  EXPECT_EQ(longest_first(3, 3, 1), std::pair(0, 1));
  EXPECT_EQ(longest_first(0, 9, 4), std::pair(0, 4));
  EXPECT_EQ(longest_first(9, 0, 4), std::pair(4, 0));
}

// How many tokens are left of two texts that are cut to three, for tokenizers that cut that side.
std::pair<int, int> three_of(const std::string& text, const std::string& pair,
                             const std::string& side = "right") {
  const Tokenizer tokenizer = tiny_unigram(true, R"({"truncation_side": ")" + side + R"("})");
  const Encoding encoding = tokenizer.encode_pair(text, pair, truncated_to(6));
  const auto count = [&](int8_t sequence) {
    return static_cast<int>(std::ranges::count(encoding.sequence_ids, sequence));
  };
  return {count(0), count(1)};
}

std::string repeated(const std::string& unit, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += unit;
  return text;
}

// The expectations are tokenizers 0.23's answers, for deberta-v3.
TEST(Truncation, counts_a_segment_up_to_the_word_that_fills_max_length) {
  const std::string three = repeated(" a", 3), eight = repeated(" a", 8);
  EXPECT_EQ(three_of(eight, repeated(" a", 7)), std::pair(1, 2));  // both have 6
  EXPECT_EQ(three_of(eight, repeated(" a", 7), "left"), std::pair(1, 2));
  EXPECT_EQ(three_of(eight, repeated(" a", 5)), std::pair(2, 1));
  // After added tokens one more word counts, if there is one.
  const std::string added = repeated("[SEP]", 6);
  EXPECT_EQ(three_of(added + three, eight), std::pair(2, 1));  // 7 and 6
  EXPECT_EQ(three_of(three + added, eight), std::pair(2, 1));  // 9 and 6
  EXPECT_EQ(three_of(eight, added + three), std::pair(1, 2));
  EXPECT_EQ(three_of(eight, three + added), std::pair(1, 2));
  EXPECT_EQ(three_of(three + added, eight, "left"), std::pair(2, 1));
  EXPECT_EQ(three_of(added + three, eight, "left"), std::pair(2, 1));
}

TEST(Truncation, only_first_and_only_second_leave_the_other_alone) {
  EXPECT_EQ(kept(4, 2, 8, Truncation::kOnlyFirst), std::pair(3, 2));
  EXPECT_EQ(kept(4, 2, 6, Truncation::kOnlyFirst), std::pair(1, 2));
  EXPECT_EQ(kept(4, 2, 8, Truncation::kOnlySecond), std::pair(4, 1));
  EXPECT_EQ(kept(4, 2, 9, Truncation::kOnlySecond), std::pair(4, 2));
}

void expect_same(const Encoding& a, const Encoding& b) {
  EXPECT_EQ(a.ids, b.ids);
  EXPECT_EQ(a.type_ids, b.type_ids);
  EXPECT_EQ(a.offsets, b.offsets);
  EXPECT_EQ(a.special_tokens_mask, b.special_tokens_mask);
  EXPECT_EQ(a.sequence_ids, b.sequence_ids);
  EXPECT_EQ(a.word_ids, b.word_ids);
  EXPECT_EQ(a.truncated, b.truncated);
}

TEST(Encode, joins_texts_that_were_tokenized_before) {
  const Tokenizer tokenizers[] = {tiny_tokenizer(), prefixing_tokenizer(), tiny_unigram(),
                                  tiny_unigram(false)};
  const char* texts[] = {"hello world", " hello", "", "a  b\tZoë", "aaaaaaaaaaaa"};
  for (const Tokenizer& tokenizer : tokenizers) {
    for (const char* pair : texts) {
      const Segment tokens_of_pair = tokenizer.tokenize(pair);
      for (const char* text : texts) {
        const Segment tokens = tokenizer.tokenize(text);
        for (const EncodeOptions& options :
             {EncodeOptions(), truncated_to(6), without_specials()}) {
          expect_same(tokenizer.encode_pair(tokens, tokens_of_pair, options),
                      tokenizer.encode_pair(text, pair, options));
        }
      }
    }
  }
}

TEST(Truncation, that_cannot_succeed_is_an_error) {
  const Tokenizer tokenizer = tiny_tokenizer();
  EXPECT_ERROR(kInput, "only_first: the segment has 4 tokens, but 4 must be removed",
               tokenizer.encode_pair("aaaa", "bb", truncated_to(5, Truncation::kOnlyFirst)));
  EXPECT_ERROR(kInput, "only_second: the segment has 2 tokens, but 3 must be removed",
               tokenizer.encode_pair("aaaa", "bb", truncated_to(6, Truncation::kOnlySecond)));
  EXPECT_ERROR(kInput, "expected a second text",
               tokenizer.encode("aaaa", truncated_to(3, Truncation::kOnlySecond)));
  EXPECT_EQ(tokenizer.encode("a", truncated_to(3, Truncation::kOnlySecond)).ids.size(), 3u);
}

TEST(Truncation, needs_room_for_the_special_tokens) {
  const Tokenizer tokenizer = tiny_tokenizer();
  EXPECT_EQ(tokenizer.encode("aaa", truncated_to(2)).ids, (Ids{kCls, kSep}));
  EXPECT_ERROR(kInput, "max_length is 1, the special tokens alone are 2",
               tokenizer.encode("aaa", truncated_to(1)));
  EXPECT_ERROR(kInput, "max_length is 2, the special tokens alone are 3",
               tokenizer.encode_pair("a", "b", truncated_to(2)));
}

TEST(Truncation, defaults_to_the_files_length) {
  const Tokenizer tokenizer = tiny_tokenizer([](json&) {}, R"({"model_max_length": 5})");
  EXPECT_EQ(tokenizer.model_max_length(), 5);
  EXPECT_EQ(tokenizer.encode("aaaaaa", truncated_to(0)).ids.size(), 5u);
  EXPECT_EQ(tokenizer.encode("aaaaaa", truncated_to(6)).ids.size(), 6u);
  EXPECT_EQ(tokenizer.encode("aaaaaa", {}).ids.size(), 8u);
  EXPECT_FALSE(tiny_tokenizer().encode("aaaaaa", truncated_to(0)).truncated);
}

// --- windows

// The first and one past the last token of each window, for a text of single-letter tokens.
std::vector<std::pair<uint32_t, uint32_t>> windows(size_t tokens, int max_length, int stride) {
  std::vector<std::pair<uint32_t, uint32_t>> ranges;
  const std::string text(tokens, 'a');
  for (const Encoding& window : tiny_tokenizer().encode_windows(text, max_length, stride)) {
    expect_consistent(window);
    EXPECT_FALSE(window.truncated);
    EXPECT_LE(window.ids.size(), static_cast<size_t>(max_length));
    EXPECT_EQ(window.ids.front(), kCls);
    EXPECT_EQ(window.ids.back(), kSep);
    const size_t last = window.ids.size() - 2;
    ranges.emplace_back(last == 0 ? 0 : window.offsets[1].begin, window.offsets[last].end);
  }
  return ranges;
}

using Ranges = std::vector<std::pair<uint32_t, uint32_t>>;

TEST(Windows, share_stride_tokens) {
  EXPECT_EQ(windows(10, 6, 2), (Ranges{{0, 4}, {2, 6}, {4, 8}, {6, 10}}));
  EXPECT_EQ(windows(10, 6, 0), (Ranges{{0, 4}, {4, 8}, {8, 10}}));
  EXPECT_EQ(windows(7, 6, 3), (Ranges{{0, 4}, {1, 5}, {2, 6}, {3, 7}}));
}

TEST(Windows, the_last_ends_the_text) {
  EXPECT_EQ(windows(9, 6, 2), (Ranges{{0, 4}, {2, 6}, {4, 8}, {6, 9}}));
  EXPECT_EQ(windows(8, 6, 0), (Ranges{{0, 4}, {4, 8}}));
  EXPECT_EQ(windows(5, 6, 1), (Ranges{{0, 4}, {3, 5}}));
}

TEST(Windows, a_text_that_fits_is_one) {
  EXPECT_EQ(windows(4, 6, 3), (Ranges{{0, 4}}));
  EXPECT_EQ(windows(1, 6, 3), (Ranges{{0, 1}}));
  EXPECT_EQ(windows(0, 6, 3), (Ranges{{0, 0}}));
  const std::vector<Encoding> one = tiny_tokenizer().encode_windows("hello world é", 512, 128);
  ASSERT_EQ(one.size(), 1u);
  const Encoding whole = tiny_tokenizer().encode("hello world é", {});
  EXPECT_EQ(one[0].ids, whole.ids);
  EXPECT_EQ(one[0].offsets, whole.offsets);
  EXPECT_EQ(one[0].word_ids, whole.word_ids);
}

TEST(Windows, tile_the_tokens_of_any_text) {
  const Tokenizer tokenizer = tiny_tokenizer();
  std::mt19937 random(8);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 60, '\0');
    for (char& c : text) c = "helo wrd"[random() % 8];
    const Encoding whole = tokenizer.encode(text, without_specials());
    const int budget = 1 + static_cast<int>(random() % 10);
    const int stride = static_cast<int>(random() % static_cast<unsigned>(budget));
    Ids ids;
    Spans offsets;
    for (const Encoding& window : tokenizer.encode_windows(text, budget + 2, stride)) {
      const size_t shared = ids.empty() ? 0 : static_cast<size_t>(stride);
      for (size_t i = 1 + shared; i + 1 < window.ids.size(); ++i) {
        ids.push_back(window.ids[i]);
        offsets.push_back(window.offsets[i]);
      }
    }
    ASSERT_EQ(ids, whole.ids);
    ASSERT_EQ(offsets, whole.offsets);
  }
}

TEST(Windows, refuse_a_stride_or_a_length_that_leaves_no_step) {
  const Tokenizer tokenizer = tiny_tokenizer();
  EXPECT_ERROR(kInput, "stride is -1", tokenizer.encode_windows("a", 6, -1));
  EXPECT_ERROR(kInput, "stride is 4, windows have room for 4",
               tokenizer.encode_windows("aaaaa", 6, 4));
  EXPECT_EQ(tokenizer.encode_windows("aaaa", 6, 4).size(), 1u);  // there is no next window
  EXPECT_ERROR(kInput, "stride is 5, windows have room for 4", tokenizer.encode_windows("a", 6, 5));
  EXPECT_ERROR(kInput, "stride is 0, windows have room for 0", tokenizer.encode_windows("a", 2, 0));
  EXPECT_ERROR(kInput, "special tokens alone are 2", tokenizer.encode_windows("a", 1, 0));
}

// --- post-processors

TEST(PostProcessor, none_adds_nothing) {
  for (const json& processor : {json(), json({{"type", "ByteLevel"}, {"trim_offsets", false}})}) {
    const Tokenizer tokenizer =
        tiny_tokenizer([&](json& document) { document["post_processor"] = processor; });
    EXPECT_EQ(tokenizer.encode("hello", {}).ids, Ids{kHello});
    const Encoding pair = tokenizer.encode_pair("a", "b", {});
    EXPECT_EQ(pair.ids, (Ids{kA, kB}));
    EXPECT_EQ(pair.type_ids, (Ids{0, 1}));
    EXPECT_EQ(pair.sequence_ids, (std::vector<int8_t>{0, 1}));
    EXPECT_EQ(tokenizer.encode("aaaa", truncated_to(3)).ids, (Ids{kA, kA, kA}));
  }
}

TEST(PostProcessor, bert) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["post_processor"] =
        json::parse(R"({"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]})");
  });
  EXPECT_EQ(tokenizer.encode("a", {}).ids, (Ids{kCls, kA, kSep}));
  const Encoding pair = tokenizer.encode_pair("a", "b", {});
  EXPECT_EQ(pair.ids, (Ids{kCls, kA, kSep, kB, kSep}));
  EXPECT_EQ(pair.type_ids, (Ids{0, 0, 0, 1, 1}));
  EXPECT_EQ(pair.sequence_ids, (std::vector<int8_t>{-1, 0, -1, 1, -1}));
}

TEST(PostProcessor, roberta) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["post_processor"] = json::parse(
        R"({"type": "RobertaProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1],
            "trim_offsets": false, "add_prefix_space": false})");
  });
  EXPECT_EQ(tokenizer.encode("a", {}).ids, (Ids{kCls, kA, kSep}));
  const Encoding pair = tokenizer.encode_pair("a", "b", {});
  EXPECT_EQ(pair.ids, (Ids{kCls, kA, kSep, kSep, kB, kSep}));
  EXPECT_EQ(pair.type_ids, (Ids{0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(pair.special_tokens_mask, (std::vector<uint8_t>{1, 0, 1, 1, 0, 1}));
  EXPECT_ERROR(kInput, "the special tokens alone are 4",
               tokenizer.encode_pair("a", "b", truncated_to(3)));
}

TEST(PostProcessor, a_template_of_any_shape) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["post_processor"] = json::parse(R"({"type": "TemplateProcessing",
      "single": [{"Sequence": {"id": "A", "type_id": 3}},
                 {"SpecialToken": {"id": "end", "type_id": 4}}],
      "pair": [{"Sequence": {"id": "B", "type_id": 1}},
               {"SpecialToken": {"id": "end", "type_id": 0}},
               {"Sequence": {"id": "A", "type_id": 2}}],
      "special_tokens": {"end": {"id": "end", "ids": [2, 3], "tokens": ["[SEP]", "[UNK]"]}}})");
  });
  const Encoding single = tokenizer.encode("ab", {});
  EXPECT_EQ(single.ids, (Ids{kA, kB, kSep, kUnk}));
  EXPECT_EQ(single.type_ids, (Ids{3, 3, 4, 4}));
  const Encoding pair = tokenizer.encode_pair("a", "b", {});
  EXPECT_EQ(pair.ids, (Ids{kB, kSep, kUnk, kA}));
  EXPECT_EQ(pair.type_ids, (Ids{1, 0, 0, 2}));
  EXPECT_EQ(pair.sequence_ids, (std::vector<int8_t>{1, -1, -1, 0}));
  EXPECT_EQ(tokenizer.encode("aaaa", truncated_to(3)).ids, (Ids{kA, kSep, kUnk}));
}

TEST(Tokenizer, gives_access_to_its_vocabulary) {
  const Tokenizer tokenizer = tiny_tokenizer();
  EXPECT_EQ(tokenizer.vocab_size(), kTinySize);
  EXPECT_EQ(tokenizer.token(kSpaceWorld), "Ġworld");
  EXPECT_EQ(tokenizer.token(kCls), "[CLS]");
  EXPECT_EQ(tokenizer.token(-1), "");
  EXPECT_EQ(tokenizer.token(kTinySize), "");
  EXPECT_EQ(tokenizer.model_max_length(), 0);
}

}  // namespace
}  // namespace deberta
