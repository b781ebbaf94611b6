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

SpanScorer::Words SpanScorer::prepare(ConstMatrix words, Context& ctx) const {
  const auto project = [&](const Mlp& mlp, const Linear* more) {
    const Matrix to = ctx.workspace.matrix(words.rows, more ? more->outputs() : words.cols);
    Workspace::Scope scope(ctx.workspace);
    const Matrix end = more ? ctx.workspace.matrix(words.rows, words.cols) : to;  // s, e
    mlp(words, end, ctx);
    apply(Activation::kRelu, end, ctx);
    if (more) (*more)(end, to, ctx);
    return to;
  };
  return {project(start, inner ? &inner->start : nullptr),
          project(end, inner ? &inner->end : nullptr)};
}

SpanScorer::Labels SpanScorer::prepare_labels(ConstMatrix q, Context& ctx) const {
  const Labels labels{ctx.workspace.matrix(q.rows, label.outputs()), ctx.workspace.floats(q.rows)};
  label(q, labels.vectors, ctx);
  for (size_t c = 0; c < q.rows; ++c) labels.biases[c] = dot(q.row(c), bias.floats(), q.cols);
  return labels;
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
