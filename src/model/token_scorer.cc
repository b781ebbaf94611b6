#include "model/token_scorer.h"

#include <algorithm>

#include "ops/activation.h"
#include "ops/rows.h"
#include "tensor/workspace.h"

namespace deberta {

TokenScorer::Run::Projected::Projected(size_t rows, const Linear& first, Context& ctx)
    : second(ctx.workspace.matrix(rows, first.inputs())),
      inner(ctx.workspace.matrix(rows, first.outputs())) {}

TokenScorer::Run::Run(const TokenScorer& scorer, ConstMatrix words, ConstMatrix labels,
                      Matrix logits, Context& ctx)
    : scorer_(scorer),
      logits_(logits),
      ctx_(ctx),
      scope_(ctx.workspace),
      words_(words.rows, scorer.from_word, ctx),
      labels_(labels.rows, scorer.from_label, ctx) {
  add_projection(words, scorer.word, scorer.from_word, words_);
  add_projection(labels, scorer.label, scorer.from_label, labels_);
  // Words are taken in blocks, so that a piece is not longer where a text is.
  constexpr size_t kWordsOfBlock = 256;
  const size_t blocks = (words.rows + kWordsOfBlock - 1) / kWordsOfBlock;
  const uint64_t work = uint64_t{scorer.from_both.inputs()} * scorer.from_both.outputs() *
                        std::min(kWordsOfBlock, words.rows);
  pieces_.add(labels.rows * blocks, units_of_piece(work, ctx.pool.limit()),
              [this, blocks](size_t begin, size_t end) {
                for (size_t unit = begin; unit < end; ++unit) {
                  const size_t first = unit % blocks * kWordsOfBlock;
                  score(unit / blocks, first, std::min(words_.inner.rows, first + kWordsOfBlock));
                }
              });
}

void TokenScorer::Run::add_projection(ConstMatrix x, const Linear& projection, const Linear& first,
                                      const Projected& to) {
  const uint64_t work =
      uint64_t{x.cols} * projection.outputs() + uint64_t{first.inputs()} * first.outputs();
  pieces_.add(x.rows, units_of_piece(work, ctx_.pool.limit(), kFewestRows),
              [=, this, &projection, &first](size_t begin, size_t end) {
                Workspace::Scope scope(ctx_.workspace);
                const size_t count = end - begin, size = first.inputs();
                const Matrix both = ctx_.workspace.matrix(count, 2 * size);
                const Matrix front = ctx_.workspace.matrix(count, size);
                projection(x.slice_rows(begin, count), both, ctx_);
                for (size_t i = 0; i < count; ++i) {
                  std::copy_n(both.row(i), size, front.row(i));
                  std::copy_n(both.row(i) + size, size, to.second.row(begin + i));
                }
                first(front, to.inner.slice_rows(begin, count), ctx_);
              });
}

// Of a label with words [begin, end).
void TokenScorer::Run::score(size_t label, size_t begin, size_t end) {
  Workspace::Scope scope(ctx_.workspace);
  const Linear &from_both = scorer_.from_both, &out = scorer_.out;
  const size_t n = end - begin, size = from_both.inputs(), inner = from_both.outputs();
  const Matrix product = ctx_.workspace.matrix(n, size);  // t₂ ⊙ l₂
  const Matrix hidden = ctx_.workspace.matrix(n, inner);
  const Matrix scores = ctx_.workspace.matrix(n, out.outputs());
  for_each_row(n, size, ctx_.pool, [&](size_t i) {
    const float* t = words_.second.row(begin + i);
    std::transform(t, t + size, labels_.second.row(label), product.row(i), std::multiplies());
  });
  from_both(product, hidden, ctx_);
  for_each_row(n, inner, ctx_.pool, [&](size_t i) {
    const float *of_word = words_.inner.row(begin + i), *of_label = labels_.inner.row(label);
    for (size_t k = 0; k < inner; ++k) {
      hidden.row(i)[k] = std::max(0.0f, hidden.row(i)[k] + of_word[k] + of_label[k]);
    }
  });
  out(hidden, scores, ctx_);
  const size_t labels = labels_.inner.rows;
  for (size_t i = 0; i < n; ++i) {
    std::copy_n(scores.row(i), scores.cols, logits_.row((begin + i) * labels + label));
  }
}

}  // namespace deberta
