#include "io/gliner_config.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

constexpr const char* kEncoder =
    R"({"model_type": "deberta-v2", "hidden_size": 24, "num_attention_heads": 3, "vocab_size": 128100})";

std::string with_encoder(const std::string& fields) {
  return std::string("{\"encoder_config\": ") + kEncoder + (fields.empty() ? "" : ", ") + fields +
         "}";
}

TEST(GlinerConfig, defaults_are_those_of_gliner) {
  const Config config = parse_gliner_config("{}", kEncoder);
  ASSERT_TRUE(config.gliner);
  EXPECT_EQ(config.hidden_size, 24);
  EXPECT_EQ(config.gliner->hidden_size, 512);
  EXPECT_EQ(config.gliner->max_width, 12);
  EXPECT_EQ(config.gliner->max_words, 384);
  EXPECT_EQ(config.gliner->spans, GlinerConfig::Spans::kMarkerV0);
  EXPECT_TRUE(config.gliner->embed_ent_token);
  EXPECT_FALSE(config.gliner->class_token_index);
}

TEST(GlinerConfig, encoder_config_goes_before_the_encoders_file) {
  const Config config = parse_gliner_config(with_encoder("\"span_mode\": \"token_level\""),
                                            R"({"model_type": "bert"})");
  EXPECT_EQ(config.num_attention_heads, 3);
  EXPECT_EQ(config.gliner->spans, GlinerConfig::Spans::kTokenLevel);
  // null counts as absent, and so does a missing model_type as DeBERTa's.
  EXPECT_TRUE(parse_gliner_config(R"({"encoder_config": null})", R"({"hidden_size": 48})").is_v2());
}

TEST(GlinerConfig, other_families_are_refused_by_name) {
  const auto parse = [](const std::string& fields) {
    parse_gliner_config(with_encoder(fields), "");
  };
  EXPECT_ERROR(kConfigUnsupported, "labels_encoder is set: a bi-encoder",
               parse(R"("labels_encoder": "bge-small")"));
  EXPECT_ERROR(kConfigUnsupported, "relations_layer is set", parse(R"("relations_layer": "dot")"));
  EXPECT_ERROR(kConfigUnsupported, "labels_decoder is set", parse(R"("labels_decoder": "gpt2")"));
  EXPECT_ERROR(kConfigUnsupported, "represent_spans is set", parse(R"("represent_spans": true)"));
  EXPECT_ERROR(kConfigUnsupported, "fuse_layers is set", parse(R"("fuse_layers": true)"));
  EXPECT_ERROR(kConfigUnsupported, "post_fusion_schema is set",
               parse(R"("post_fusion_schema": "l2l")"));
  EXPECT_ERROR(kConfigUnsupported, "precomputed_prompts_mode is set",
               parse(R"("precomputed_prompts_mode": true)"));
  EXPECT_ERROR(kConfigUnsupported, "words_splitter_type: expected 'whitespace', got 'jieba'",
               parse(R"("words_splitter_type": "jieba")"));
  for (const char* mode : {"query", "mlp", "cat", "conv_max", "markerV1"}) {
    EXPECT_ERROR(kConfigUnsupported,
                 std::string("span_mode: expected 'markerV0', 'marker' or "
                             "'token_level', got '") +
                     mode,
                 parse(std::string("\"span_mode\": \"") + mode + "\""));
  }
  parse(R"("labels_encoder": null, "fuse_layers": false, "post_fusion_schema": "")");
}

TEST(GlinerConfig, encoders_other_than_deberta_v2_are_refused) {
  EXPECT_ERROR(kConfigUnsupported, "'modernbert'",
               parse_gliner_config("{}", R"({"model_type": "modernbert"})"));
  EXPECT_ERROR(kConfigUnsupported, "expected the model_type 'deberta-v2', got 'deberta'",
               parse_gliner_config("{}", R"({"model_type": "deberta"})"));
  EXPECT_ERROR(kConfigValue, "expected encoder_config, or the encoder's config.json",
               parse_gliner_config("{}", ""));
  EXPECT_ERROR(kConfigJson, "gliner_config.json", parse_gliner_config("[", kEncoder));
  EXPECT_ERROR(kConfigValue, "max_width", parse_gliner_config(R"({"max_width": 0})", kEncoder));
}

}  // namespace
}  // namespace deberta
