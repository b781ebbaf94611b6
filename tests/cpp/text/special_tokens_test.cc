// Special tokens by role, and what transformers' tokenizers do with them.
#include "text/special_tokens.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using namespace testing;  // TinyId
using nlohmann::json;
using Ids = std::vector<int32_t>;
using Mask = std::vector<uint8_t>;

Tokenizer from_vocab_and_merges(const std::string& config) {
  const std::string vocab = tiny_vocab().dump(), merges = tiny_merges_txt();
  return load_tokenizer({"", vocab, merges, config, "", ""});
}

Tokenizer from_tokenizer_json(const std::string& config) {
  return tiny_tokenizer([](json&) {}, config);
}

constexpr SpecialTokens kDefaults = {
    .cls = kCls, .sep = kSep, .pad = kPad, .unk = kUnk, .mask = kMask, .bos = kCls, .eos = kSep};

TEST(SpecialTokens, default_to_those_of_deberta) {
  for (const Tokenizer& tokenizer : {from_vocab_and_merges(""), from_tokenizer_json("")}) {
    EXPECT_EQ(tokenizer.special_tokens(), kDefaults);
    // bos, eos, unk, sep, pad, cls, mask
    EXPECT_EQ(tokenizer.special_ids(), (Ids{kCls, kSep, kUnk, kPad, kMask}));
    EXPECT_EQ(tokenizer.additional_special_tokens(), Ids{});
  }
}

TEST(SpecialTokens, are_named_by_the_settings) {
  const std::string config = R"({"mask_token": "lo", "pad_token": {"content": "ll"},
                                 "additional_special_tokens": ["[UNK]", "<e>"]})";
  for (const Tokenizer& tokenizer : {from_vocab_and_merges(config), from_tokenizer_json(config)}) {
    EXPECT_EQ(tokenizer.special_tokens().mask, kLo);
    EXPECT_EQ(tokenizer.special_tokens().pad, kLl);
    EXPECT_EQ(tokenizer.special_tokens().cls, kCls);
    EXPECT_EQ(tokenizer.additional_special_tokens(), (Ids{kUnk, kTinySize}));
    EXPECT_EQ(tokenizer.special_ids(), (Ids{kCls, kSep, kUnk, kLl, kLo, kTinySize}));
    EXPECT_EQ(tokenizer.encode("a<e>", {}).ids, (Ids{kCls, byte_id('a'), kTinySize, kSep}));
    DecodeOptions skip;
    skip.skip_special_tokens = true;
    EXPECT_EQ(tokenizer.decode(Ids{kHello, kTinySize, kLo}, skip), "hello");
  }
}

TEST(SpecialTokens, special_tokens_map_also_names_them) {
  const std::string whole = tiny_tokenizer_json().dump();
  const Tokenizer tokenizer = load_tokenizer({whole, "", "", "", R"({"sep_token": "[UNK]"})", ""});
  EXPECT_EQ(tokenizer.special_tokens().sep, kUnk);
  EXPECT_EQ(tokenizer.encode("a", {}).ids.back(), kSep);  // as tokenizer.json's template has it
}

TEST(SpecialTokens, defaults_that_a_tokenizer_json_lacks_are_not_tokens) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["added_tokens"].erase(3);  // [UNK]
    document["model"]["vocab"].erase("[UNK]");
    document["model"]["vocab"]["x y"] = kUnk;
  });
  EXPECT_EQ(tokenizer.special_tokens().unk, -1);
  EXPECT_EQ(tokenizer.special_ids(), (Ids{kCls, kSep, kPad, kMask}));
  EXPECT_EQ(tokenizer.vocab_size(), kTinySize);
}

TEST(SpecialTokens, flags_of_tokenizer_json_stay_where_settings_tell_none) {
  // lstrip of [MASK] is true by default.
  const auto unstripped = [](json& document) { document["added_tokens"][4]["lstrip"] = false; };
  const Ids expected = {kCls, byte_id('a'), byte_id(' '), kMask, kSep};
  EXPECT_EQ(tiny_tokenizer(unstripped, R"({"mask_token": "[MASK]"})").encode("a [MASK]", {}).ids,
            expected);
  EXPECT_EQ(tiny_tokenizer(unstripped).encode("a [MASK]", {}).ids, expected);
}

TEST(SpecialTokens, the_decoder_adds_what_tokenizer_json_lacks) {
  const Tokenizer tokenizer = from_tokenizer_json(R"({"added_tokens_decoder": {
      "280": {"content": "<b>", "special": true}, "90": {"content": "<a>", "lstrip": true},
      "4": {"content": "[MASK]", "special": true}}})");
  // In the order of the ids in the file, which the tokens do not get.
  EXPECT_EQ(tokenizer.id("<a>"), kTinySize);
  EXPECT_EQ(tokenizer.id("<b>"), kTinySize + 1);
  EXPECT_EQ(tokenizer.encode("a <a> [MASK]<b>", {}).ids,
            (Ids{kCls, byte_id('a'), kTinySize, byte_id(' '), kMask, kTinySize + 1, kSep}));
}

TEST(SpecialTokens, added_tokens_json_adds_what_tokenizer_json_lacks) {
  const std::string whole = tiny_tokenizer_json().dump();
  const Tokenizer tokenizer =
      load_tokenizer({whole, "", "", "", "", R"({"<a>": 300, "[MASK]": 4})"});
  EXPECT_EQ(tokenizer.id("<a>"), kTinySize);
  EXPECT_EQ(tokenizer.encode("a [MASK]", {}).ids, (Ids{kCls, byte_id('a'), kMask, kSep}));
}

TEST(SpecialTokens, added_tokens_are_listed_by_id) {
  const auto tokens = from_vocab_and_merges(R"({"additional_special_tokens": ["<e>"]})");
  std::vector<std::string> contents;
  for (const AddedToken& token : tokens.added_tokens()) {
    contents.push_back(std::to_string(token.id) + token.content + (token.special ? "!" : ""));
  }
  EXPECT_EQ(contents, (std::vector<std::string>{"0[PAD]!", "1[CLS]!", "2[SEP]!", "3[UNK]!",
                                                "4[MASK]!", "271<e>!"}));
}

TEST(SpecialTokens, build_inputs) {
  const Tokenizer tokenizer = tiny_tokenizer();
  const Ids a = {7, 8}, b = {9};
  EXPECT_EQ(tokenizer.build_inputs_with_special_tokens(a), (Ids{kCls, 7, 8, kSep}));
  EXPECT_EQ(tokenizer.build_inputs_with_special_tokens(a, b), (Ids{kCls, 7, 8, kSep, 9, kSep}));
  EXPECT_EQ(tokenizer.build_inputs_with_special_tokens({}, Ids{}), (Ids{kCls, kSep, kSep}));
  EXPECT_EQ(tokenizer.create_token_type_ids_from_sequences(a), (Ids{0, 0, 0, 0}));
  EXPECT_EQ(tokenizer.create_token_type_ids_from_sequences(a, b), (Ids{0, 0, 0, 0, 1, 1}));
  EXPECT_EQ(tokenizer.create_token_type_ids_from_sequences({}, Ids{}), (Ids{0, 0, 1}));
  EXPECT_EQ(tokenizer.num_special_tokens_to_add(false), 2);
  EXPECT_EQ(tokenizer.num_special_tokens_to_add(true), 3);
}

TEST(SpecialTokens, mask) {
  const Tokenizer tokenizer = tiny_tokenizer();
  const Ids a = {7, kMask}, b = {9};
  EXPECT_EQ(tokenizer.get_special_tokens_mask(a, std::nullopt, false), (Mask{1, 0, 0, 1}));
  EXPECT_EQ(tokenizer.get_special_tokens_mask(a, b, false), (Mask{1, 0, 0, 1, 0, 1}));
  EXPECT_EQ(tokenizer.get_special_tokens_mask({}, Ids{}, false), (Mask{1, 1, 1}));
  EXPECT_EQ(tokenizer.get_special_tokens_mask(Ids{kCls, 7, kMask, kSep}, std::nullopt, true),
            (Mask{1, 0, 1, 1}));
  EXPECT_ERROR(kInput, "expected one sequence", tokenizer.get_special_tokens_mask(a, b, true));
}

TEST(SpecialTokens, without_cls_and_sep_there_is_nothing_to_build) {
  const Tokenizer tokenizer = tiny_tokenizer([](json& document) {
    document["post_processor"] = nullptr;
    document["added_tokens"] = json::array();
    for (const char* name : {"[CLS]", "[SEP]"}) document["model"]["vocab"].erase(name);
  });
  EXPECT_EQ(tokenizer.special_tokens().cls, -1);
  EXPECT_ERROR(kState, "expected a tokenizer with a cls_token",
               tokenizer.build_inputs_with_special_tokens(Ids{7}));
  EXPECT_ERROR(kState, "expected a tokenizer with a cls_token",
               tokenizer.create_token_type_ids_from_sequences(Ids{7}));
  EXPECT_ERROR(kState, "expected a tokenizer with a cls_token",
               tokenizer.get_special_tokens_mask(Ids{7}, std::nullopt, false));
}

TEST(Settings, sides) {
  for (const auto& read : {from_vocab_and_merges, from_tokenizer_json}) {
    EXPECT_EQ(read("").padding_side(), Side::kRight);
    EXPECT_EQ(read("").truncation_side(), Side::kRight);
    EXPECT_EQ(read(R"({"padding_side": "left"})").padding_side(), Side::kLeft);
    EXPECT_EQ(read(R"({"truncation_side": "left"})").truncation_side(), Side::kLeft);
    EXPECT_EQ(read(R"({"truncation_side": "left"})").padding_side(), Side::kRight);
    EXPECT_ERROR(kTokenizerJson, "padding_side: expected 'left' or 'right'",
                 read(R"({"padding_side": "both"})"));
    EXPECT_ERROR(kTokenizerJson, "truncation_side: expected a string",
                 read(R"({"truncation_side": 1})"));
  }
}

TEST(Settings, tokenizer_json_may_tell_the_sides) {
  const auto left = [](json& document) {
    document["truncation"] = {
        {"direction", "Left"}, {"max_length", 9}, {"stride", 0}, {"strategy", "LongestFirst"}};
    document["padding"] = {{"direction", "Left"}};
  };
  EXPECT_EQ(tiny_tokenizer(left).truncation_side(), Side::kLeft);
  EXPECT_EQ(tiny_tokenizer(left).padding_side(), Side::kLeft);
  EXPECT_EQ(tiny_tokenizer(left, R"({"truncation_side": "right"})").truncation_side(),
            Side::kRight);
}

TEST(Settings, clean_up) {
  EXPECT_FALSE(from_vocab_and_merges("").clean_up_tokenization_spaces());
  EXPECT_TRUE(from_tokenizer_json(R"({"clean_up_tokenization_spaces": true})")
                  .clean_up_tokenization_spaces());
}

TEST(Settings, the_callers_prefix_space_wins) {
  const std::string whole = tiny_tokenizer_json().dump();
  const auto read = [&](const char* config, std::optional<bool> prefix) {
    return load_tokenizer({whole, "", "", config, "", ""}, {.add_prefix_space = prefix});
  };
  EXPECT_EQ(read("", true).encode("world", {}).ids, (Ids{kCls, kSpaceWorld, kSep}));
  EXPECT_TRUE(read("", true).add_prefix_space());
  EXPECT_FALSE(read("", std::nullopt).add_prefix_space());
  EXPECT_FALSE(read(R"({"add_prefix_space": true})", false).add_prefix_space());
  EXPECT_TRUE(read(R"({"add_prefix_space": true})", std::nullopt).add_prefix_space());
}

TEST(Lookups, tokens_and_ids) {
  const Tokenizer tokenizer = tiny_tokenizer();
  EXPECT_EQ(tokenizer.id("Ġworld"), kSpaceWorld);
  EXPECT_EQ(tokenizer.id("[MASK]"), kMask);
  EXPECT_EQ(tokenizer.id("not there"), std::nullopt);
  EXPECT_EQ(tokenizer.id(""), std::nullopt);
}

}  // namespace
}  // namespace deberta
