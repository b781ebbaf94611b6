#include "model/gliner2_head.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/sort.h"
#include "ops/rows.h"

namespace deberta {

Gliner2Head::Run::Run(const Gliner2Head& head, ConstMatrix hidden, const Gliner2Rows& rows,
                      OnScores on_scores, Context& ctx)
    : head_(head),
      hidden_(hidden),
      rows_(rows),
      on_scores_(std::move(on_scores)),
      ctx_(ctx),
      scope_(ctx.workspace) {
  size_t label = 0;
  for (size_t i = 0; i < rows.prompts.size(); ++i) {
    const Gliner2Rows::Task& task = rows.tasks[i % rows.tasks.size()];
    if (task.classifies) {
      const auto its_rows = std::span(rows.labels).subspan(label, task.labels);
      classes_.insert(classes_.end(), its_rows.begin(), its_rows.end());
    } else {
      groups_.push_back({rows.prompts[i], label, task.labels, task.needs_one_step});
    }
    label += task.labels;
  }
  const size_t sequences = std::max<size_t>(1, rows.word_counts.size());
  classes_each_ = classes_.size() / sequences;
  groups_each_ = groups_.size() / sequences;
  if (!classes_.empty()) pieces_.add([this] { classify(); });
  if (!groups_.empty()) pieces_.add([this] { count(); });
  pieces_.add([this] { plan(); });
  pieces_.add_steps([this] { return recur(); });
  pieces_.add_steps([this] { return score(); });
}

void Gliner2Head::Run::classify() {
  class_logits_ = ctx_.workspace.matrix(classes_.size(), 1);
  Workspace::Scope scope(ctx_.workspace);
  head_.classifier(gather_rows(hidden_, classes_, ctx_), class_logits_, ctx_);
  std::for_each_n(class_logits_.data, classes_.size(),
                  [&](float& logit) { logit /= head_.temperature; });
}

void Gliner2Head::Run::count() {
  Workspace::Scope scope(ctx_.workspace);
  std::vector<size_t> prompts;
  for (const Group& group : groups_) prompts.push_back(group.prompt);
  const Matrix logits = ctx_.workspace.matrix(prompts.size(), Gliner2Spans::kCounts);
  head_.spans->count(gather_rows(hidden_, prompts, ctx_), logits, ctx_);
  for (size_t i = 0; i < logits.rows; ++i) {
    const float* row = logits.row(i);
    counts_.push_back(static_cast<size_t>(std::max_element(row, row + logits.cols) - row));
  }
}

void Gliner2Head::Run::plan() {
  size_t q_rows = 0, word = 0;
  for (size_t i = 0; i < rows_.word_counts.size(); ++i) {
    const size_t before = q_rows;
    for (size_t k = i * groups_each_; k < (i + 1) * groups_each_; ++k) {
      Group& group = groups_[k];
      group.steps = steps_of(group.needs_one_step, counts_[k]);
      group.to = q_rows;
      q_rows += group.steps * group.labels;
    }
    const auto its_words = std::span(rows_.words).subspan(word, rows_.word_counts[i]);
    word += its_words.size();
    if (q_rows == before) {
      emit(i, {});
      continue;
    }
    scored_.push_back({q_rows - before, its_words.size()});
    index_of_.push_back(i);
    words_.insert(words_.end(), its_words.begin(), its_words.end());
  }
  sort_stably(groups_, std::greater(), &Group::steps);
  std::vector<size_t> labels;
  for (const Group& group : groups_) {
    const auto its_rows = std::span(rows_.labels).subspan(group.label, group.labels);
    labels.insert(labels.end(), its_rows.begin(), its_rows.end());
  }
  q_ = ctx_.workspace.matrix(q_rows, hidden_.cols);
  f_ = gather_rows(hidden_, labels, ctx_);
  h_ = gather_rows(hidden_, labels, ctx_);
  active_ = groups_.size();
  active_labels_ = labels.size();
}

bool Gliner2Head::Run::recur() {
  for (; active_ > 0 && groups_[active_ - 1].steps <= step_; --active_) {
    active_labels_ -= groups_[active_ - 1].labels;
  }
  if (active_ == 0) return false;
  Workspace::Scope scope(ctx_.workspace);
  const size_t count = active_labels_, size = hidden_.cols;
  const Matrix h = h_.slice_rows(0, count), q = ctx_.workspace.matrix(count, size);
  const Gliner2Spans& head = *head_.spans;
  head.gru(step_, h, ctx_);
  if (head.transformer) {
    const Matrix y = ctx_.workspace.matrix(count, size);
    std::transform(h.data, h.data + count * size, f_.data, y.data, std::plus());
    std::vector<size_t> sizes;
    for (size_t i = 0; i < active_; ++i) sizes.push_back(groups_[i].labels);
    (*head.transformer)(y, sizes, q, ctx_);
  } else {
    const Matrix both = ctx_.workspace.matrix(count, 2 * size);  // [h; f]
    join_columns(h, f_, both);
    head.projector(both, q, ctx_);
  }
  const float* from = q.data;
  for (size_t i = 0; i < active_; ++i) {
    const Group& group = groups_[i];
    std::copy_n(from, group.labels * size, q_.row(group.to + step_ * group.labels));
    from += group.labels * size;
  }
  ++step_;
  return true;
}

bool Gliner2Head::Run::score() {
  if (scored_.empty()) return false;
  if (!spans_) {
    on_logits_ = [this](size_t index, ConstMatrix logits) { emit(index_of_[index], logits); };
    spans_.emplace(head_.spans->scorer, head_.spans->max_width, q_,
                   gather_rows(hidden_, words_, ctx_), scored_, on_logits_, ctx_);
  }
  return spans_->step();
}

void Gliner2Head::Run::emit(size_t sequence, ConstMatrix logits) const {
  on_scores_(sequence, {std::span(class_logits_.data, classes_.size())
                            .subspan(sequence * classes_each_, classes_each_),
                        std::span(counts_).subspan(sequence * groups_each_, groups_each_), logits});
}

}  // namespace deberta
