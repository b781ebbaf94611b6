#include "io/config.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_fields.h"

namespace deberta {
namespace {

using nlohmann::json;

constexpr int kMaxWidth = 1 << 16;
constexpr int kMaxRows = 1 << 24;

constexpr JsonSource kSource{ErrorCode::kConfigValue, "config.json", "config.json"};

[[noreturn]] void bad_value(const std::string& fact) {
  throw Error(kSource.code, "config.json: " + fact, kSource.file);
}

[[noreturn]] void unsupported(const std::string& fact) {
  throw Error(ErrorCode::kConfigUnsupported, "config.json: " + fact, kSource.file);
}

// A value for a message; a long one is replaced by its size.
std::string shown(const std::string& value) {
  constexpr size_t kMaxBytes = 40;
  return value.size() <= kMaxBytes ? "'" + value + "'"
                                   : "a string of " + std::to_string(value.size()) + " bytes";
}

struct Fields : JsonFields {
  using JsonFields::JsonFields;

  Activation activation(const char* name, const char* otherwise = "gelu") const {
    const std::string value = string(name, otherwise);
    const std::optional<Activation> known = activation_of(value);
    if (!known) unsupported(std::string(name) + ": unknown activation " + shown(value));
    return *known;
  }
};

std::string trimmed_lower(std::string_view text) {
  const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// "c2p|p2c", as transformers reads it.
std::vector<std::string> split_at_bars(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const size_t bar = text.find('|');
    parts.push_back(trimmed_lower(text.substr(0, bar)));
    if (bar == std::string_view::npos) return parts;
    text.remove_prefix(bar + 1);
  }
}

// A list of strings, or a single string, as on the Hub.
std::vector<std::string> parse_pos_att_type(const Fields& fields) {
  std::vector<std::string> types;
  const json* field = fields.find("pos_att_type");
  if (field == nullptr) return types;
  if (field->is_string()) {
    types = split_at_bars(field->get_ref<const std::string&>());
  } else if (field->is_array()) {
    types = fields.strings("pos_att_type");
  } else {
    bad_value(std::string("pos_att_type: expected a string or a list, got ") + field->type_name());
  }
  return types;
}

// id2label with the keys "0" … "n-1"; else names for num_labels; else transformers' two default
// labels.
std::vector<std::string> parse_labels(const Fields& fields) {
  constexpr int kMaxLabels = 1'000'000;
  const json* field = fields.find("id2label");
  if (field == nullptr || (field->is_object() && field->empty())) {
    const int count = fields.integer("num_labels", 2, 1, kMaxLabels);
    std::vector<std::string> labels;
    for (int i = 0; i < count; ++i) labels.push_back("LABEL_" + std::to_string(i));
    return labels;
  }
  const size_t count = fields.object("id2label").size();
  std::vector<std::string> labels(count);
  for (size_t i = 0; i < count; ++i) {
    const auto label = field->find(std::to_string(i));
    if (label == field->end()) {
      bad_value("id2label: expected the keys 0 to " + std::to_string(count - 1) + ", lacks " +
                std::to_string(i));
    }
    if (label->is_string()) {
      labels[i] = label->get<std::string>();
    } else if (label->is_number()) {
      labels[i] = number_text(*label);  // in Python a label may be a number
    } else {
      bad_value("id2label: expected a string or a number for " + std::to_string(i) + ", got " +
                label->type_name());
    }
  }
  return labels;
}

ProblemType parse_problem_type(const Fields& fields) {
  const std::string name = fields.string("problem_type", "");
  if (name.empty()) return ProblemType::kNone;
  if (name == "regression") return ProblemType::kRegression;
  if (name == "single_label_classification") return ProblemType::kSingleLabel;
  if (name == "multi_label_classification") return ProblemType::kMultiLabel;
  bad_value(
      "problem_type: expected regression, single_label_classification or "
      "multi_label_classification, got " +
      shown(name));
}

// A number in [0, limit).
float parse_fraction(const Fields& fields, const char* name, float otherwise, int limit) {
  if (fields.find(name) == nullptr) return otherwise;
  const double value = fields.number(name, otherwise);
  if (!(value >= 0 && value < limit)) {
    bad_value(std::string(name) + ": expected a number in [0, " + std::to_string(limit) +
              "), got " + std::to_string(value));
  }
  return static_cast<float>(value);
}

// The fields of DebertaV2Config only.
void parse_v2(const Fields& fields, Config& config) {
  config.position_buckets =
      std::max(0, fields.integer("position_buckets", -1, INT32_MIN, kMaxRows));
  // The buckets' formula divides by the logarithm of (max_relative_positions − 1) / (buckets / 2).
  const int middle = config.position_buckets / 2;
  if (config.position_buckets > 0 && (middle < 1 || config.max_relative_positions - 1 <= middle)) {
    bad_value("position_buckets is " + std::to_string(config.position_buckets) +
              ", expected at least 2, and half of it less than max_relative_positions - 1, " +
              std::to_string(config.max_relative_positions - 1));
  }
  config.share_att_key = fields.boolean("share_att_key", false);
  const std::vector<std::string> norms = split_at_bars(fields.string("norm_rel_ebd", "none"));
  config.norm_rel_ebd = std::ranges::find(norms, "layer_norm") != norms.end();

  config.conv_kernel_size = std::max(0, fields.integer("conv_kernel_size", 0, INT32_MIN, 255));
  if (config.conv_kernel_size > 0 && config.conv_kernel_size % 2 == 0) {
    bad_value("conv_kernel_size is " + std::to_string(config.conv_kernel_size) +
              ", expected an odd number: an even one would shorten the output");
  }
  config.conv_groups = fields.integer("conv_groups", 1, 1, kMaxWidth);
  if (config.conv_kernel_size > 0 && config.hidden_size % config.conv_groups != 0) {
    bad_value("hidden_size " + std::to_string(config.hidden_size) +
              " is not a multiple of conv_groups " + std::to_string(config.conv_groups));
  }
  config.conv_act = fields.activation("conv_act", "tanh");

  const int head_size = fields.integer("attention_head_size", config.head_dim(), 1, kMaxWidth);
  if (head_size != config.head_dim()) {
    bad_value("attention_head_size " + std::to_string(head_size) + " is not hidden_size " +
              std::to_string(config.hidden_size) + " / num_attention_heads " +
              std::to_string(config.num_attention_heads));
  }
}

// A forward pass does not use them, but impossible values are refused.
void check_training_fields(const Fields& fields) {
  for (const char* name :
       {"hidden_dropout_prob", "attention_probs_dropout_prob", "pooler_dropout", "cls_dropout"}) {
    parse_fraction(fields, name, 0, 2);  // torch also accepts 1, which drops everything
  }
}

void parse_sizes(const Fields& fields, Config& config) {
  const bool v2 = config.is_v2();
  config.vocab_size = fields.integer("vocab_size", v2 ? 128100 : 50265, 1, kMaxRows);
  config.hidden_size = fields.integer("hidden_size", v2 ? 1536 : 768, 1, kMaxWidth);
  config.embedding_size = fields.integer("embedding_size", config.hidden_size, 1, kMaxWidth);
  config.num_hidden_layers = fields.integer("num_hidden_layers", v2 ? 24 : 12, 1, 1024);
  config.num_attention_heads = fields.integer("num_attention_heads", v2 ? 24 : 12, 1, kMaxWidth);
  if (config.hidden_size % config.num_attention_heads != 0) {
    bad_value("hidden_size " + std::to_string(config.hidden_size) +
              " is not a multiple of num_attention_heads " +
              std::to_string(config.num_attention_heads));
  }
  config.intermediate_size = fields.integer("intermediate_size", v2 ? 6144 : 3072, 1, 1 << 20);
  config.type_vocab_size = fields.integer("type_vocab_size", 0, 0, kMaxRows);
  config.max_position_embeddings = fields.integer("max_position_embeddings", 512, 1, kMaxRows);
}

void parse_relative_attention(const Fields& fields, Config& config) {
  config.relative_attention = fields.boolean("relative_attention", false);
  config.max_relative_positions = fields.integer("max_relative_positions", -1, INT32_MIN, kMaxRows);
  if (config.max_relative_positions < 1) {
    config.max_relative_positions = config.max_position_embeddings;
  }
  const std::vector<std::string> types = parse_pos_att_type(fields);
  const bool c2p = std::ranges::find(types, "c2p") != types.end();
  const bool p2c = std::ranges::find(types, "p2c") != types.end();
  config.score_scale_terms =
      1 + (config.is_v2() ? int{c2p} + int{p2c} : static_cast<int>(types.size()));
  config.c2p = config.relative_attention && c2p;
  config.p2c = config.relative_attention && p2c;
}

void parse_heads(const Fields& fields, Config& config) {
  config.pooler_hidden_size =
      fields.integer("pooler_hidden_size", config.hidden_size, 1, kMaxWidth);
  config.pooler_hidden_act = fields.activation("pooler_hidden_act");
  config.id2label = parse_labels(fields);
  config.problem_type = parse_problem_type(fields);
  config.legacy = fields.boolean("legacy", true);
  config.tie_word_embeddings = fields.boolean("tie_word_embeddings", true);
  config.architectures = fields.strings("architectures");
}

}  // namespace

Config parse_config(std::string_view text) {
  return parse_config(parse_object(text, {ErrorCode::kConfigJson, kSource.where, kSource.file}));
}

Config parse_config(const JsonDocument& document) {
  const Fields fields(document, kSource);

  Config config;
  config.model_type = fields.string("model_type", "");
  if (config.model_type != "deberta" && !config.is_v2()) {
    unsupported("model_type: expected 'deberta' or 'deberta-v2', got " + shown(config.model_type));
  }
  parse_sizes(fields, config);
  config.hidden_act = fields.activation("hidden_act");
  config.layer_norm_eps = parse_fraction(fields, "layer_norm_eps", 1e-7f, 1);
  config.position_biased_input = fields.boolean("position_biased_input", true);
  parse_relative_attention(fields, config);
  if (config.is_v2()) {
    parse_v2(fields, config);
  } else {
    config.talking_head = fields.boolean("talking_head", false);
  }
  parse_heads(fields, config);
  config.initializer_range = parse_fraction(fields, "initializer_range", 0.02f, 100);
  config.pad_token_id = fields.integer("pad_token_id", 0, 0, config.vocab_size - 1);
  check_training_fields(fields);
  if (const json* pruned = fields.find("pruned_heads"); pruned != nullptr && !pruned->empty()) {
    unsupported("pruned_heads: expected none, got " + std::to_string(pruned->size()));
  }
  return config;
}

}  // namespace deberta
