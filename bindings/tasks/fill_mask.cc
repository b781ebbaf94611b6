// Words for masks: {masks: [[{score, token, token_str, sequence}, …], …]}, one list per mask. The
// first `targets` texts are the target words.
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

FillMaskOptions read(const Options& options, Views targets) {
  FillMaskOptions result;
  options.read("top_k", result.top_k);
  if (!targets.empty()) result.targets.emplace(targets.begin(), targets.end());
  return result;
}

val to_js(const FillMask& result, size_t, Views) {
  val object = val::object();
  object.set("masks", list_of(result.masks, [](const std::vector<Fill>& fills, size_t) {
               return list_of(fills, [](const Fill& fill, size_t) {
                 val item = val::object();
                 item.set("score", fill.score);
                 item.set("token", fill.token);
                 item.set("token_str", fill.token_str);
                 item.set("sequence", fill.sequence);
                 return item;
               });
             }));
  return object;
}

}  // namespace

std::unique_ptr<Call> fill_mask(Session& session, Texts texts, const Options& options) {
  return list_call<FillMaskTask>(
      session, std::move(texts),
      [&](Views views) {
        const size_t targets = leading(options, "targets", views);
        return std::make_unique<FillMaskTask>(views.subspan(targets),
                                              read(options, views.first(targets)),
                                              session.tokenizer(), session.model());
      },
      to_js);
}

}  // namespace deberta::bindings
