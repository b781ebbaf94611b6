// Entities of named kinds: {entities: [{start, end, label, score, best?: [[label, score], …]}, …]};
// labels are indices of the text's list. The first texts are the labels of all lists: `lists` has
// the number of each list's, one list for all texts or one for each, and `thresholds` one of each.
// `span_counts` (of each text) and `spans` (start, end, start, end, …) are input_spans.
#include <numeric>

#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

ZeroShotTokenOptions read(const Options& options) {
  ZeroShotTokenOptions result;
  options.read("flat_ner", result.flat);
  options.read("multi_label", result.multi_label);
  options.read("return_class_probs", result.class_probabilities);
  options.read("stride", result.stride);
  const std::vector<double> spans = vector_of<double>(options["spans"]);
  auto at = spans.begin();
  for (const double count : vector_of<double>(options["span_counts"])) {
    auto& of_text = result.input_spans.emplace_back();
    for (size_t i = 0; i < static_cast<size_t>(count) && spans.end() - at >= 2; ++i, at += 2) {
      of_text.push_back({static_cast<uint32_t>(at[0]), static_cast<uint32_t>(at[1])});
    }
  }
  return result;
}

std::vector<CandidateLabels> labels_of(const std::vector<size_t>& lists, const Options& options,
                                       Views prompts) {
  const std::vector<float> thresholds = vector_of<float>(options["thresholds"]);
  if (thresholds.size() != prompts.size()) {
    throw Error(ErrorCode::kInput, "thresholds: expected " + std::to_string(prompts.size()) +
                                       ", got " + std::to_string(thresholds.size()));
  }
  std::vector<CandidateLabels> labels;
  size_t first = 0;
  for (const size_t count : lists) {
    const Views part = prompts.subspan(first, count);
    labels.push_back({{part.begin(), part.end()},
                      {thresholds.begin() + static_cast<ptrdiff_t>(first),
                       thresholds.begin() + static_cast<ptrdiff_t>(first + count)}});
    first += count;
  }
  return labels;
}

val to_js(const ZeroShotEntities& result, std::string_view text) {
  const Utf16Map map(text);
  return list_of(result.entities, [&](const ZeroShotEntity& entity, size_t) {
    val item = val::object();
    item.set("start", map.utf16(entity.span.begin));
    item.set("end", map.utf16(entity.span.end));
    item.set("label", static_cast<uint32_t>(entity.label));
    item.set("score", entity.score);
    if (!entity.best.empty()) {
      item.set("best", list_of(entity.best, [](const ZeroShotEntity::LabelScore& each, size_t) {
                 val pair = val::array();
                 pair.set(0, static_cast<uint32_t>(each.label));
                 pair.set(1, each.score);
                 return pair;
               }));
    }
    return item;
  });
}

}  // namespace

std::unique_ptr<Call> zero_shot_token_classification(Session& session, Texts texts,
                                                     const Options& options) {
  const std::vector<double> counts = vector_of<double>(options["lists"]);
  const std::vector<size_t> lists(counts.begin(), counts.end());
  const size_t prompts = std::accumulate(lists.begin(), lists.end(), size_t{0});
  if (prompts > texts.size()) throw Error(ErrorCode::kInput, "lists: exceed the number of texts");
  return list_call<ZeroShotTokenClassificationTask>(
      session, std::move(texts),
      [&](Views views) {
        return std::make_unique<ZeroShotTokenClassificationTask>(
            views.subspan(prompts), labels_of(lists, options, views.first(prompts)), read(options),
            session.tokenizer(), session.model());
      },
      [prompts](const ZeroShotEntities& result, size_t i, Views views) {
        val object = val::object();
        object.set("entities", to_js(result, views[prompts + i]));
        return object;
      });
}

}  // namespace deberta::bindings
