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

using Views = std::span<const std::string_view>;

// A task with a result for each input: to_js(result, index of the input, views of the texts).
template <class T, class Make, class ResultToJs>
std::unique_ptr<Call> list_call(Session& session, Texts texts, Make&& make,
                                ResultToJs result_to_js) {
  return std::make_unique<TaskCall<T>>(session, std::move(texts), std::forward<Make>(make),
                                       [result_to_js](const T& task, Views views) {
                                         return list_of(task.results,
                                                        [&](const auto& result, size_t i) {
                                                          return result_to_js(result, i, views);
                                                        });
                                       });
}

// For results that do not point into a text.
constexpr auto kWithoutOffsets = [](const auto& result, size_t, Views) { return to_js(result); };

// With `paired`: text, pair, text, pair ….
std::vector<TextPair> pairs_of(Views views, bool paired) {
  std::vector<TextPair> inputs;
  if (paired && views.size() % 2 != 0) throw Error(ErrorCode::kInput, "a text has no pair");
  for (size_t i = 0; i < views.size(); i += paired ? 2 : 1) {
    inputs.push_back({views[i], paired ? views[i + 1] : std::string_view(), paired});
  }
  return inputs;
}

// How many of the texts come before those that the call is about.
size_t leading(const Options& options, const char* name, Views views) {
  size_t count = 0;
  options.read(name, count);
  if (count > views.size()) throw Error(ErrorCode::kInput, std::string(name) + ": too many");
  return count;
}

std::unique_ptr<Call> token_classification(Session& session, Texts texts, const Options& options) {
  return list_call<TokenClassificationTask>(
      session, std::move(texts),
      [&](Views views) {
        return std::make_unique<TokenClassificationTask>(
            views, token_classification_options(options), session.tokenizer(), session.model());
      },
      [](const TokenClassification& result, size_t i, Views views) {
        return to_js(result, views[i]);
      });
}

std::unique_ptr<Call> text_classification(Session& session, Texts texts, const Options& options) {
  return list_call<TextClassificationTask>(
      session, std::move(texts),
      [&](Views views) {
        bool paired = false;
        options.read("paired", paired);
        return std::make_unique<TextClassificationTask>(pairs_of(views, paired),
                                                        text_classification_options(options),
                                                        session.tokenizer(), session.model());
      },
      kWithoutOffsets);
}

// The first text is the query.
std::unique_ptr<Call> text_ranking(Session& session, Texts texts, const Options& options) {
  return list_call<TextRankingTask>(
      session, std::move(texts),
      [&](Views views) {
        if (views.empty()) throw Error(ErrorCode::kInput, "there is no query");
        return std::make_unique<TextRankingTask>(views[0], views.subspan(1),
                                                 text_ranking_options(options), session.tokenizer(),
                                                 session.model());
      },
      kWithoutOffsets);
}

std::unique_ptr<Call> forward(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<ForwardTask>>(
      session, std::move(texts),
      [&](Views) {
        return std::make_unique<ForwardTask>(forward_inputs(options), session.model());
      },
      [](const ForwardTask& task, Views) { return to_js(task.outputs); });
}

// The first `hypotheses` texts are those.
std::unique_ptr<Call> zero_shot_classification(Session& session, Texts texts,
                                               const Options& options) {
  return list_call<ZeroShotClassificationTask>(
      session, std::move(texts),
      [&](Views views) {
        const size_t hypotheses = leading(options, "hypotheses", views);
        return std::make_unique<ZeroShotClassificationTask>(
            views.subspan(hypotheses), views.first(hypotheses), zero_shot_options(options),
            session.tokenizer(), session.model());
      },
      kWithoutOffsets);
}

// question, context, question, context …
std::unique_ptr<Call> question_answering(Session& session, Texts texts, const Options& options) {
  return list_call<QuestionAnsweringTask>(
      session, std::move(texts),
      [&](Views views) {
        std::vector<Question> questions;
        for (const TextPair& input : pairs_of(views, true)) {
          questions.push_back({input.text, input.pair});
        }
        return std::make_unique<QuestionAnsweringTask>(
            questions, question_answering_options(options), session.tokenizer(), session.model());
      },
      [](const QuestionAnswering& result, size_t i, Views views) {
        return to_js(result, views[2 * i + 1]);
      });
}

// The first `targets` texts are those.
std::unique_ptr<Call> fill_mask(Session& session, Texts texts, const Options& options) {
  return list_call<FillMaskTask>(
      session, std::move(texts),
      [&](Views views) {
        const size_t targets = leading(options, "targets", views);
        FillMaskOptions fill = fill_mask_options(options);
        if (targets > 0) fill.targets.emplace(views.begin(), views.begin() + targets);
        return std::make_unique<FillMaskTask>(views.subspan(targets), fill, session.tokenizer(),
                                              session.model());
      },
      kWithoutOffsets);
}

std::unique_ptr<Call> feature_extraction(Session& session, Texts texts, const Options& options) {
  return list_call<FeatureExtractionTask>(
      session, std::move(texts),
      [&](Views views) {
        return std::make_unique<FeatureExtractionTask>(views, feature_extraction_options(options),
                                                       session.tokenizer(), session.model());
      },
      kWithoutOffsets);
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
      {"textRanking", text_ranking},
      {"tokenClassification", token_classification},
      {"zeroShotClassification", zero_shot_classification},
  };
  const auto begin = calls.find(name);
  if (begin == calls.end()) throw Error(ErrorCode::kInput, "no call has the name " + name);
  return begin->second(session, std::move(texts), Options(std::move(options)));
}

}  // namespace deberta::bindings
