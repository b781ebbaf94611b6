#include "ops/layer_norm.h"

#include <cassert>
#include <cmath>
#include <utility>

#include "ops/eigen.h"
#include "ops/rows.h"

namespace deberta {
namespace {

using Row = Eigen::Map<Eigen::ArrayXf>;
using ConstRow = Eigen::Map<const Eigen::ArrayXf>;

}  // namespace

LayerNorm::LayerNorm(Buffer gamma, Buffer beta, size_t size, float eps)
    : gamma_(std::move(gamma)), beta_(std::move(beta)), size_(size), eps_(eps) {}

void LayerNorm::normalize_row(float* data) const {
  const auto n = static_cast<Eigen::Index>(size_);
  Row x(data, n);
  // Two passes: the difference of large sums would lose the variance.
  x -= x.mean();
  const float variance = x.square().mean();
  const float scale = 1.0f / std::sqrt(variance + eps_);
  x = x * scale * ConstRow(gamma_.floats(), n) + ConstRow(beta_.floats(), n);
}

void LayerNorm::normalize(Matrix x, Context& ctx) const {
  assert(x.cols == size_);
  Profile::Timer timer(ctx.profile, Stage::kLayerNorm);
  for_each_row(x.rows, x.cols, ctx.pool, [&](size_t i) { normalize_row(x.row(i)); });
}

void LayerNorm::add_and_normalize(ConstMatrix y, Matrix x, Context& ctx) const {
  assert(x.cols == size_ && y.cols == size_ && y.rows == x.rows);
  Profile::Timer timer(ctx.profile, Stage::kLayerNorm);
  for_each_row(x.rows, x.cols, ctx.pool, [&](size_t i) {
    const auto n = static_cast<Eigen::Index>(size_);
    Row(x.row(i), n) += ConstRow(y.row(i), n);
    normalize_row(x.row(i));
  });
}

}  // namespace deberta
