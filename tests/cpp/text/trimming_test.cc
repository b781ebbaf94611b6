// trim_offsets of post-processors. Every expected span is what the Rust library (npm tokenizers
// 0.23.2) gives for the tiny tokenizer.json, in characters.
#include "text/trimming.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Spans = std::vector<ByteSpan>;

Spans in_characters(const std::vector<ByteSpan>& spans, std::string_view text) {
  const auto count = [&](uint32_t bytes) {
    return static_cast<uint32_t>(
        std::ranges::count_if(text.substr(0, bytes), [](char c) { return (c & 0xc0) != 0x80; }));
  };
  Spans result;
  for (ByteSpan span : spans) result.push_back({count(span.begin), count(span.end)});
  return result;
}

// `prefixes`: the pre-tokenizer's add_prefix_space; `keeps`: the post-processor's.
Tokenizer trimming(bool prefixes, bool keeps) {
  return tiny_tokenizer([&](json& document) {
    document["pre_tokenizer"]["add_prefix_space"] = prefixes;
    document["post_processor"] = {{"type", "ByteLevel"},
                                  {"add_prefix_space", keeps},
                                  {"trim_offsets", true},
                                  {"use_regex", true}};
  });
}

TEST(Trimming, of_a_byte_level_post_processor) {
  const struct {
    bool prefixes, keeps;
    const char* text;
    Spans spans;
  } rows[] = {
      {false, true, "hello world", {{0, 5}, {6, 11}}},
      {false, true, " world  lo ", {{0, 6}, {7, 7}, {8, 8}, {8, 10}, {11, 11}}},
      {false, true, "  ", {{0, 0}, {2, 2}}},
      {false, true, "a [MASK]é", {{0, 1}, {2, 8}, {8, 9}, {8, 9}}},
      {false, true, "\n a", {{0, 1}, {2, 2}, {2, 3}}},
      {true, true, "hello world", {{0, 0}, {0, 5}, {6, 11}}},
      {true, true, "world", {{0, 5}}},
      {true, true, "a [MASK]é", {{0, 0}, {0, 1}, {2, 8}, {9, 9}, {8, 9}, {8, 9}}},
      {true, true, "\n a", {{0, 0}, {0, 1}, {2, 2}, {2, 3}}},
      {true, true, "[SEP]world", {{0, 5}, {6, 10}}},
      {false, false, " world  lo ", {{1, 6}, {7, 7}, {8, 8}, {8, 10}, {11, 11}}},
      {false, false, "  ", {{1, 1}, {2, 2}}},
      {true, false, "hello world", {{1, 1}, {0, 5}, {6, 11}}},
      {true, false, "world", {{1, 5}}},
      {true, false, "é", {{1, 1}, {0, 1}, {0, 1}}},
  };
  for (const auto& row : rows) {
    const Encoding encoding = trimming(row.prefixes, row.keeps).encode(row.text, {});
    EXPECT_EQ(in_characters(encoding.offsets, row.text), row.spans)
        << row.prefixes << row.keeps << " '" << row.text << "'";
  }
}

TEST(Trimming, false_leaves_the_offsets) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["post_processor"] = {{"type", "ByteLevel"}, {"trim_offsets", false}};
  });
  EXPECT_EQ(tokenizer.encode("hello world", {}).offsets, (Spans{{0, 5}, {5, 11}}));
}

TEST(Trimming, of_roberta_and_of_a_sequence) {
  const Tokenizer roberta = tiny_tokenizer([](json& document) {
    document["post_processor"] = {{"type", "RobertaProcessing"},
                                  {"sep", {"[SEP]", kSep}},
                                  {"cls", {"[CLS]", kCls}},
                                  {"trim_offsets", true},
                                  {"add_prefix_space", false}};
  });
  EXPECT_EQ(roberta.encode(" world", {}).offsets, (Spans{{0, 0}, {1, 6}, {0, 0}}));
  const Tokenizer sequence = tiny_tokenizer([](json& document) {
    document["post_processor"] = {
        {"type", "Sequence"},
        {"processors",
         {{{"type", "ByteLevel"}, {"trim_offsets", true}, {"add_prefix_space", false}},
          document["post_processor"]}}};
  });
  const Encoding encoding = sequence.encode(" world", {});
  EXPECT_EQ(encoding.ids, (std::vector<int32_t>{kCls, kSpaceWorld, kSep}));
  EXPECT_EQ(encoding.offsets, (Spans{{0, 0}, {1, 6}, {0, 0}}));
}

TEST(Trimming, the_first_token_of_each_window_keeps_one_space) {
  // process_offsets looks at the first token of each overflowing encoding.
  EncodeOptions options;
  options.truncation = Truncation::kLongestFirst;
  options.max_length = 2;
  const auto windows = trimming(true, true).encode_windows("world world world", options);
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_EQ(windows[0].offsets, (Spans{{0, 5}, {6, 11}}));
  EXPECT_EQ(windows[1].offsets, (Spans{{11, 17}}));
}

TEST(Trimming, spaces_are_counted_in_characters) {
  const Spaces spaces = spaces_around("\u00a0\u3000[X] \n");
  EXPECT_EQ(spaces.leading, 2u);
  EXPECT_EQ(spaces.trailing, 2u);
  // White space other than a space has its own letter in the alphabet and stays.
  EXPECT_EQ(spaces_around_token("ĠĠaĠ").leading, 2u);
  EXPECT_EQ(spaces_around_token("ĠĠaĠ").trailing, 1u);
  EXPECT_EQ(spaces_around_token("Ċa").leading, 0u);
}

}  // namespace
}  // namespace deberta
