// tokenizer.json of a unigram model, and possible errors in it.
#include <gtest/gtest.h>

#include <functional>

#include "expect_error.h"
#include "text/files/base64.h"
#include "text/tiny_unigram.h"

namespace deberta {
namespace {

using nlohmann::json;
using Change = std::function<void(json&)>;

json document() {
  return json::parse(R"({
    "added_tokens": [{"id": 0, "content": "[CLS]", "special": true},
                     {"id": 1, "content": "[SEP]", "special": true}],
    "normalizer": {"type": "Sequence", "normalizers": [
      {"type": "Strip", "strip_left": true, "strip_right": true},
      {"type": "Precompiled", "precompiled_charsmap": ""},
      {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
    "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
      {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}]},
    "post_processor": null,
    "model": {"type": "Unigram", "unk_id": 2, "byte_fallback": false, "vocab": [
      ["[CLS]", 0], ["[SEP]", 0], ["[UNK]", 0], ["▁", -3], ["▁a", -2], ["a", -2.5], ["b", -4]]}})");
}

Tokenizer read(
    const Change& change = [](json&) {}, bool use_fast = true) {
  json changed = document();
  change(changed);
  const std::string text = changed.dump();
  TokenizerFiles files;
  files.tokenizer_json = text;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

using Ids = std::vector<int32_t>;

TEST(UnigramJson, is_read) {
  EXPECT_EQ(read().encode(" a  b[SEP]ab", {}).ids, (Ids{4, 3, 6, 1, 4, 6}));
  EXPECT_EQ(read().class_index(), 3);
  EXPECT_EQ(read([](json&) {}, false).class_index(), 2);
}

TEST(UnigramJson, the_prefix_is_as_the_file_says) {
  const auto with = [](const json& scheme) {
    return read([&](json& file) {
      file["pre_tokenizer"] = {{"type", "Metaspace"}, {"replacement", "▁"}};
      file["pre_tokenizer"].update(scheme);
    });
  };
  const std::string text = "a[SEP]a";
  EXPECT_EQ(with({{"prepend_scheme", "always"}}).encode(text, {}).ids, (Ids{4, 1, 4}));
  EXPECT_EQ(with({{"prepend_scheme", "first"}}).encode(text, {}).ids, (Ids{4, 1, 5}));
  EXPECT_EQ(with({{"prepend_scheme", "never"}}).encode(text, {}).ids, (Ids{5, 1, 5}));
  EXPECT_EQ(with({{"add_prefix_space", false}}).encode(text, {}).ids, (Ids{5, 1, 5}));
}

TEST(UnigramJson, white_space_is_as_the_file_says) {
  const Tokenizer tokenizer = read([](json& file) { file["normalizer"] = nullptr; });
  EXPECT_EQ(tokenizer.encode(" a  b ", {}).ids, (Ids{4, 3, 3, 6, 3}));
}

TEST(UnigramJson, malformed_files_are_refused) {
  const auto refused = [](ErrorCode code, const char* part, const Change& change) {
    try {
      read(change);
      ADD_FAILURE() << "was read, without: " << part;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code);
      EXPECT_NE(error.message().find(part), std::string::npos) << error.message();
    }
  };
  const auto model = [](const char* name, const json& value) {
    return [=](json& file) { file["model"][name] = value; };
  };
  const auto step = [](size_t index, const json& change) {
    return [=](json& file) { file["normalizer"]["normalizers"][index].update(change); };
  };
  using enum ErrorCode;
  refused(kTokenizerJson, "vocab: expected a list, got an object", model("vocab", json::object()));
  refused(kVocab, "entry 1: expected a piece and its score",
          model("vocab", json::parse(R"([["a", 0], ["b", "c"]])")));
  refused(kVocab, "entry 0: expected a piece and its score",
          model("vocab", json::parse(R"([["a"]])")));
  refused(kVocab, "twice", model("vocab", json::parse(R"([["a", 0], ["b", 0], ["a", 1]])")));
  refused(kVocab, "unk_id is 7, there are 7", model("unk_id", 7));
  refused(kVocab, "expected an integer", model("unk_id", "2"));
  refused(kTokenizerUnsupported, "unk_id", model("unk_id", nullptr));
  refused(kTokenizerUnsupported, "byte_fallback", model("byte_fallback", true));
  refused(kTokenizerJson, "expected base64", step(1, {{"precompiled_charsmap", "$$$$"}}));
  refused(kTokenizerJson, "expected base64", step(1, {{"precompiled_charsmap", "AAA"}}));
  refused(kSpmModel, "expected at least 4 bytes, got 3",
          step(1, {{"precompiled_charsmap", "AAAA"}}));
  refused(kTokenizerUnsupported, "a normalizer", step(0, {{"strip_left", false}}));
  refused(kTokenizerUnsupported, "a normalizer", step(0, {{"type", "Lowercase"}}));
  refused(kTokenizerUnsupported, "a normalizer", step(2, {{"content", "▁"}}));
  refused(kTokenizerUnsupported, "a normalizer", step(2, {{"pattern", {{"String", " "}}}}));
  refused(kTokenizerUnsupported, "a normalizer", [](json& file) {
    auto& list = file["normalizer"]["normalizers"];
    std::swap(list[0], list[1]);
  });
  refused(kTokenizerUnsupported, "pre-tokenizer",
          [](json& file) { file["pre_tokenizer"] = nullptr; });
  refused(kTokenizerUnsupported, "Metaspace", [](json& file) {
    file["pre_tokenizer"] = {{"type", "Whitespace"}};
  });
  refused(kTokenizerUnsupported, "Metaspace", [](json& file) {
    file["pre_tokenizer"]["pretokenizers"].push_back({{"type", "Punctuation"}});
  });
  refused(kTokenizerJson, "prepend_scheme",
          [](json& file) { file["pre_tokenizer"]["pretokenizers"][0]["prepend_scheme"] = "last"; });
}

TEST(Base64, is_decoded_or_refused) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("Zg=="), "f");
  EXPECT_EQ(decode_base64("Zm8="), "fo");
  EXPECT_EQ(decode_base64("Zm9v/+8="), "foo\xff\xef");
  for (const char* wrong : {"Z", "Zg=", "Z===", "Zg==Zg==", "Zm9\n"}) {
    EXPECT_FALSE(decode_base64(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace deberta
