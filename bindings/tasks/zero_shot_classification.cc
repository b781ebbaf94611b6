// Labels by entailment: {order: indices of the hypotheses, best first, scores}. The first
// `hypotheses` texts are the hypotheses.
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

ZeroShotOptions read(const Options& options) {
  ZeroShotOptions result;
  options.read("multi_label", result.multi_label);
  return result;
}

val to_js(const ZeroShotClassification& result, size_t, Views) {
  std::vector<uint32_t> order;
  std::vector<float> scores;
  for (const HypothesisScore& each : result.scores) {
    order.push_back(static_cast<uint32_t>(each.hypothesis));
    scores.push_back(each.score);
  }
  val object = val::object();
  object.set("order", array_of(order));
  object.set("scores", array_of(scores));
  return object;
}

}  // namespace

std::unique_ptr<Call> zero_shot_classification(Session& session, Texts texts,
                                               const Options& options) {
  return list_call<ZeroShotClassificationTask>(
      session, std::move(texts),
      [&](Views views) {
        const size_t hypotheses = leading(options, "hypotheses", views);
        return std::make_unique<ZeroShotClassificationTask>(views.subspan(hypotheses),
                                                            views.first(hypotheses), read(options),
                                                            session.tokenizer(), session.model());
      },
      to_js);
}

}  // namespace deberta::bindings
