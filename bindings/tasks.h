// All tasks that JavaScript can call.
#ifndef DEBERTA_BINDINGS_TASKS_H_
#define DEBERTA_BINDINGS_TASKS_H_

#include <memory>

#include "bindings/call.h"
#include "bindings/values.h"
#include "deberta.h"

// One line per task: its name in js/pipelines, and the function in bindings/tasks that begins a
// call. "forward" is the model itself, for the classes of js/api/model.js; "prepare" is called by
// the worker itself (js/worker/server.js).
#define DEBERTA_TASKS(TASK)                                  \
  TASK("extraction", extraction)                             \
  TASK("feature-extraction", feature_extraction)             \
  TASK("fill-mask", fill_mask)                               \
  TASK("forward", forward)                                   \
  TASK("prepare", prepare)                                   \
  TASK("question-answering", question_answering)             \
  TASK("text-classification", text_classification)           \
  TASK("text-ranking", text_ranking)                         \
  TASK("token-classification", token_classification)         \
  TASK("zero-shot-classification", zero_shot_classification) \
  TASK("zero-shot-token-classification", zero_shot_token_classification)

namespace deberta::bindings {

// Options have the names of js/pipelines, which has checked them. An option that is absent or null
// keeps the default of src/tasks.
#define DEBERTA_DECLARE(name, begin) \
  std::unique_ptr<Call> begin(Session& session, Texts texts, const Options& options);
DEBERTA_TASKS(DEBERTA_DECLARE)
#undef DEBERTA_DECLARE

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_TASKS_H_
