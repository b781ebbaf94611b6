// The reference's tables over the real files of microsoft/deberta-base (shared/golden/tokenizer).
// Neither belongs to this repository: without them these tests are skipped.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "expect_error.h"
#include "fixtures.h"
#include "text/tokenizer.h"
#include "text/utf8.h"

namespace deberta {
namespace {

using nlohmann::json;

struct Files {
  std::string vocab, merges, config, tokenizer;
};

class TokenizerGolden : public ::testing::TestWithParam<bool> {  // true: from tokenizer.json
 protected:
  void SetUp() override {
    const std::string folder = testing::shared_path("tokenizers/deberta-v1/");
    if (folder.empty()) GTEST_SKIP() << testing::kNoSharedFolder;
    table_ =
        json::parse(testing::read_file(testing::shared_path("golden/tokenizer/deberta-v1.json")));
    const std::string config = testing::read_file(folder + "tokenizer_config.json");
    if (GetParam()) {
      const std::string whole = testing::read_file(folder + "tokenizer.json");
      tokenizer_.emplace(Tokenizer::from_files({whole, "", "", config, "", ""}));
    } else {
      const std::string vocab = testing::read_file(folder + "vocab.json");
      const std::string merges = testing::read_file(folder + "merges.txt");
      tokenizer_.emplace(Tokenizer::from_files({"", vocab, merges, config, "", ""}));
    }
  }

  json table_;
  std::optional<Tokenizer> tokenizer_;
};

json utf16_offsets(const Encoding& encoding, std::string_view text, std::string_view pair) {
  const Utf16Map maps[] = {Utf16Map(text), Utf16Map(pair)};
  json result = json::array();
  for (size_t i = 0; i < encoding.offsets.size(); ++i) {
    const Utf16Map& map = maps[encoding.sequence_ids[i] == 1];
    const ByteSpan span = encoding.offsets[i];
    result.push_back({map.utf16(span.begin), map.utf16(span.end)});
  }
  return result;
}

// The table's offsets count code points.
json code_point_offsets(const Encoding& encoding, std::string_view text, std::string_view pair) {
  const auto count = [](std::string_view bytes) {
    return std::ranges::count_if(bytes, [](char c) { return (c & 0xc0) != 0x80; });
  };
  json result = json::array();
  for (size_t i = 0; i < encoding.offsets.size(); ++i) {
    const std::string_view of = encoding.sequence_ids[i] == 1 ? pair : text;
    const ByteSpan span = encoding.offsets[i];
    result.push_back({count(of.substr(0, span.begin)), count(of.substr(0, span.end))});
  }
  return result;
}

// −1 is null in the tables.
template <class T>
json nullable(const std::vector<T>& ids) {
  json result = json::array();
  for (T id : ids) result.push_back(id < 0 ? json() : json(id));
  return result;
}

TEST_P(TokenizerGolden, single_texts) {
  for (const json& row : table_["single"]) {
    const std::string text = row["text"];
    const Encoding encoding = tokenizer_->encode(text, {});
    ASSERT_EQ(json(encoding.ids), row["ids"]) << row["text"];
    ASSERT_EQ(utf16_offsets(encoding, text, ""), row["offsets_utf16"]) << row["text"];
    ASSERT_EQ(code_point_offsets(encoding, text, ""), row["offsets"]) << row["text"];
    ASSERT_EQ(nullable(encoding.word_ids), row["word_ids"]) << row["text"];
    // "special" also marks special tokens that the text spells out; the mask is of added ones.
    ASSERT_EQ(encoding.special_tokens_mask.size(), row["special"].size()) << row["text"];
  }
}

TEST_P(TokenizerGolden, pairs) {
  for (const json& row : table_["pair"]) {
    const std::string text = row["text"], pair = row["pair"];
    const Encoding encoding = tokenizer_->encode_pair(text, pair, {});
    ASSERT_EQ(json(encoding.ids), row["ids"]) << row["text"];
    ASSERT_EQ(json(encoding.type_ids), row["type_ids"]) << row["text"];
    ASSERT_EQ(code_point_offsets(encoding, text, pair), row["offsets"]) << row["text"];
    ASSERT_EQ(nullable(encoding.sequence_ids), row["sequence_ids"]) << row["text"];
  }
}

TEST_P(TokenizerGolden, truncation) {
  size_t errors = 0;
  for (const json& row : table_["truncation"]) {
    EncodeOptions options;
    options.max_length = row["max_length"];
    options.truncation = row["strategy"] == "only_first"    ? Truncation::kOnlyFirst
                         : row["strategy"] == "only_second" ? Truncation::kOnlySecond
                                                            : Truncation::kLongestFirst;
    const std::string text = row["text"];
    const bool has_pair = row.contains("pair") && !row["pair"].is_null();
    const std::string pair = has_pair ? row["pair"] : "";
    const auto encode = [&] {
      return has_pair ? tokenizer_->encode_pair(text, pair, options)
                      : tokenizer_->encode(text, options);
    };
    if (row.contains("error")) {
      EXPECT_ERROR(kInput, "truncation", encode());
      ++errors;
      continue;
    }
    const Encoding encoding = encode();
    ASSERT_EQ(json(encoding.ids), row["ids"]) << row;
    ASSERT_EQ(json(encoding.type_ids), row["type_ids"]) << row;
  }
  EXPECT_GT(errors, 0u);
}

INSTANTIATE_TEST_SUITE_P(V1, TokenizerGolden, ::testing::Bool(), [](const auto& info) {
  return info.param ? "tokenizer_json" : "vocab_and_merges";
});

}  // namespace
}  // namespace deberta
