#include "tasks/task.h"

#include <algorithm>
#include <utility>

#include "base/sort.h"

namespace deberta {

std::vector<Batch> make_batches(std::span<const Encoding> encodings) {
  std::vector<Batch> batches;
  for (const Encoding& encoding : encodings) {
    if (batches.empty() || batches.back().tokens() + encoding.ids.size() > kMaxTokensInBatch) {
      batches.emplace_back();
    }
    batches.back().append(encoding.ids, encoding.type_ids);
  }
  return batches;
}

std::vector<size_t> ascending_rows(std::vector<size_t> rows) {
  sort_stably(rows);
  const auto again = std::ranges::unique(rows);
  rows.erase(again.begin(), again.end());
  return rows;
}

TaskRun::Current::Current(const Batch& batch, std::optional<std::vector<size_t>> rows,
                          const ForwardHooks& hooks, Model& model, Context& ctx)
    : scope(ctx.workspace),
      hidden(ctx.workspace.matrix(batch.tokens(), static_cast<size_t>(model.config.hidden_size))),
      pass(model, batch, hidden, std::move(rows), hooks, ctx) {}

bool TaskRun::step() {
  if (batch_ == task_.batches().size()) return false;
  const Batch& batch = task_.batches()[batch_];
  if (!current_) {
    current_ =
        std::make_unique<Current>(batch, task_.rows_needed(batch), task_.hooks(), model_, ctx_);
    return true;
  }
  if (current_->pass.step()) return true;
  {
    Profile::Timer timer(ctx_.profile, Stage::kHead);
    if (!current_->has_head) {
      task_.add_head(batch, current_->hidden, first_, current_->head, ctx_);
      current_->has_head = true;
    }
    if (current_->head.step()) return true;
    task_.collect(batch, current_->hidden, first_, ctx_);
  }
  current_.reset();
  first_ += batch.sequences();
  ++batch_;
  return true;
}

void run(Task& task, Model& model, Context& ctx) {
  TaskRun whole(task, model, ctx);
  while (whole.step()) {
  }
}

}  // namespace deberta
