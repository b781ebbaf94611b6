#include "bindings/call.h"

#include <functional>
#include <map>
#include <utility>

#include "bindings/forward.h"
#include "bindings/task_values.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

template <class T>
class TaskCall : public Call {
 public:
  using ToJs = std::function<val(const T& task, std::span<const std::string_view> texts)>;
  // make(views of the texts) → the task.
  template <class Make>
  TaskCall(Session& session, Texts texts, Make&& make, ToJs to_js)
      : texts_(std::move(texts)),
        views_(texts_.views()),
        task_(make(std::span<const std::string_view>(views_))),
        run_(session.start(*task_)),
        to_js_(std::move(to_js)) {}

  bool step() override { return run_.step(); }
  val result() override { return to_js_(*task_, views_); }

 private:
  Texts texts_;
  std::vector<std::string_view> views_;
  std::unique_ptr<T> task_;
  TaskRun run_;
  ToJs to_js_;
};

// With `paired`: text, pair, text, pair ….
std::vector<TextPair> pairs_of(std::span<const std::string_view> views, bool paired) {
  std::vector<TextPair> inputs;
  if (paired && views.size() % 2 != 0) throw Error(ErrorCode::kInput, "a text has no pair");
  for (size_t i = 0; i < views.size(); i += paired ? 2 : 1) {
    inputs.push_back({views[i], paired ? views[i + 1] : std::string_view(), paired});
  }
  return inputs;
}

// How many of the texts come before those that the call is about.
size_t leading(const Options& options, const char* name, std::span<const std::string_view> views) {
  size_t count = 0;
  options.read(name, count);
  if (count > views.size()) throw Error(ErrorCode::kInput, std::string(name) + ": too many");
  return count;
}

std::unique_ptr<Call> token_classification(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<TokenClassificationTask>>(
      session, std::move(texts),
      [&](std::span<const std::string_view> views) {
        return std::make_unique<TokenClassificationTask>(
            views, token_classification_options(options), session.tokenizer(), session.model());
      },
      [](const TokenClassificationTask& task, std::span<const std::string_view> views) {
        return list_of(task.results,
                       [&](const auto& result, size_t i) { return to_js(result, views[i]); });
      });
}

std::unique_ptr<Call> text_classification(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<TextClassificationTask>>(
      session, std::move(texts),
      [&](std::span<const std::string_view> views) {
        bool paired = false;
        options.read("paired", paired);
        return std::make_unique<TextClassificationTask>(pairs_of(views, paired),
                                                        text_classification_options(options),
                                                        session.tokenizer(), session.model());
      },
      [](const TextClassificationTask& task, std::span<const std::string_view>) {
        return list_of(task.results, [](const auto& result, size_t) { return to_js(result); });
      });
}

std::unique_ptr<Call> forward(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<ForwardTask>>(
      session, std::move(texts),
      [&](std::span<const std::string_view>) {
        return std::make_unique<ForwardTask>(forward_inputs(options), session.model());
      },
      [](const ForwardTask& task, std::span<const std::string_view>) {
        return to_js(task.outputs);
      });
}

// The first `hypotheses` texts are those.
std::unique_ptr<Call> zero_shot_classification(Session& session, Texts texts,
                                               const Options& options) {
  return std::make_unique<TaskCall<ZeroShotClassificationTask>>(
      session, std::move(texts),
      [&](std::span<const std::string_view> views) {
        const size_t hypotheses = leading(options, "hypotheses", views);
        return std::make_unique<ZeroShotClassificationTask>(
            views.subspan(hypotheses), views.first(hypotheses), zero_shot_options(options),
            session.tokenizer(), session.model());
      },
      [](const ZeroShotClassificationTask& task, std::span<const std::string_view>) {
        return list_of(task.results, [](const auto& result, size_t) { return to_js(result); });
      });
}

// question, context, question, context …
std::unique_ptr<Call> question_answering(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<QuestionAnsweringTask>>(
      session, std::move(texts),
      [&](std::span<const std::string_view> views) {
        std::vector<Question> questions;
        for (const TextPair& input : pairs_of(views, true)) {
          questions.push_back({input.text, input.pair});
        }
        return std::make_unique<QuestionAnsweringTask>(
            questions, question_answering_options(options), session.tokenizer(), session.model());
      },
      [](const QuestionAnsweringTask& task, std::span<const std::string_view> views) {
        return list_of(task.results, [&](const auto& result, size_t i) {
          return to_js(result, views[2 * i + 1]);
        });
      });
}

// The first `targets` texts are those.
std::unique_ptr<Call> fill_mask(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<FillMaskTask>>(
      session, std::move(texts),
      [&](std::span<const std::string_view> views) {
        const size_t targets = leading(options, "targets", views);
        FillMaskOptions fill = fill_mask_options(options);
        if (targets > 0) fill.targets.emplace(views.begin(), views.begin() + targets);
        return std::make_unique<FillMaskTask>(views.subspan(targets), fill, session.tokenizer(),
                                              session.model());
      },
      [](const FillMaskTask& task, std::span<const std::string_view>) {
        return list_of(task.results, [](const auto& result, size_t) { return to_js(result); });
      });
}

std::unique_ptr<Call> feature_extraction(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<FeatureExtractionTask>>(
      session, std::move(texts),
      [&](std::span<const std::string_view> views) {
        return std::make_unique<FeatureExtractionTask>(views, feature_extraction_options(options),
                                                       session.tokenizer(), session.model());
      },
      [](const FeatureExtractionTask& task, std::span<const std::string_view>) {
        return list_of(task.results, [](const auto& result, size_t) { return to_js(result); });
      });
}

using Begin = std::unique_ptr<Call> (*)(Session&, Texts, const Options&);

}  // namespace

std::vector<std::string_view> Texts::views() const {
  std::vector<std::string_view> views;
  const std::string_view all = bytes;
  size_t begin = 0;
  for (double length : lengths) {
    const auto count = static_cast<size_t>(length);
    if (!(length >= 0) || count > all.size() - begin) {
      throw Error(ErrorCode::kInput, "more bytes than are staged");
    }
    views.push_back(all.substr(begin, count));
    begin += count;
  }
  return views;
}

std::unique_ptr<Call> begin_call(const std::string& name, Session& session, Texts texts,
                                 val options) {
  static const std::map<std::string_view, Begin> calls = {
      {"featureExtraction", feature_extraction},
      {"fillMask", fill_mask},
      {"forward", forward},
      {"questionAnswering", question_answering},
      {"textClassification", text_classification},
      {"tokenClassification", token_classification},
      {"zeroShotClassification", zero_shot_classification},
  };
  const auto begin = calls.find(name);
  if (begin == calls.end()) throw Error(ErrorCode::kInput, "no call has the name " + name);
  return begin->second(session, std::move(texts), Options(std::move(options)));
}

}  // namespace deberta::bindings
