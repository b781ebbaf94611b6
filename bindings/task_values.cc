#include "bindings/task_values.h"

#include <string>

namespace deberta::bindings {
namespace {

using emscripten::val;

// What every result says beside its own: {…, tokens, truncated}.
template <class Result>
val with_facts(val object, const Result& result) {
  object.set("tokens", static_cast<double>(result.tokens));
  object.set("truncated", result.truncated);
  return object;
}

}  // namespace

TokenClassificationOptions token_classification_options(const Options& options) {
  TokenClassificationOptions result;
  options.read("aggregation_strategy", result.aggregation,
               {{"none", Aggregation::kNone},
                {"simple", Aggregation::kSimple},
                {"first", Aggregation::kFirst},
                {"average", Aggregation::kAverage},
                {"max", Aggregation::kMax}});
  options.read("ignore_labels", result.ignore_labels);
  options.read("stride", result.stride);
  return result;
}

TextClassificationOptions text_classification_options(const Options& options) {
  TextClassificationOptions result;
  options.read("function_to_apply", result.function_to_apply,
               {{"default", ScoreFunction::kDefault},
                {"softmax", ScoreFunction::kSoftmax},
                {"sigmoid", ScoreFunction::kSigmoid},
                {"none", ScoreFunction::kNone}});
  options.read("top_k", result.top_k);
  return result;
}

val to_js(const TokenClassification& result, std::string_view text) {
  const Utf16Map map(text);
  val object = val::object();
  object.set("entities", list_of(result.entities, [&](const Entity& entity, size_t) {
               val item = val::object();
               item.set(entity.token.empty() ? "entity_group" : "entity", entity.label);
               item.set("score", entity.score);
               if (!entity.token.empty()) {
                 item.set("index", entity.index);
                 item.set("token", entity.token);
               }
               item.set("start", map.utf16(entity.span.begin));
               item.set("end", map.utf16(entity.span.end));
               return item;
             }));
  return with_facts(object, result);
}

val to_js(const TextClassification& result) {
  val object = val::object();
  object.set("scores", list_of(result.scores, [](const LabelScore& score, size_t) {
               val item = val::object();
               item.set("label", score.label);
               item.set("score", score.score);
               return item;
             }));
  return with_facts(object, result);
}

}  // namespace deberta::bindings
