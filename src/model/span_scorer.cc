#include "model/span_scorer.h"

#include <algorithm>
#include <numeric>

#include "ops/activation.h"
#include "ops/rows.h"
#include "ops/span_scores.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

float dot(const float* a, const float* b, size_t n) {
  return std::inner_product(a, a + n, b, 0.0f);
}

// The older form: a number of the start and one of the end.
void add_ends(const SpanScorer::Words& words, ConstMatrix labels, size_t width, Matrix logits,
              Context& ctx) {
  const size_t n = words.starts.rows, size = words.starts.cols;
  Workspace::Scope scope(ctx.workspace);
  const Matrix starts = ctx.workspace.matrix(n, labels.rows);
  const Matrix ends = ctx.workspace.matrix(n, labels.rows);
  for_each_row(n, 2 * size * labels.rows, ctx.pool, [&](size_t i) {
    for (size_t c = 0; c < labels.rows; ++c) {
      starts.row(i)[c] = dot(words.starts.row(i), labels.row(c), size);
      ends.row(i)[c] = dot(words.ends.row(i), labels.row(c) + size, size);
    }
  });
  for (size_t i = 0; i < n; ++i) {
    for (size_t w = 0; w < std::min(width, n - i); ++w) {
      std::transform(starts.row(i), starts.row(i) + labels.rows, ends.row(i + w),
                     logits.row(i * width + w), std::plus());
    }
  }
}

}  // namespace

SpanScorer::Words SpanScorer::room_for_words(size_t n, Context& ctx) const {
  const size_t size = inner ? inner->start.outputs() : start.second.outputs();
  return {ctx.workspace.matrix(n, size), ctx.workspace.matrix(n, size)};
}

void SpanScorer::prepare(ConstMatrix words, const Words& to, Context& ctx) const {
  const auto project = [&](const Mlp& mlp, const Linear* more, Matrix result) {
    Workspace::Scope scope(ctx.workspace);
    const Matrix end = more ? ctx.workspace.matrix(words.rows, words.cols) : result;  // s, e
    mlp(words, end, ctx);
    apply(Activation::kRelu, end, ctx);
    if (more) (*more)(end, result, ctx);
  };
  project(start, inner ? &inner->start : nullptr, to.starts);
  project(end, inner ? &inner->end : nullptr, to.ends);
}

uint64_t SpanScorer::work_of_word() const {
  const auto work = [](const Linear& layer) { return uint64_t{layer.inputs()} * layer.outputs(); };
  return 2 * (work(start.first) + work(start.second) + (inner ? work(inner->start) : 0));
}

SpanScorer::Labels SpanScorer::room_for_labels(size_t n, Context& ctx) const {
  return {ctx.workspace.matrix(n, label.outputs()), ctx.workspace.floats(n)};
}

void SpanScorer::prepare_labels(ConstMatrix q, const Labels& to, Context& ctx) const {
  label(q, to.vectors, ctx);
  for (size_t c = 0; c < q.rows; ++c) to.biases[c] = dot(q.row(c), bias.floats(), q.cols);
}

void SpanScorer::operator()(const Words& words, const Labels& labels, size_t width, Matrix logits,
                            Context& ctx) const {
  if (inner) {
    score_spans(words.starts, words.ends, labels.vectors, width, logits, ctx);
  } else {
    add_ends(words, labels.vectors, width, logits, ctx);
  }
  const size_t n = words.starts.rows;
  for (size_t i = 0; i < n; ++i) {
    for (size_t w = 0; w < std::min(width, n - i); ++w) {
      float* row = logits.row(i * width + w);
      std::transform(row, row + logits.cols, labels.biases, row, std::plus());
    }
  }
}

}  // namespace deberta
