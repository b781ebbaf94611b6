#include "model/label_transformer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ops/activation.h"
#include "ops/rows.h"
#include "ops/softmax.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// One head of one group: q, k, v [labels, size of a head], columns of a layer's products.
void attend(ConstMatrix q, ConstMatrix k, ConstMatrix v, float* scores, Matrix to) {
  const float scale = 1.0f / std::sqrt(static_cast<float>(q.cols));
  for (size_t i = 0; i < q.rows; ++i) {
    for (size_t j = 0; j < k.rows; ++j) {
      scores[j] = scale * std::inner_product(q.row(i), q.row(i) + q.cols, k.row(j), 0.0f);
    }
    softmax(scores, k.rows);
    std::fill_n(to.row(i), to.cols, 0.0f);
    for (size_t j = 0; j < v.rows; ++j) {
      for (size_t d = 0; d < v.cols; ++d) to.row(i)[d] += scores[j] * v.row(j)[d];
    }
  }
}

void attend(Matrix qkv, std::span<const size_t> groups, Matrix to, Context& ctx) {
  const size_t width = to.cols, size = width / LabelTransformer::kHeads;
  size_t first = 0;
  for (const size_t labels : groups) {
    Workspace::Scope scope(ctx.workspace);
    float* scores = ctx.workspace.floats(labels);
    const Matrix rows = qkv.slice_rows(first, labels);
    for (size_t head = 0; head < LabelTransformer::kHeads; ++head) {
      const auto part = [&](size_t index) {
        return rows.slice_cols(index * width + head * size, size);
      };
      attend(part(0), part(1), part(2), scores,
             to.slice_rows(first, labels).slice_cols(head * size, size));
    }
    first += labels;
  }
}

}  // namespace

void LabelTransformer::operator()(ConstMatrix y, std::span<const size_t> groups, Matrix q,
                                  Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t n = y.rows, width = in.outputs(), size = y.cols;
  const Matrix u = ctx.workspace.matrix(n, width);
  const Matrix qkv = ctx.workspace.matrix(n, 3 * width);
  const Matrix attended = ctx.workspace.matrix(n, width);
  const Matrix more = ctx.workspace.matrix(n, width);
  in(y, u, ctx);
  for (const Layer& layer : layers) {
    layer.qkv(u, qkv, ctx);
    attend(qkv, groups, attended, ctx);
    layer.out(attended, more, ctx);
    layer.attention_norm.add_and_normalize(more, u, ctx);
    layer.feed_forward(u, more, ctx);
    layer.norm.add_and_normalize(more, u, ctx);
  }
  const Matrix both = ctx.workspace.matrix(n, width + size);  // [u; y]
  join_columns(u, y, both);
  const Matrix inner = ctx.workspace.matrix(n, size);
  out(both, inner, ctx);
  apply(Activation::kRelu, inner, ctx);
  out_inner(inner, q, ctx);
}

}  // namespace deberta
