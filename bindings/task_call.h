// Shared parts of the calls in bindings/tasks.
#ifndef DEBERTA_BINDINGS_TASK_CALL_H_
#define DEBERTA_BINDINGS_TASK_CALL_H_

#include <emscripten/val.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/call.h"
#include "bindings/values.h"
#include "deberta.h"

namespace deberta::bindings {

using Views = std::span<const std::string_view>;

// Runs a task T.
template <class T>
class TaskCall : public Call {
 public:
  using ToJs = std::function<emscripten::val(const T& task, Views texts)>;
  // make(views of the texts) → the task.
  template <class Make>
  TaskCall(Session& session, Texts texts, Make&& make, ToJs to_js)
      : texts_(std::move(texts)),
        views_(texts_.views()),
        task_(make(Views(views_))),
        run_(session.start(*task_)),
        to_js_(std::move(to_js)) {}

  bool step() override { return run_.step(); }
  emscripten::val result() override { return to_js_(*task_, views_); }

 private:
  Texts texts_;
  std::vector<std::string_view> views_;
  std::unique_ptr<T> task_;
  TaskRun run_;
  ToJs to_js_;
};

// [f(items[0], 0), f(items[1], 1), …]
template <class Items, class F>
emscripten::val list_of(const Items& items, F&& f) {
  emscripten::val list = emscripten::val::array();
  for (size_t i = 0; i < items.size(); ++i) list.set(i, f(items[i], i));
  return list;
}

// A task with one result per input, {…, tokens, truncated}: to_js(result, index of the input, views
// of the texts) makes the fields before those two.
template <class T, class Make, class ResultToJs>
std::unique_ptr<Call> list_call(Session& session, Texts texts, Make&& make,
                                ResultToJs result_to_js) {
  return std::make_unique<TaskCall<T>>(
      session, std::move(texts), std::forward<Make>(make),
      [result_to_js](const T& task, Views views) {
        return list_of(task.results, [&](const auto& result, size_t i) {
          emscripten::val object = result_to_js(result, i, views);
          object.set("tokens", static_cast<double>(result.tokens));
          object.set("truncated", result.truncated);
          return object;
        });
      });
}

// With `paired`: text, pair, text, pair ….
inline std::vector<TextPair> pairs_of(Views views, bool paired) {
  std::vector<TextPair> inputs;
  if (paired && views.size() % 2 != 0)
    throw Error(ErrorCode::kInput, "expected an even number of texts: each with its pair");
  for (size_t i = 0; i < views.size(); i += paired ? 2 : 1) {
    inputs.push_back({views[i], paired ? views[i + 1] : std::string_view(), paired});
  }
  return inputs;
}

// The option `name`: the number of leading texts that are not inputs (targets, hypotheses).
inline size_t leading(const Options& options, const char* name, Views views) {
  size_t count = 0;
  options.read(name, count);
  if (count > views.size())
    throw Error(ErrorCode::kInput, std::string(name) + ": exceeds the number of texts");
  return count;
}

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_TASK_CALL_H_
