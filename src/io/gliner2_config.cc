#include "io/gliner2_config.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "base/json_fields.h"
#include "io/gliner_config.h"

namespace deberta {
namespace {

using nlohmann::json;

constexpr const char* kFile = "config.json";
constexpr const char* kEncoderFile = "encoder_config/config.json";
constexpr const char* kModelType = "extractor";
constexpr int kMaxWidth = 1 << 10;

[[noreturn]] void unsupported(const char* file, const std::string& fact) {
  throw Error(ErrorCode::kConfigUnsupported, std::string(file) + ": " + fact, file);
}

// Throws unless the field has that value, or is absent.
void require(const JsonFields& fields, const char* name, const char* expected,
             const char* file = kFile) {
  const std::string value = fields.string(name, expected);
  if (value != expected) {
    unsupported(file, std::string(name) + ": expected '" + expected + "', got '" + value + "'");
  }
}

// The fields of an object that may be absent.
JsonFields part(const JsonFields& fields, const char* name) {
  static const json kNone;  // has no fields
  return fields.of(fields.find(name) != nullptr ? fields.object(name) : kNone);
}

bool has_known_spans(const JsonFields& fields) {
  const std::string architecture = fields.string("architecture", "span");
  if (architecture == "boundary") return false;
  if (architecture != "span") {
    unsupported(kFile, "architecture: expected 'span' or 'boundary', got '" + architecture + "'");
  }
  return true;
}

void parse_spans(const JsonFields& fields, Gliner2Config& config) {
  const JsonFields head = part(fields, "span_head");
  require(head, "span_mode", "markerV0");
  config.max_width =
      head.integer("max_width", fields.integer("max_width", 8, 1, kMaxWidth), 1, kMaxWidth);
  // Which of the two it is, the tensors say.
  const std::string counting = fields.string("counting_layer", "count_lstm");
  if (counting != "count_lstm" && counting != "count_lstm_v2") {
    unsupported(kFile,
                "counting_layer: expected 'count_lstm' or 'count_lstm_v2', got '" + counting + "'");
  }
}

float parse_temperature(const JsonFields& fields) {
  const double value = part(fields, "boundary_head").number("classification_temperature", 1);
  if (!(value > 0 && value <= 1e6)) {
    fields.fail("boundary_head: classification_temperature: expected a number in (0, 1000000]");
  }
  return static_cast<float>(value);
}

Config parse_encoder(std::string_view text) {
  if (text.empty()) {
    throw Error(ErrorCode::kConfigValue,
                std::string(kFile) + ": expected " + kEncoderFile + " beside it, found none",
                kFile);
  }
  const JsonSource source{ErrorCode::kConfigJson, kEncoderFile, kEncoderFile};
  const JsonDocument document = parse_object(text, source);
  require(JsonFields(document, {ErrorCode::kConfigValue, kEncoderFile, kEncoderFile}), "model_type",
          "deberta-v2", kEncoderFile);
  return parse_config(document);
}

bool is_extractor(std::string_view config_json) {
  try {
    const JsonSource source{ErrorCode::kConfigJson, kFile, kFile};
    const JsonDocument document = parse_object(config_json, source);
    return JsonFields(document, source).string("model_type") == kModelType;
  } catch (const Error&) {
    return false;  // whoever reads it refuses it
  }
}

}  // namespace

Config parse_gliner2_config(std::string_view config_json, std::string_view encoder_json) {
  const JsonDocument document = parse_object(config_json, {ErrorCode::kConfigJson, kFile, kFile});
  const JsonFields fields(document, {ErrorCode::kConfigValue, kFile, kFile});
  require(fields, "model_type", kModelType);
  require(fields, "token_pooling", "first");
  Gliner2Config gliner2;
  gliner2.has_spans = has_known_spans(fields);
  if (gliner2.has_spans) {
    parse_spans(fields, gliner2);
  } else {
    gliner2.temperature = parse_temperature(fields);
  }
  Config config = parse_encoder(encoder_json);
  config.gliner2 = gliner2;
  return config;
}

Config parse_model_config(std::string_view config_json, std::string_view other_json) {
  if (is_extractor(config_json)) return parse_gliner2_config(config_json, other_json);
  return other_json.empty() ? parse_config(config_json)
                            : parse_gliner_config(other_json, config_json);
}

}  // namespace deberta
