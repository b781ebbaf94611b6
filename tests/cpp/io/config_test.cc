#include "io/config.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

// The config.json of microsoft/deberta-base from the Hub.
constexpr const char* kHubConfig = R"({
  "model_type": "deberta", "attention_probs_dropout_prob": 0.1, "hidden_act": "gelu",
  "hidden_dropout_prob": 0.1, "hidden_size": 768, "initializer_range": 0.02,
  "intermediate_size": 3072, "max_position_embeddings": 512, "relative_attention": true,
  "pos_att_type": "c2p|p2c", "layer_norm_eps": 1e-7, "max_relative_positions": -1,
  "position_biased_input": false, "num_attention_heads": 12, "num_hidden_layers": 12,
  "type_vocab_size": 0, "vocab_size": 50265})";

TEST(Config, reads_the_hub_spelling) {
  const Config config = parse_config(kHubConfig);
  EXPECT_TRUE(config.c2p && config.p2c);
  EXPECT_EQ(config.score_scale_terms, 3);
  EXPECT_EQ(config.max_relative_positions, 512);
  EXPECT_EQ(config.head_dim(), 64);
  EXPECT_EQ(config.embedding_size, 768);
  EXPECT_FALSE(config.position_biased_input);
  EXPECT_EQ(config.id2label, (std::vector<std::string>{"LABEL_0", "LABEL_1"}));
}

TEST(Config, absent_and_null_fields_have_the_code_defaults) {
  const Config config = parse_config(R"({"model_type": "deberta", "pos_att_type": null})");
  EXPECT_EQ(config.vocab_size, 50265);
  EXPECT_EQ(config.layer_norm_eps, 1e-7f);
  EXPECT_FALSE(config.relative_attention);
  EXPECT_TRUE(config.position_biased_input);
  EXPECT_EQ(config.score_scale_terms, 1);
}

TEST(Config, every_pos_att_type_counts_in_the_scale_and_unknown_ones_add_no_term) {
  const Config config = parse_config(
      R"({"model_type": "deberta", "relative_attention": true, "pos_att_type": ["c2p", "p2p"]})");
  EXPECT_EQ(config.score_scale_terms, 3);
  EXPECT_TRUE(config.c2p);
  EXPECT_FALSE(config.p2c);
  const Config upper = parse_config(
      R"({"model_type": "deberta", "relative_attention": true, "pos_att_type": " C2P | p2c "})");
  EXPECT_TRUE(upper.c2p && upper.p2c);
}

TEST(Config, of_v2_is_read_as_v3s_on_the_hub) {
  const Config config = parse_config(R"({"model_type": "deberta-v2", "hidden_size": 768,
    "num_attention_heads": 12, "attention_head_size": 64, "relative_attention": true,
    "max_relative_positions": -1, "position_buckets": 256, "norm_rel_ebd": "layer_norm",
    "share_att_key": true, "pos_att_type": "p2c|c2p", "talking_head": true})");
  EXPECT_TRUE(config.is_v2());
  EXPECT_EQ(config.max_relative_positions, 512);
  EXPECT_EQ(config.position_span(), 256);
  EXPECT_TRUE(config.c2p && config.p2c && config.share_att_key && config.norm_rel_ebd);
  EXPECT_EQ(config.score_scale_terms, 3);
  EXPECT_FALSE(config.talking_head);  // v1's alone
}

TEST(Config, of_v2_has_its_own_defaults) {
  const Config config = parse_config(R"({"model_type": "deberta-v2", "position_buckets": null})");
  EXPECT_EQ(config.vocab_size, 128100);
  EXPECT_EQ(config.hidden_size, 1536);
  EXPECT_EQ(config.num_hidden_layers, 24);
  EXPECT_EQ(config.num_attention_heads, 24);
  EXPECT_EQ(config.intermediate_size, 6144);
  EXPECT_EQ(config.position_buckets, 0);
  EXPECT_EQ(config.position_span(), 512);
  EXPECT_FALSE(config.share_att_key || config.norm_rel_ebd);
  EXPECT_EQ(config.conv_kernel_size, 0);
  EXPECT_EQ(config.conv_act, Activation::kTanh);
}

TEST(Config, of_v2_counts_known_pos_att_types_in_the_scale) {
  const Config config =
      parse_config(R"({"model_type": "deberta-v2", "pos_att_type": ["c2p", "p2p", "c2p"]})");
  EXPECT_EQ(config.score_scale_terms, 2);
  EXPECT_FALSE(config.c2p);  // no relative_attention
}

TEST(Config, of_v1_has_nothing_of_v2s) {
  const Config config = parse_config(R"({"model_type": "deberta", "position_buckets": 256,
    "share_att_key": true, "norm_rel_ebd": "layer_norm", "conv_kernel_size": 3})");
  EXPECT_EQ(config.position_span(), 512);
  EXPECT_FALSE(config.share_att_key || config.norm_rel_ebd);
  EXPECT_EQ(config.conv_kernel_size, 0);
}

TEST(Config, of_v2_is_refused_by_name) {
  const auto refuses = [](const std::string& field, ErrorCode code, const char* part) {
    testing::expect_error(code, part,
                          [&] { parse_config("{\"model_type\":\"deberta-v2\"," + field + "}"); });
  };
  refuses(R"("position_buckets":1)", ErrorCode::kConfigValue, "position_buckets is 1");
  refuses(R"("position_buckets":256,"max_relative_positions":129)", ErrorCode::kConfigValue,
          "less than max_relative_positions - 1, 128");
  refuses(R"("position_buckets":"256")", ErrorCode::kConfigValue, "position_buckets");
  refuses(R"("conv_kernel_size":4)", ErrorCode::kConfigValue, "conv_kernel_size is 4");
  refuses(R"("conv_kernel_size":3,"conv_groups":5)", ErrorCode::kConfigValue, "conv_groups 5");
  refuses(R"("conv_act":"snake")", ErrorCode::kConfigUnsupported, "conv_act");
  refuses(R"("norm_rel_ebd":true)", ErrorCode::kConfigValue, "norm_rel_ebd");
  refuses(R"("share_att_key":"yes")", ErrorCode::kConfigValue, "share_att_key");
  refuses(R"("attention_head_size":32)", ErrorCode::kConfigValue,
          "attention_head_size 32 is not hidden_size 1536 / num_attention_heads 24");
}

TEST(Config, labels_come_from_id2label_or_num_labels) {
  EXPECT_EQ(parse_config(R"({"model_type":"deberta","id2label":{"1":"b","0":"a"}})").id2label,
            (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(parse_config(R"({"model_type":"deberta","num_labels":3})").num_labels(), 3);
  EXPECT_EQ(parse_config(R"({"model_type":"deberta","id2label":{"0":"__proto__"}})").id2label[0],
            "__proto__");
  // Python accepts numbers; here a label is a string.
  const auto numbers =
      parse_config(R"({"model_type":"deberta","id2label":{"0":0,"1":1},"label2id":{"0":0,"1":1}})");
  EXPECT_EQ(numbers.id2label, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(parse_config(R"({"model_type":"deberta","id2label":{"0":2.5}})").id2label[0], "2.5");
}

TEST(Config, refuses_by_name) {
  const auto refuses = [](const std::string& field, ErrorCode code, const char* part) {
    testing::expect_error(code, part,
                          [&] { parse_config("{\"model_type\":\"deberta\"," + field + "}"); });
  };
  refuses(R"("hidden_size":30,"num_attention_heads":4)", ErrorCode::kConfigValue,
          "hidden_size 30 is not a multiple of num_attention_heads 4");
  refuses(R"("hidden_size":0)", ErrorCode::kConfigValue, "hidden_size is 0");
  refuses(R"("hidden_size":-8)", ErrorCode::kConfigValue, "hidden_size is -8");
  refuses(R"("hidden_size":"768")", ErrorCode::kConfigValue,
          "hidden_size: expected an integer, got a string");
  refuses(R"("num_hidden_layers":1e9)", ErrorCode::kConfigValue, "num_hidden_layers");
  refuses(R"("vocab_size":99999999999)", ErrorCode::kConfigValue, "vocab_size");
  refuses(R"("layer_norm_eps":-1)", ErrorCode::kConfigValue, "layer_norm_eps");
  refuses(R"("relative_attention":1)", ErrorCode::kConfigValue, "relative_attention");
  refuses(R"("pos_att_type":7)", ErrorCode::kConfigValue, "pos_att_type");
  refuses(R"("id2label":{"0":"a","2":"c"})", ErrorCode::kConfigValue,
          "expected the keys 0 to 1, lacks 1");
  refuses(R"("id2label":{"0":["a"]})", ErrorCode::kConfigValue,
          "id2label: expected a string or a number for 0, got array");
  refuses(R"("problem_type":"other")", ErrorCode::kConfigValue,
          "single_label_classification or multi_label_classification, got 'other'");
  refuses(R"("hidden_act":"snake")", ErrorCode::kConfigUnsupported,
          "hidden_act: unknown activation 'snake'");
  refuses(R"("talking_head":1)", ErrorCode::kConfigValue, "talking_head");
  refuses(R"("pruned_heads":{"0":[1]})", ErrorCode::kConfigUnsupported, "pruned_heads");
  refuses(R"("hidden_dropout_prob":-0.1)", ErrorCode::kConfigValue, "hidden_dropout_prob");
  refuses(R"("attention_probs_dropout_prob":"0.1")", ErrorCode::kConfigValue,
          "attention_probs_dropout_prob");
  refuses(R"("initializer_range":-1)", ErrorCode::kConfigValue, "initializer_range");
  refuses(R"("legacy":"yes")", ErrorCode::kConfigValue, "legacy");
  refuses(R"("tie_word_embeddings":0)", ErrorCode::kConfigValue, "tie_word_embeddings");
}

TEST(Config, refuses_other_models_and_other_files) {
  EXPECT_ERROR(kConfigUnsupported,
               "config.json: model_type: expected 'deberta' or 'deberta-v2', got 'bert'",
               parse_config(R"({"model_type":"bert"})"));
  EXPECT_ERROR(kConfigUnsupported, "got a string of 1000 bytes",
               parse_config(R"({"model_type":")" + std::string(1000, 'x') + "\"}"));
  EXPECT_ERROR(kConfigUnsupported, "model_type", parse_config("{}"));
  EXPECT_ERROR(kConfigJson, "not JSON at byte", parse_config("<!doctype html>"));
  EXPECT_ERROR(kConfigJson, "not JSON", parse_config(""));
  EXPECT_ERROR(kConfigJson, "expected an object, got a list", parse_config("[]"));
  EXPECT_ERROR(kConfigJson, "twice", parse_config(R"({"a":1,"a":2})"));
  EXPECT_ERROR(kConfigJson, "nested deeper than 64",
               parse_config("{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}"));
}

}  // namespace
}  // namespace deberta
