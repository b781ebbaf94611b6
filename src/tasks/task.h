// A call of a pipeline: the sequences to run, and the computation on their hidden states.
#ifndef DEBERTA_TASKS_TASK_H_
#define DEBERTA_TASKS_TASK_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "base/pieces.h"
#include "model/model.h"
#include "tensor/matrix.h"
#include "tensor/workspace.h"
#include "text/encoding.h"

namespace deberta {

// Tokens of the sequences that run together: enough to keep all threads busy, and few enough that
// the workspace stays small in a call of any size.
inline constexpr size_t kMaxTokensInBatch = 4096;

// The encodings as ragged batches, in order.
std::vector<Batch> make_batches(std::span<const Encoding> encodings);

// Rows for Task::rows_needed(): in ascending order, each once.
std::vector<size_t> ascending_rows(std::vector<size_t> rows);

// One call. A task's constructor reads and checks the call's arguments; add_head() and collect()
// receive the hidden states batch by batch; after that the task has its results. A task borrows the
// model, the tokenizer and the call's texts.
class Task {
 public:
  virtual ~Task() = default;

  // hidden [tokens of the batch, hidden_size]; first: the index of the batch's first sequence among
  // all sequences.
  virtual void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) = 0;

  // Adds work that takes long and precedes the batch's collect(), which has the same arguments. By
  // default there is none.
  virtual void add_head(const Batch& /*batch*/, ConstMatrix /*hidden*/, size_t /*first*/,
                        Pieces& /*pieces*/, Context& /*ctx*/) {}

  // The rows of `hidden` that add_head() and collect() need, in ascending order, each once; by
  // default all. The last layer is not computed for other rows.
  virtual std::optional<std::vector<size_t>> rows_needed(const Batch& /*batch*/) const {
    return std::nullopt;
  }

  const std::vector<Batch>& batches() const { return batches_; }
  const ForwardHooks& hooks() const { return hooks_; }

 protected:
  std::vector<Batch> batches_;
  ForwardHooks hooks_;  // empty, unless the task sets it
};

// A task in progress. Each step does a piece of a layer of a batch, so that the caller can stop
// between two. Borrows everything; nothing else may use the model or the workspace until it ends.
class TaskRun {
 public:
  TaskRun(Task& task, Model& model, Context& ctx) : task_(task), model_(model), ctx_(ctx) {}

  // Does the next piece of work. Returns false when there is none left and the task has its
  // results. Throws kInput for a batch that the model cannot process, and kOutOfMemory.
  bool step();

 private:
  // The batch that is running.
  struct Current {
    Workspace::Scope scope;
    Matrix hidden;  // [tokens, hidden]
    ForwardPass pass;
    bool has_head = false;
    Pieces head;  // once the pass is done
    Current(const Batch& batch, std::optional<std::vector<size_t>> rows, const ForwardHooks& hooks,
            Model& model, Context& ctx);
  };

  Task& task_;
  Model& model_;
  Context& ctx_;
  size_t batch_ = 0;
  size_t first_ = 0;  // sequences of the batches before
  std::unique_ptr<Current> current_;
};

// Runs all steps.
void run(Task& task, Model& model, Context& ctx);

}  // namespace deberta

#endif  // DEBERTA_TASKS_TASK_H_
