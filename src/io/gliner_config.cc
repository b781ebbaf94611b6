#include "io/gliner_config.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_fields.h"

namespace deberta {
namespace {

using nlohmann::json;

constexpr const char* kFile = "gliner_config.json";
constexpr int kMaxSize = 1 << 16;
constexpr int kMaxWidth = 1 << 10;
constexpr int kMaxWords = 1 << 20;

[[noreturn]] void unsupported(const std::string& fact) {
  throw Error(ErrorCode::kConfigUnsupported, std::string(kFile) + ": " + fact, kFile);
}

// Whether a field is set to anything but null, false, "" and [].
bool is_set(const JsonFields& fields, const char* name) {
  const json* field = fields.find(name);
  return field != nullptr && *field != json(false) && *field != json("") && !field->empty();
}

// The families whose models have other layers than those here.
void refuse_other_families(const JsonFields& fields) {
  constexpr struct {
    const char* field;
    const char* family;
  } kFamilies[] = {
      {"labels_encoder", "a bi-encoder, which reads labels with a model of their own"},
      {"labels_decoder", "a model with a decoder, which writes labels"},
      {"relations_layer", "a model for relations"},
      {"represent_spans", "a token model with representations of spans"},
      {"fuse_layers", "a model that fuses the encoder's layers"},
      {"post_fusion_schema", "a model that fuses words and labels after the encoder"},
      {"precomputed_prompts_mode", "a model with precomputed labels"},
  };
  for (const auto& [field, family] : kFamilies) {
    if (is_set(fields, field)) {
      unsupported(std::string(field) + " is set: " + family + " is not supported");
    }
  }
  const std::string splitter = fields.string("words_splitter_type", "whitespace");
  if (splitter != "whitespace") {
    unsupported("words_splitter_type: expected 'whitespace', got '" + splitter + "'");
  }
}

GlinerConfig::Spans parse_span_mode(const JsonFields& fields) {
  const std::string mode = fields.string("span_mode", "markerV0");
  if (mode == "markerV0") return GlinerConfig::Spans::kMarkerV0;
  if (mode == "marker") return GlinerConfig::Spans::kMarker;
  if (mode == "token_level") return GlinerConfig::Spans::kTokenLevel;
  unsupported("span_mode: expected 'markerV0', 'marker' or 'token_level', got '" + mode + "'");
}

// `file`: the encoder's config.json, or encoder_config as a text.
Config parse_encoder(const json& given, const char* file) {
  json encoder = given;
  if (!encoder.contains("model_type") || encoder["model_type"].is_null()) {
    encoder["model_type"] = "deberta-v2";
  }
  encoder["vocab_size"] = 1;
  encoder["pad_token_id"] = 0;
  const JsonDocument document(std::move(encoder));
  const Config config = in_file(file, [&] { return parse_config(document); });
  if (!config.is_v2()) {
    unsupported("the encoder: expected the model_type 'deberta-v2', got '" + config.model_type +
                "'");
  }
  return config;
}

Config parse_encoder(const JsonFields& fields, std::string_view encoder_json) {
  if (fields.find("encoder_config") != nullptr) {
    return parse_encoder(fields.object("encoder_config"), kFile);
  }
  if (encoder_json.empty()) {
    throw Error(ErrorCode::kConfigValue,
                std::string(kFile) + ": expected encoder_config, or the encoder's config.json",
                kFile);
  }
  const JsonDocument encoder =
      parse_object(encoder_json, {ErrorCode::kConfigJson, "config.json", "config.json"});
  return parse_encoder(encoder, "config.json");
}

}  // namespace

Config parse_gliner_config(std::string_view text, std::string_view encoder_json) {
  const JsonDocument document = parse_object(text, {ErrorCode::kConfigJson, kFile, kFile});
  const JsonFields fields(document, {ErrorCode::kConfigValue, kFile, kFile});
  refuse_other_families(fields);
  GlinerConfig gliner;
  gliner.spans = parse_span_mode(fields);
  gliner.hidden_size = fields.integer("hidden_size", 512, 1, kMaxSize);
  gliner.max_width = fields.integer("max_width", 12, 1, kMaxWidth);
  gliner.max_words = fields.integer("max_len", 384, 1, kMaxWords);
  gliner.embed_ent_token = fields.boolean("embed_ent_token", true);
  gliner.ent_token = fields.string("ent_token", "<<ENT>>");
  gliner.sep_token = fields.string("sep_token", "<<SEP>>");
  // −1 means unset, as in GLiNER's own configuration.
  if (const int index = fields.integer("class_token_index", -1, -1, 1 << 24); index >= 0) {
    gliner.class_token_index = index;
  }
  Config config = parse_encoder(fields, encoder_json);
  config.gliner = gliner;
  return config;
}

}  // namespace deberta
