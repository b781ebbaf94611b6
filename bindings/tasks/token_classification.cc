// Tokens and entities: {entities: [{entity | entity_group, score, index?, word, start, end}, …]};
// word is the token; null for an entity, whose text JavaScript has.
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

TokenClassificationOptions read(const Options& options) {
  TokenClassificationOptions result;
  options.read("aggregation_strategy", result.aggregation,
               {{"none", Aggregation::kNone},
                {"simple", Aggregation::kSimple},
                {"first", Aggregation::kFirst},
                {"average", Aggregation::kAverage},
                {"max", Aggregation::kMax},
                {"viterbi", Aggregation::kViterbi}});
  options.read("ignore_labels", result.ignore_labels);
  options.read("stride", result.stride);
  options.read("keep_overlaps", result.keep_overlaps);
  options.read("align_to_words", result.align_to_words);
  return result;
}

val to_js(const TokenClassification& result, size_t i, Views views) {
  const Utf16Map map(views[i]);
  val object = val::object();
  object.set("entities", list_of(result.entities, [&](const Entity& entity, size_t) {
               const bool is_token = !entity.token.empty();
               val item = val::object();
               item.set(is_token ? "entity" : "entity_group", entity.label);
               item.set("score", entity.score);
               if (is_token) item.set("index", entity.index);
               item.set("word", is_token ? val(entity.token) : val::null());
               item.set("start", map.utf16(entity.span.begin));
               item.set("end", map.utf16(entity.span.end));
               return item;
             }));
  return object;
}

}  // namespace

std::unique_ptr<Call> token_classification(Session& session, Texts texts, const Options& options) {
  return list_call<TokenClassificationTask>(
      session, std::move(texts),
      [&](Views views) {
        return std::make_unique<TokenClassificationTask>(views, read(options), session.tokenizer(),
                                                         session.model());
      },
      to_js);
}

}  // namespace deberta::bindings
