#include "io/gliner2_config.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

constexpr const char* kEncoder =
    R"({"model_type": "deberta-v2", "hidden_size": 24, "num_attention_heads": 3, "vocab_size": 101})";

Config parse(const std::string& fields, const char* encoder = kEncoder) {
  return parse_gliner2_config(
      R"({"model_type": "extractor")" + (fields.empty() ? "" : ", " + fields) + "}", encoder);
}

TEST(Gliner2Config, defaults_are_those_of_gliner2) {
  const Config config = parse("");
  ASSERT_TRUE(config.gliner2);
  EXPECT_FALSE(config.gliner);
  EXPECT_TRUE(config.gliner2->has_spans);
  EXPECT_EQ(config.gliner2->max_width, 8);
  EXPECT_EQ(config.gliner2->temperature, 1.0f);
  EXPECT_EQ(config.hidden_size, 24);
  EXPECT_EQ(config.vocab_size, 101);
}

TEST(Gliner2Config, the_span_heads_width_goes_first) {
  EXPECT_EQ(parse(R"("max_width": 5)").gliner2->max_width, 5);
  EXPECT_EQ(parse(R"("max_width": 5, "span_head": {"max_width": 3})").gliner2->max_width, 3);
  EXPECT_EQ(parse(R"("max_width": 5, "span_head": {"max_width": null})").gliner2->max_width, 5);
  EXPECT_EQ(parse(R"("span_head": null)").gliner2->max_width, 8);
  EXPECT_ERROR(kConfigValue, "max_width is 0", parse(R"("max_width": 0)"));
  EXPECT_ERROR(kConfigValue, "max_width is 9999", parse(R"("span_head": {"max_width": 9999})"));
}

TEST(Gliner2Config, both_counting_layers_are_known) {
  parse(R"("counting_layer": "count_lstm")");
  parse(R"("counting_layer": "count_lstm_v2", "token_pooling": "first", "architecture": "span",
           "span_head": {"span_mode": "markerV0"}, "max_len": null)");
}

TEST(Gliner2Config, the_boundary_form_has_a_temperature) {
  const Config config = parse(
      R"("architecture": "boundary", "boundary_head": {"classification_temperature": 2.5},
         "counting_layer": "any")");
  EXPECT_FALSE(config.gliner2->has_spans);
  EXPECT_EQ(config.gliner2->temperature, 2.5f);
  EXPECT_EQ(parse(R"("architecture": "boundary")").gliner2->temperature, 1.0f);
  for (const char* value : {"0", "-1", "1e300"}) {
    EXPECT_ERROR(
        kConfigValue, "classification_temperature: expected a number in (0, 1000000]",
        parse(
            std::string(
                R"("architecture": "boundary", "boundary_head": {"classification_temperature": )") +
            value + "}"));
  }
}

TEST(Gliner2Config, other_kinds_are_refused_by_name) {
  EXPECT_ERROR(kConfigUnsupported, "architecture: expected 'span' or 'boundary', got 'other'",
               parse(R"("architecture": "other")"));
  EXPECT_ERROR(kConfigUnsupported,
               "counting_layer: expected 'count_lstm' or 'count_lstm_v2', got 'count_lstm_moe'",
               parse(R"("counting_layer": "count_lstm_moe")"));
  EXPECT_ERROR(kConfigUnsupported, "span_mode: expected 'markerV0', got 'marker'",
               parse(R"("span_head": {"span_mode": "marker"})"));
  EXPECT_ERROR(kConfigUnsupported, "token_pooling: expected 'first', got 'mean'",
               parse(R"("token_pooling": "mean")"));
  EXPECT_ERROR(kConfigUnsupported,
               "encoder_config/config.json: model_type: expected 'deberta-v2', got 'modernbert'",
               parse("", R"({"model_type": "modernbert"})"));
  EXPECT_ERROR(kConfigUnsupported, "model_type: expected 'extractor', got 'deberta-v2'",
               parse_gliner2_config(kEncoder, kEncoder));
  EXPECT_ERROR(kConfigValue, "expected encoder_config/config.json beside it", parse("", ""));
  EXPECT_ERROR(kConfigJson, "encoder_config/config.json", parse("", "["));
  EXPECT_ERROR(kConfigJson, "config.json", parse_gliner2_config("[", kEncoder));
  EXPECT_ERROR(kConfigValue, "span_head: expected an object", parse(R"("span_head": 3)"));
}

TEST(Gliner2Config, a_model_is_of_the_family_that_its_files_say) {
  EXPECT_TRUE(parse_model_config(R"({"model_type": "extractor"})", kEncoder).gliner2);
  EXPECT_TRUE(parse_model_config(kEncoder, "{}").gliner);
  EXPECT_TRUE(
      parse_model_config("", std::string(R"({"encoder_config": )") + kEncoder + "}").gliner);
  const Config plain = parse_model_config(kEncoder, "");
  EXPECT_FALSE(plain.gliner || plain.gliner2);
  EXPECT_ERROR(kConfigJson, "config.json", parse_model_config("[", ""));
}

}  // namespace
}  // namespace deberta
