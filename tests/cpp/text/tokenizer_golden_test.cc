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

TEST_P(TokenizerGolden, decode) {
  DecodeOptions skip;
  skip.skip_special_tokens = true;
  for (const json& row : table_["single"]) {
    const std::vector<int32_t> ids = row["ids"];
    ASSERT_EQ(json(tokenizer_->decode(ids)), row["decode"]) << row["text"];
    ASSERT_EQ(json(tokenizer_->decode(ids, skip)), row["decode_skip_special"]) << row["text"];
  }
}

TEST_P(TokenizerGolden, padding) {
  const json& table = table_["padding"];
  const int32_t pad = tokenizer_->special_tokens().pad;
  EXPECT_EQ(tokenizer_->padding_side(), Side::kRight);
  for (size_t i = 0; i < table["texts"].size(); ++i) {
    const std::string text = table["texts"][i];
    Encoding encoding = tokenizer_->encode(text, {});
    std::vector<int32_t> attention(encoding.ids.size(), 1);
    const size_t length = table["input_ids"][i].size();
    encoding.ids.resize(length, pad);
    encoding.type_ids.resize(length, 0);
    attention.resize(length, 0);
    EXPECT_EQ(json(encoding.ids), table["input_ids"][i]);
    EXPECT_EQ(json(attention), table["attention_mask"][i]);
    EXPECT_EQ(json(encoding.type_ids), table["token_type_ids"][i]);
  }
}

TEST_P(TokenizerGolden, save_vocabulary_gives_the_same_tokenizer) {
  const VocabularyFiles files = tokenizer_->save_vocabulary();
  const Tokenizer other =
      Tokenizer::from_files({"", files.vocab_json, files.merges_txt, "", "", ""});
  EXPECT_EQ(other.vocab_size(), tokenizer_->vocab_size());
  EXPECT_EQ(other.special_tokens(), tokenizer_->special_tokens());
  for (const json& row : table_["single"]) {
    const std::string text = row["text"];
    ASSERT_EQ(json(other.encode(text, {}).ids), row["ids"]) << row["text"];
  }
}

TEST_P(TokenizerGolden, special_tokens) {
  EXPECT_EQ(tokenizer_->special_tokens(), (SpecialTokens{1, 2, 0, 3, 50264, 1, 2}));
  EXPECT_EQ(tokenizer_->special_ids(), (std::vector<int32_t>{1, 2, 3, 0, 50264}));
}

INSTANTIATE_TEST_SUITE_P(V1, TokenizerGolden, ::testing::Bool(), [](const auto& info) {
  return info.param ? "tokenizer_json" : "vocab_and_merges";
});

}  // namespace
}  // namespace deberta
