#include "model/gliner2_head.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "model/gliner_head.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// A task of one sequence that does not classify.
struct Group {
  size_t label;      // index of its first label in Gliner2Rows::labels
  size_t labels;     // number of them
  size_t steps = 0;  // of the recurrence
  size_t to = 0;     // row of its first step's first label in the result
};

// What comes of the groups at each step: q [Σ steps · labels, size]. Groups that need the most
// steps go first, so that those which need another step are the first rows.
void label_vectors(const Gliner2Spans& head, ConstMatrix hidden, std::span<const size_t> label_rows,
                   std::vector<Group> groups, Matrix q, Context& ctx) {
  Workspace::Scope scope(ctx.workspace);
  std::ranges::stable_sort(groups, std::greater(), &Group::steps);
  std::vector<size_t> rows, sizes;
  for (const Group& group : groups) {
    const auto its_rows = label_rows.subspan(group.label, group.labels);
    rows.insert(rows.end(), its_rows.begin(), its_rows.end());
    sizes.push_back(group.labels);
  }
  const Matrix f = gather_rows(hidden, rows, ctx);
  const Matrix h = gather_rows(hidden, rows, ctx);
  const size_t size = f.cols;
  size_t active = groups.size(), count = rows.size();
  for (size_t step = 0;; ++step) {
    for (; active > 0 && groups[active - 1].steps <= step; --active) count -= sizes[active - 1];
    if (active == 0) return;
    Workspace::Scope of_step(ctx.workspace);
    const Matrix states = h.slice_rows(0, count), found = ctx.workspace.matrix(count, size);
    head.gru(step, states, ctx);
    if (head.transformer) {
      const Matrix y = ctx.workspace.matrix(count, size);
      std::transform(states.data, states.data + count * size, f.data, y.data, std::plus());
      (*head.transformer)(y, std::span(sizes).first(active), found, ctx);
    } else {
      const Matrix both = ctx.workspace.matrix(count, 2 * size);  // [h; f]
      for (size_t i = 0; i < count; ++i) {
        std::copy_n(h.row(i), size, both.row(i));
        std::copy_n(f.row(i), size, both.row(i) + size);
      }
      head.projector(both, found, ctx);
    }
    const float* from = found.data;
    for (const Group& group : std::span(groups).first(active)) {
      std::copy_n(from, group.labels * size, q.row(group.to + step * group.labels));
      from += group.labels * size;
    }
  }
}

// argmax count(p) of each prompt.
std::vector<size_t> counts_of(const Mlp& count, ConstMatrix hidden, std::span<const size_t> prompts,
                              Context& ctx) {
  Workspace::Scope scope(ctx.workspace);
  const Matrix logits = ctx.workspace.matrix(prompts.size(), Gliner2Spans::kCounts);
  count(gather_rows(hidden, prompts, ctx), logits, ctx);
  std::vector<size_t> counts;
  for (size_t i = 0; i < logits.rows; ++i) {
    const float* row = logits.row(i);
    counts.push_back(static_cast<size_t>(std::max_element(row, row + logits.cols) - row));
  }
  return counts;
}

}  // namespace

void Gliner2Head::operator()(ConstMatrix hidden, const Gliner2Rows& rows, const OnScores& on_scores,
                             Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t sequences = rows.word_counts.size();
  std::vector<size_t> classes, prompts;
  std::vector<Group> groups;
  std::vector<Gliner2Rows::Task> span_tasks;
  size_t label = 0;
  for (size_t i = 0; i < sequences * rows.tasks.size(); ++i) {
    const Gliner2Rows::Task& task = rows.tasks[i % rows.tasks.size()];
    if (task.classifies) {
      const auto its_rows = std::span(rows.labels).subspan(label, task.labels);
      classes.insert(classes.end(), its_rows.begin(), its_rows.end());
    } else {
      prompts.push_back(rows.prompts[i]);
      groups.push_back({label, task.labels});
      span_tasks.push_back(task);
    }
    label += task.labels;
  }

  const Matrix class_logits = ctx.workspace.matrix(classes.size(), 1);
  if (!classes.empty()) classifier(gather_rows(hidden, classes, ctx), class_logits, ctx);
  std::for_each_n(class_logits.data, classes.size(), [&](float& logit) { logit /= temperature; });
  std::vector<size_t> counts;
  if (!groups.empty()) counts = counts_of(spans->count, hidden, prompts, ctx);

  // Sequences without instances need no spans.
  const size_t classes_each = classes.size() / std::max<size_t>(1, sequences);
  const size_t groups_each = groups.size() / std::max<size_t>(1, sequences);
  const auto scores_of = [&](size_t sequence, ConstMatrix logits) {
    on_scores(sequence, {std::span(class_logits.data, classes.size())
                             .subspan(sequence * classes_each, classes_each),
                         std::span(counts).subspan(sequence * groups_each, groups_each), logits});
  };
  std::vector<GlinerRows::Sequence> scored;
  std::vector<size_t> index_of, words;
  size_t q_rows = 0, word = 0;
  for (size_t i = 0; i < sequences; ++i) {
    const size_t before = q_rows;
    for (size_t k = i * groups_each; k < (i + 1) * groups_each; ++k) {
      groups[k].steps = steps_of(span_tasks[k], counts[k]);
      groups[k].to = q_rows;
      q_rows += groups[k].steps * groups[k].labels;
    }
    const auto its_words = std::span(rows.words).subspan(word, rows.word_counts[i]);
    word += its_words.size();
    if (q_rows == before) {
      scores_of(i, {});
      continue;
    }
    scored.push_back({q_rows - before, its_words.size()});
    index_of.push_back(i);
    words.insert(words.end(), its_words.begin(), its_words.end());
  }
  if (scored.empty()) return;
  const Matrix q = ctx.workspace.matrix(q_rows, hidden.cols);
  label_vectors(*spans, hidden, rows.labels, std::move(groups), q, ctx);
  const GlinerHead::OnLogits on_logits = [&](size_t index, ConstMatrix logits) {
    scores_of(index_of[index], logits);
  };
  SpansRun run(spans->scorer, spans->max_width, q, gather_rows(hidden, words, ctx), scored,
               on_logits, ctx);
  while (run.step()) {
  }
}

}  // namespace deberta
