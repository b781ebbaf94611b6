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

constexpr JsonSource kSource{ErrorCode::kConfigValue, "config.json"};

[[noreturn]] void bad_value(const std::string& fact) {
  throw Error(kSource.code, std::string(kSource.file) + ": " + fact);
}

[[noreturn]] void unsupported(const std::string& fact) {
  throw Error(ErrorCode::kConfigUnsupported, "config.json: " + fact);
}

struct Fields : JsonFields {
  using JsonFields::JsonFields;

  Activation activation(const char* name, const char* otherwise = "gelu") const {
    const std::string value = string(name, otherwise);
    const std::optional<Activation> known = activation_of(value);
    if (!known) unsupported(std::string(name) + " is an unknown function");
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

// A list of strings, or as on the Hub one string.
std::vector<std::string> parse_pos_att_type(const Fields& fields) {
  std::vector<std::string> types;
  const json* field = fields.find("pos_att_type");
  if (field == nullptr) return types;
  if (field->is_string()) {
    types = split_at_bars(field->get_ref<const std::string&>());
  } else if (field->is_array()) {
    types = fields.strings("pos_att_type");
  } else {
    bad_value("pos_att_type is neither a string nor a list");
  }
  return types;
}

// id2label with the keys "0" … "n-1"; else num_labels names; else transformers' two.
std::vector<std::string> parse_labels(const Fields& fields) {
  constexpr int kMaxLabels = 1'000'000;
  const json* field = fields.find("id2label");
  if (field == nullptr || (field->is_object() && field->empty())) {
    const int count = fields.integer("num_labels", 2, 1, kMaxLabels);
    std::vector<std::string> labels;
    for (int i = 0; i < count; ++i) labels.push_back("LABEL_" + std::to_string(i));
    return labels;
  }
  if (!field->is_object()) bad_value("id2label is not an object");
  const size_t count = field->size();
  std::vector<std::string> labels(count);
  for (size_t i = 0; i < count; ++i) {
    const auto label = field->find(std::to_string(i));
    if (label == field->end()) {
      bad_value("id2label has " + std::to_string(count) + " entries, and none for " +
                std::to_string(i));
    }
    if (label->is_string()) {
      labels[i] = label->get<std::string>();
    } else if (label->is_number()) {
      labels[i] = label->dump();  // in Python a label may be a number
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
      "problem_type is none of regression, single_label_classification, "
      "multi_label_classification");
}

// A number in [0, most).
float parse_fraction(const Fields& fields, const char* name, float otherwise, double most) {
  if (fields.find(name) == nullptr) return otherwise;
  const double value = fields.number(name, otherwise);
  if (!(value >= 0 && value < most))
    bad_value(std::string(name) + " is not in [0, " + std::to_string(static_cast<int>(most)) + ")");
  return static_cast<float>(value);
}

// What DebertaV2Config has over DebertaConfig.
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
              ", which is even: its output would be shorter than its input");
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

// What a forward pass without training does not use must be possible all the same.
void check_training_fields(const Fields& fields) {
  for (const char* name :
       {"hidden_dropout_prob", "attention_probs_dropout_prob", "pooler_dropout", "cls_dropout"}) {
    // 1 would drop everything; torch takes it, and nobody trains so.
    parse_fraction(fields, name, 0, 2);
  }
}

}  // namespace

Config parse_config(std::string_view text) {
  const json document = parse_object(text, {ErrorCode::kConfigJson, kSource.file});
  const Fields fields(document, kSource);

  Config config;
  config.model_type = fields.string("model_type", "");
  const bool v2 = config.is_v2();
  if (config.model_type != "deberta" && !v2) {
    unsupported("model_type is neither 'deberta' nor 'deberta-v2', the ones that are run here");
  }
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
  config.hidden_act = fields.activation("hidden_act");
  config.max_position_embeddings = fields.integer("max_position_embeddings", 512, 1, kMaxRows);
  config.type_vocab_size = fields.integer("type_vocab_size", 0, 0, kMaxRows);
  config.layer_norm_eps = parse_fraction(fields, "layer_norm_eps", 1e-7f, 1);
  config.position_biased_input = fields.boolean("position_biased_input", true);

  config.relative_attention = fields.boolean("relative_attention", false);
  config.max_relative_positions = fields.integer("max_relative_positions", -1, INT32_MIN, kMaxRows);
  if (config.max_relative_positions < 1) {
    config.max_relative_positions = config.max_position_embeddings;
  }
  const std::vector<std::string> types = parse_pos_att_type(fields);
  const bool c2p = std::ranges::find(types, "c2p") != types.end();
  const bool p2c = std::ranges::find(types, "p2c") != types.end();
  config.score_scale_terms = 1 + (v2 ? int{c2p} + int{p2c} : static_cast<int>(types.size()));
  config.c2p = config.relative_attention && c2p;
  config.p2c = config.relative_attention && p2c;
  if (v2) {
    parse_v2(fields, config);
  } else {
    config.talking_head = fields.boolean("talking_head", false);
  }

  config.pooler_hidden_size =
      fields.integer("pooler_hidden_size", config.hidden_size, 1, kMaxWidth);
  config.pooler_hidden_act = fields.activation("pooler_hidden_act");
  config.id2label = parse_labels(fields);
  config.problem_type = parse_problem_type(fields);
  config.legacy = fields.boolean("legacy", true);
  config.tie_word_embeddings = fields.boolean("tie_word_embeddings", true);
  config.initializer_range = parse_fraction(fields, "initializer_range", 0.02f, 100);
  config.pad_token_id = fields.integer("pad_token_id", 0, 0, config.vocab_size - 1);
  check_training_fields(fields);
  if (const json* pruned = fields.find("pruned_heads"); pruned != nullptr && !pruned->empty()) {
    unsupported("pruned_heads is not empty");
  }
  config.architectures = fields.strings("architectures");
  return config;
}

}  // namespace deberta
