// Labels for texts: {scores: [{label, score}, …]}. With `paired`: text, pair, text, pair ….
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

TextClassificationOptions read(const Options& options) {
  TextClassificationOptions result;
  options.read("function_to_apply", result.function_to_apply,
               {{"default", ScoreFunction::kDefault},
                {"softmax", ScoreFunction::kSoftmax},
                {"sigmoid", ScoreFunction::kSigmoid},
                {"none", ScoreFunction::kNone}});
  options.read("top_k", result.top_k);
  options.read("stride", result.stride);
  options.read("pooling", result.pooling,
               {{"max", WindowPooling::kMax}, {"mean", WindowPooling::kMean}});
  return result;
}

val to_js(const TextClassification& result, size_t, Views) {
  val object = val::object();
  object.set("scores", list_of(result.scores, [](const LabelScore& score, size_t) {
               val item = val::object();
               item.set("label", score.label);
               item.set("score", score.score);
               return item;
             }));
  return object;
}

}  // namespace

std::unique_ptr<Call> text_classification(Session& session, Texts texts, const Options& options) {
  return list_call<TextClassificationTask>(
      session, std::move(texts),
      [&](Views views) {
        bool paired = false;
        options.read("paired", paired);
        return std::make_unique<TextClassificationTask>(pairs_of(views, paired), read(options),
                                                        session.tokenizer(), session.model());
      },
      to_js);
}

}  // namespace deberta::bindings
