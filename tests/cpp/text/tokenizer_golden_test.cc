// The reference's tables over the real files of microsoft/deberta-base and microsoft/deberta-v3-*
// (shared/golden/tokenizer).
// Neither belongs to this repository: without them these tests are skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "expect_error.h"
#include "fixtures.h"
#include "text/files/save_vocabulary.h"
#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

using nlohmann::json;

struct Source {
  const char* name;
  const char* model;
  std::vector<const char*> files;
  bool use_fast = true;

  bool is_v1() const { return std::string_view(model) == "deberta-v1"; }
};

const Source kSources[] = {
    {"v1_tokenizer_json", "deberta-v1", {"tokenizer.json", "tokenizer_config.json"}},
    {"v1_vocab_and_merges", "deberta-v1", {"vocab.json", "merges.txt", "tokenizer_config.json"}},
    {"v1_slow", "deberta-v1", {"vocab.json", "merges.txt", "tokenizer_config.json"}, false},
    {"v3_tokenizer_json", "deberta-v3", {"tokenizer.json", "tokenizer_config.json"}},
    {"v3_spm_model", "deberta-v3", {"spm.model", "tokenizer_config.json"}},
    {"v3_spm_model_and_older_settings",
     "deberta-v3",
     {"spm.model", "added_tokens.json", "special_tokens_map.json"}},
    {"v3_spm_model_alone", "deberta-v3", {"spm.model"}},
    {"v3_slow", "deberta-v3", {"spm.model", "tokenizer_config.json"}, false},
    {"v3_slow_tokenizer_json", "deberta-v3", {"tokenizer.json", "tokenizer_config.json"}, false},
};

Tokenizer load(const Source& source, const std::string& folder) {
  const auto read = [&](const char* name) {
    for (std::string_view file : source.files) {
      if (file == name) return testing::read_file(folder + name);
    }
    return std::string();
  };
  const std::string whole = read("tokenizer.json"), vocab = read("vocab.json"),
                    merges = read("merges.txt"), config = read("tokenizer_config.json"),
                    map = read("special_tokens_map.json"), added = read("added_tokens.json"),
                    spm = read("spm.model");
  TokenizerOptions options;
  options.use_fast = source.use_fast;
  return load_tokenizer({whole, vocab, merges, config, map, added, spm}, options);
}

class TokenizerGolden : public ::testing::TestWithParam<Source> {
 protected:
  void SetUp() override {
    const std::string model = GetParam().model;
    const std::string folder = testing::shared_path("tokenizers/" + model + "/");
    if (folder.empty()) GTEST_SKIP() << testing::kNoSharedFolder;
    table_ = json::parse(
        testing::read_file(testing::shared_path("golden/tokenizer/" + model + ".json")));
    tokenizer_.emplace(load(GetParam(), folder));
  }

  // For the slow tokenizers the tables hold only the differences.
  static const json& expected(const json& row, const std::string& name) {
    const std::string of_slow = "slow_" + name;
    return !GetParam().use_fast && row.contains(of_slow) ? row[of_slow] : row[name];
  }
  static bool is_fast() { return GetParam().use_fast; }

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
    ASSERT_EQ(json(encoding.ids), expected(row, "ids")) << row["text"];
    if (!is_fast()) continue;  // Python's have no offsets
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
    ASSERT_EQ(json(encoding.ids), expected(row, "ids")) << row["text"];
    ASSERT_EQ(json(encoding.type_ids), expected(row, "type_ids")) << row["text"];
    if (!is_fast()) continue;
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
    if (row.contains("error") && !(row.contains("slow_ids") && !is_fast())) {
      EXPECT_ERROR(kInput, "truncation", encode());
      ++errors;
      continue;
    }
    const Encoding encoding = encode();
    ASSERT_EQ(json(encoding.ids), expected(row, "ids")) << row;
    ASSERT_EQ(json(encoding.type_ids), expected(row, "type_ids")) << row;
  }
  EXPECT_EQ(errors > 0, is_fast());
}

TEST_P(TokenizerGolden, decode) {
  DecodeOptions skip;
  skip.skip_special_tokens = true;
  for (const json& row : table_["single"]) {
    const std::vector<int32_t> ids = expected(row, "ids");
    ASSERT_EQ(json(tokenizer_->decode(ids, skip)), expected(row, "decode_skip_special"))
        << row["text"];
    if (!is_fast()) continue;
    ASSERT_EQ(json(tokenizer_->decode(ids)), row["decode"]) << row["text"];
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
  const VocabularyFiles files = save_vocabulary(tokenizer_->parts());
  EXPECT_EQ(files.spm_model.empty(), GetParam().is_v1());
  TokenizerOptions options;
  options.use_fast = is_fast();
  const Tokenizer other = load_tokenizer(
      {"", files.vocab_json, files.merges_txt, "", "", "", files.spm_model}, options);
  EXPECT_EQ(other.vocab_size(), tokenizer_->vocab_size());
  EXPECT_EQ(other.special_tokens(), tokenizer_->special_tokens());
  for (const json& row : table_["single"]) {
    const std::string text = row["text"];
    ASSERT_EQ(json(other.encode(text, {}).ids), expected(row, "ids")) << row["text"];
  }
}

TEST_P(TokenizerGolden, special_tokens) {
  const int32_t mask = GetParam().is_v1() ? 50264 : 128000;
  EXPECT_EQ(tokenizer_->special_tokens(), (SpecialTokens{1, 2, 0, 3, mask, 1, 2}));
  EXPECT_EQ(tokenizer_->special_ids(), (std::vector<int32_t>{1, 2, 3, 0, mask}));
  EXPECT_EQ(tokenizer_->vocab_size(), GetParam().is_v1() ? 50265 : 128001);
}

INSTANTIATE_TEST_SUITE_P(Reference, TokenizerGolden, ::testing::ValuesIn(kSources),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace deberta
