#include "model/token_scorer.h"

#include <algorithm>

#include "ops/activation.h"
#include "ops/rows.h"
#include "tensor/workspace.h"

namespace deberta {

TokenScorer::Projected TokenScorer::project(ConstMatrix x, const Linear& projection,
                                            const Linear& first, Context& ctx) {
  const size_t size = first.inputs();
  const Projected to{ctx.workspace.matrix(x.rows, size),
                     ctx.workspace.matrix(x.rows, first.outputs())};
  Workspace::Scope scope(ctx.workspace);
  const Matrix both = ctx.workspace.matrix(x.rows, 2 * size);
  const Matrix front = ctx.workspace.matrix(x.rows, size);
  projection(x, both, ctx);
  for (size_t i = 0; i < x.rows; ++i) {
    std::copy_n(both.row(i), size, front.row(i));
    std::copy_n(both.row(i) + size, size, to.second.row(i));
  }
  first(front, to.inner, ctx);
  return to;
}

void TokenScorer::operator()(ConstMatrix words, ConstMatrix labels, Matrix logits,
                             Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t n = words.rows, size = from_both.inputs(), inner = from_both.outputs();
  const Projected w = project(words, word, from_word, ctx);
  const Projected l = project(labels, label, from_label, ctx);
  const Matrix product = ctx.workspace.matrix(n, size);  // t₂ ⊙ l₂
  const Matrix hidden = ctx.workspace.matrix(n, inner);
  const Matrix scores = ctx.workspace.matrix(n, 3);
  for (size_t c = 0; c < labels.rows; ++c) {
    for_each_row(n, size, ctx.pool, [&](size_t i) {
      const float* t = w.second.row(i);
      std::transform(t, t + size, l.second.row(c), product.row(i), std::multiplies());
    });
    from_both(product, hidden, ctx);
    for_each_row(n, inner, ctx.pool, [&](size_t i) {
      const float *of_word = w.inner.row(i), *of_label = l.inner.row(c);
      for (size_t k = 0; k < inner; ++k) {
        hidden.row(i)[k] = std::max(0.0f, hidden.row(i)[k] + of_word[k] + of_label[k]);
      }
    });
    out(hidden, scores, ctx);
    for (size_t i = 0; i < n; ++i) std::copy_n(scores.row(i), 3, logits.row(i * labels.rows + c));
  }
}

}  // namespace deberta
