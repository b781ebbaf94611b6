// Options and results of the tasks.
#ifndef DEBERTA_BINDINGS_TASK_VALUES_H_
#define DEBERTA_BINDINGS_TASK_VALUES_H_

#include <emscripten/val.h>

#include <string_view>

#include "bindings/values.h"
#include "deberta.h"

namespace deberta::bindings {

// Named as in transformers; absent ones keep the defaults of src/tasks.
TokenClassificationOptions token_classification_options(const Options& options);
TextClassificationOptions text_classification_options(const Options& options);
TextRankingOptions text_ranking_options(const Options& options);
ZeroShotOptions zero_shot_options(const Options& options);
QuestionAnsweringOptions question_answering_options(const Options& options);
FillMaskOptions fill_mask_options(const Options& options);  // but for targets
FeatureExtractionOptions feature_extraction_options(const Options& options);

// Offsets in `text` or `context` become UTF-16 indices.
emscripten::val to_js(const TokenClassification& result, std::string_view text);
emscripten::val to_js(const TextClassification& result);
emscripten::val to_js(const TextRanking& result);
emscripten::val to_js(const ZeroShotClassification& result);
emscripten::val to_js(const QuestionAnswering& result, std::string_view context);
emscripten::val to_js(const FillMask& result);
emscripten::val to_js(const Features& result);

// [f(items[0], 0), f(items[1], 1), …]
template <class Items, class F>
emscripten::val list_of(const Items& items, F&& f) {
  emscripten::val list = emscripten::val::array();
  for (size_t i = 0; i < items.size(); ++i) list.set(i, f(items[i], i));
  return list;
}

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_TASK_VALUES_H_
