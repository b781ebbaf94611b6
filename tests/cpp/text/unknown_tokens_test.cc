// Vocabularies that lack bytes or characters of a text: what becomes of these, and their tokens'
// own texts. The answers are those of the npm package `tokenizers` 0.13 (fast) and of
// transformers' published tests (slow).
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "text/files/tokenizer_files.h"
#include "text/tiny_unigram.h"

namespace deberta {
namespace {

using nlohmann::json;
using Ids = std::vector<int32_t>;
using Tokens = std::vector<std::string>;
using Offsets = std::vector<ByteSpan>;

// The vocabulary of transformers' test_tokenization_deberta.py.
const char* const kPieces[] = {"l",    "o",  "w",       "e",      "r",      "s",    "t",
                               "i",    "d",  "n",       "Ġ",      "Ġl",     "Ġn",   "Ġlo",
                               "Ġlow", "er", "Ġlowest", "Ġnewer", "Ġwider", "[UNK]"};
constexpr int32_t kUnk = 19;
constexpr const char* kMerges = "#version: 0.2\nĠ l\nĠl o\nĠlo w\ne r\n";

json vocab() {
  json result;
  for (int32_t id = 0; const char* piece : kPieces) result[piece] = id++;
  return result;
}

Tokenizer from_vocab(bool use_fast) {
  const std::string text = vocab().dump();
  TokenizerFiles files;
  files.vocab_json = text;
  files.merges_txt = kMerges;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

Tokenizer from_json(const json& model) {
  json document = json::parse(R"({"added_tokens": [], "normalizer": null, "post_processor": null,
    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}})");
  document["model"] = {{"type", "BPE"}, {"vocab", vocab()}};
  document["model"]["merges"] = {"Ġ l", "Ġl o", "Ġlo w", "e r"};
  document["model"].update(model);
  const std::string text = document.dump();
  TokenizerFiles files;
  files.tokenizer_json = text;
  return load_tokenizer(files);
}

// As JavaScript's tokens() makes them.
Tokens tokens_of(const Tokenizer& tokenizer, const Encoding& encoding) {
  Tokens tokens;
  for (int32_t id : encoding.ids) tokens.push_back(tokenizer.token(id));
  for (const UnknownToken& unknown : encoding.unknown) tokens[unknown.index] = unknown.text;
  return tokens;
}

Encoding bare(const Tokenizer& tokenizer, std::string_view text) {
  return tokenizer.encode(text, {.add_special_tokens = false});
}

TEST(UnknownTokens, the_small_vocabulary_of_the_references_tests_loads) {
  for (const bool use_fast : {true, false}) {
    const Tokenizer tokenizer = from_vocab(use_fast);
    const Encoding encoding = bare(tokenizer, "lower newer");
    EXPECT_EQ(tokens_of(tokenizer, encoding),
              (Tokens{"l", "o", "w", "er", "Ġ", "n", "e", "w", "er"}));
    EXPECT_EQ(encoding.ids, (Ids{0, 1, 2, 15, 10, 9, 3, 2, 15}));
    EXPECT_EQ(tokenizer.special_tokens().unk, kUnk);
    EXPECT_EQ(tokenizer.base_vocab_size(), 20);
    EXPECT_EQ(tokenizer.vocab_size(), 24);  // and [CLS], [SEP], [PAD], [MASK]
  }
}

TEST(UnknownTokens, a_byte_without_a_token_is_dropped_where_there_is_no_unknown_token) {
  const Tokenizer tokenizer = from_vocab(/*use_fast=*/true);
  const std::pair<const char*, Ids> cases[] = {
      {"low xer", {0, 1, 2, 10, 15}}, {" lxow", {14}},       {"exr", {15}}, {"xyz", {}},
      {"e€r lé", {3, 4, 11}},         {"xx lo xx", {13, 10}}};
  for (const auto& [text, ids] : cases) {
    const Encoding encoding = bare(tokenizer, text);
    EXPECT_EQ(encoding.ids, ids) << text;
    EXPECT_TRUE(encoding.unknown.empty());
  }
  // Offsets stay those of the text. (The reference's do not count the dropped bytes.)
  const Encoding encoding = bare(tokenizer, "xlow xer");
  EXPECT_EQ(encoding.offsets, (Offsets{{1, 2}, {2, 3}, {3, 4}, {4, 5}, {6, 8}}));
  EXPECT_EQ(encoding.word_ids, (Ids{0, 0, 0, 1, 1}));
  EXPECT_EQ(bare(tokenizer, "exr").offsets, (Offsets{{0, 3}}));
}

TEST(UnknownTokens, a_tokenizer_json_names_the_token_of_a_byte_without_one) {
  const Tokenizer kept = from_json({{"unk_token", "[UNK]"}});
  const Encoding of_kept = bare(kept, "e€r lé");
  EXPECT_EQ(of_kept.ids, (Ids{3, kUnk, kUnk, kUnk, 4, 11, kUnk, kUnk}));
  EXPECT_EQ(of_kept.offsets,
            (Offsets{{0, 1}, {1, 4}, {1, 4}, {1, 4}, {4, 5}, {5, 7}, {7, 9}, {7, 9}}));
  EXPECT_EQ(tokens_of(kept, of_kept)[1], "[UNK]");
  EXPECT_EQ(bare(kept, " lxow").ids, (Ids{11, kUnk, 1, 2}));

  const Tokenizer fused = from_json({{"unk_token", "[UNK]"}, {"fuse_unk", true}});
  const Encoding of_fused = bare(fused, "e€r lé");
  EXPECT_EQ(of_fused.ids, (Ids{3, kUnk, 4, 11, kUnk}));
  EXPECT_EQ(of_fused.offsets, (Offsets{{0, 1}, {1, 4}, {4, 5}, {5, 7}, {7, 9}}));
  EXPECT_EQ(bare(fused, "xyz").ids, Ids{kUnk});
  EXPECT_EQ(bare(from_json({{"unk_token", nullptr}}), "exr").ids, Ids{15});
}

TEST(UnknownTokens, the_slow_tokenizer_keeps_a_bytes_character_as_its_token) {
  const Tokenizer tokenizer = from_vocab(/*use_fast=*/false);
  const Encoding encoding = bare(tokenizer, "exr é");
  EXPECT_EQ(encoding.ids, (Ids{3, kUnk, 4, 10, kUnk, kUnk}));
  EXPECT_EQ(tokens_of(tokenizer, encoding), (Tokens{"e", "x", "r", "Ġ", "Ã", "©"}));
}

// [UNK], ▁, a, ▁b
Tokenizer unigram(bool use_fast) {
  const std::string text = R"({"added_tokens": [], "normalizer": null, "post_processor": null,
    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
    "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false,
              "vocab": [["[UNK]", 0], ["▁", -2], ["a", -3], ["▁b", -3]]}})";
  TokenizerFiles files;
  files.tokenizer_json = text;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

TEST(UnknownTokens, an_unknown_piece_is_its_own_text) {
  const std::pair<const char*, Tokens> cases[] = {{"☃☃ a", {"▁", "☃☃", "▁", "a"}},
                                                  {"a☃a", {"▁", "a", "☃", "a"}},
                                                  {"b", {"▁b"}},
                                                  {"c☃ b c", {"▁", "c☃", "▁b", "▁", "c"}},
                                                  {" ☃", {"▁", "☃"}}};
  for (const bool use_fast : {true, false}) {
    const Tokenizer tokenizer = unigram(use_fast);
    for (const auto& [text, tokens] : cases) {
      EXPECT_EQ(tokens_of(tokenizer, bare(tokenizer, text)), tokens) << text;
    }
  }
}

TEST(UnknownTokens, the_text_of_a_prefix_belongs_to_its_piece) {
  json document = json::parse(R"({"added_tokens": [], "normalizer": null, "post_processor": null,
    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
    "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false,
              "vocab": [["[UNK]", 0], ["a", -3]]}})");
  const std::string text = document.dump();
  TokenizerFiles files;
  files.tokenizer_json = text;
  const Tokenizer tokenizer = load_tokenizer(files);
  EXPECT_EQ(tokens_of(tokenizer, bare(tokenizer, "ca a☃")), (Tokens{"▁c", "a", "▁", "a", "☃"}));
}

TEST(UnknownTokens, pairs_truncation_and_windows_keep_the_texts_at_their_tokens) {
  const Tokenizer tokenizer = unigram(true);
  EncodeOptions options{.add_special_tokens = false};
  options.truncation = Truncation::kLongestFirst;
  options.max_length = 3;
  options.stride = 1;
  Tokens all;
  for (const Encoding& window : tokenizer.encode_windows("☃ a d", options)) {
    for (const std::string& token : tokens_of(tokenizer, window)) all.push_back(token);
    all.push_back("|");
  }
  EXPECT_EQ(all, (Tokens{"▁", "☃", "▁", "|", "▁", "a", "▁", "|", "▁", "d", "|"}));
  options.max_length = 4;
  EXPECT_EQ(tokens_of(tokenizer, tokenizer.encode_pair("☃a", "bd", options)),
            (Tokens{"▁", "☃", "▁b", "d"}));
}

}  // namespace
}  // namespace deberta
