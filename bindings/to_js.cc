#include "bindings/to_js.h"

#include <string>
#include <utility>

namespace deberta::bindings {
namespace {

using emscripten::val;

// {name: value, …} with a value per name; throws kInput for a name that is not there.
template <class T>
T one_of(val option, const char* what, std::initializer_list<std::pair<const char*, T>> values) {
  const std::string name = option.as<std::string>();
  for (const auto& [known, value] : values) {
    if (name == known) return value;
  }
  std::string expected;
  for (const auto& [known, value] : values) expected += std::string(" ") + known;
  throw Error(ErrorCode::kInput, std::string(what) + ": expected one of" + expected);
}

bool present(const val& option) { return !option.isUndefined() && !option.isNull(); }

}  // namespace

val to_js(const Config& config, int max_length) {
  val object = val::object();
  object.set("model_type", config.model_type);
  object.set("id2label", val::array(config.id2label));
  object.set("num_labels", config.num_labels());
  object.set("hidden_size", config.hidden_size);
  object.set("num_hidden_layers", config.num_hidden_layers);
  object.set("max_length", max_length);
  return object;
}

val to_js(const TokenClassification& result, std::string_view text) {
  const Utf16Map map(text);
  val entities = val::array();
  for (size_t i = 0; i < result.entities.size(); ++i) {
    const Entity& entity = result.entities[i];
    val object = val::object();
    object.set(entity.token.empty() ? "entity_group" : "entity", entity.label);
    object.set("score", entity.score);
    if (!entity.token.empty()) {
      object.set("index", entity.index);
      object.set("token", entity.token);
    }
    object.set("start", map.utf16(entity.span.begin));
    object.set("end", map.utf16(entity.span.end));
    entities.set(i, object);
  }
  val object = val::object();
  object.set("entities", entities);
  object.set("tokens", static_cast<double>(result.tokens));
  object.set("truncated", result.truncated);
  return object;
}

val to_js(const TextClassification& result) {
  val scores = val::array();
  for (size_t i = 0; i < result.scores.size(); ++i) {
    val object = val::object();
    object.set("label", result.scores[i].label);
    object.set("score", result.scores[i].score);
    scores.set(i, object);
  }
  val object = val::object();
  object.set("scores", scores);
  object.set("tokens", static_cast<double>(result.tokens));
  object.set("truncated", result.truncated);
  return object;
}

val to_js(const Encoding& encoding, const TextPair& input) {
  const Utf16Map of_text(input.text);
  const Utf16Map of_pair(input.pair);
  val offsets = val::array();
  for (size_t i = 0; i < encoding.offsets.size(); ++i) {
    const Utf16Map& map = encoding.sequence_ids[i] == 1 ? of_pair : of_text;
    const ByteSpan span = encoding.offsets[i];
    offsets.set(i, val::array(std::vector<uint32_t>{map.utf16(span.begin), map.utf16(span.end)}));
  }
  val object = val::object();
  object.set("ids", val::array(encoding.ids));
  object.set("type_ids", val::array(encoding.type_ids));
  object.set("offsets", offsets);
  object.set("truncated", encoding.truncated);
  return object;
}

TokenClassificationOptions token_classification_options(val options) {
  TokenClassificationOptions result;
  if (const val value = options["aggregation_strategy"]; present(value)) {
    result.aggregation = one_of<Aggregation>(value, "aggregation_strategy",
                                             {{"none", Aggregation::kNone},
                                              {"simple", Aggregation::kSimple},
                                              {"first", Aggregation::kFirst},
                                              {"average", Aggregation::kAverage},
                                              {"max", Aggregation::kMax}});
  }
  if (const val value = options["ignore_labels"]; present(value)) {
    result.ignore_labels = emscripten::vecFromJSArray<std::string>(value);
  }
  if (const val value = options["stride"]; present(value)) result.stride = value.as<int>();
  return result;
}

TextClassificationOptions text_classification_options(val options) {
  TextClassificationOptions result;
  if (const val value = options["function_to_apply"]; present(value)) {
    result.function_to_apply = one_of<ScoreFunction>(value, "function_to_apply",
                                                     {{"default", ScoreFunction::kDefault},
                                                      {"softmax", ScoreFunction::kSoftmax},
                                                      {"sigmoid", ScoreFunction::kSigmoid},
                                                      {"none", ScoreFunction::kNone}});
  }
  if (const val value = options["top_k"]; present(value)) result.top_k = value.as<unsigned>();
  return result;
}

EncodeOptions encode_options(val options) {
  EncodeOptions result;
  if (const val value = options["add_special_tokens"]; present(value)) {
    result.add_special_tokens = value.as<bool>();
  }
  if (const val value = options["truncation"]; present(value)) {
    result.truncation = one_of<Truncation>(value, "truncation",
                                           {{"none", Truncation::kNone},
                                            {"longest_first", Truncation::kLongestFirst},
                                            {"only_first", Truncation::kOnlyFirst},
                                            {"only_second", Truncation::kOnlySecond}});
  }
  if (const val value = options["max_length"]; present(value)) result.max_length = value.as<int>();
  return result;
}

}  // namespace deberta::bindings
