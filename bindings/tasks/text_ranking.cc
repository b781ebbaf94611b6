// Documents ranked by how well they answer a query: {documents: [{index, score, truncated?}, …]}.
// The first text is the query.
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

TextRankingOptions read(const Options& options) {
  TextRankingOptions result;
  options.read("function_to_apply", result.function_to_apply,
               {{"sigmoid", ScoreFunction::kSigmoid}, {"none", ScoreFunction::kNone}});
  options.read("top_k", result.top_k);
  return result;
}

val to_js(const TextRanking& result, size_t, Views) {
  val object = val::object();
  object.set("documents", list_of(result.documents, [](const RankedDocument& ranked, size_t) {
               val item = val::object();
               item.set("index", static_cast<double>(ranked.document));
               item.set("score", ranked.score);
               if (ranked.truncated) item.set("truncated", true);
               return item;
             }));
  return object;
}

}  // namespace

std::unique_ptr<Call> text_ranking(Session& session, Texts texts, const Options& options) {
  return list_call<TextRankingTask>(
      session, std::move(texts),
      [&](Views views) {
        if (views.empty()) throw Error(ErrorCode::kInput, "expected a query, got no texts");
        return std::make_unique<TextRankingTask>(views[0], views.subspan(1), read(options),
                                                 session.tokenizer(), session.model());
      },
      to_js);
}

}  // namespace deberta::bindings
