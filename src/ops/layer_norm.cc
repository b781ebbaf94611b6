#include "ops/layer_norm.h"

#include <cassert>
#include <cmath>
#include <utility>

#include "ops/rows.h"
#include "ops/simd.h"

namespace deberta {

using simd::F32x4;

LayerNorm::LayerNorm(Buffer gamma, Buffer beta, size_t size, float eps)
    : gamma_(std::move(gamma)), beta_(std::move(beta)), size_(size), eps_(eps) {}

// In groups of four from the first value on, wherever the values lie: the last bit of the answer
// depends on nothing but the values.
void LayerNorm::normalize_row(float* x) const {
  const size_t whole = size_ / 4 * 4;
  const auto count = static_cast<float>(size_);
  F32x4 sums = simd::sum(whole, [x](size_t i) { return simd::load(x + i); });
  for (size_t i = whole; i < size_; ++i) sums[i - whole] += x[i];
  const float mean = simd::sum_of_lanes(sums) / count;
  // Two passes: the difference of large sums would lose the variance.
  F32x4 squares = simd::sum(whole, [x, mean](size_t i) {
    const F32x4 difference = simd::load(x + i) - simd::splat(mean);
    simd::store(difference, x + i);
    return difference * difference;
  });
  for (size_t i = whole; i < size_; ++i) {
    x[i] -= mean;
    squares[i - whole] += x[i] * x[i];
  }
  const float scale = 1.0f / std::sqrt(simd::sum_of_lanes(squares) / count + eps_);
  for (size_t i = 0; i < whole; i += 4) {
    const F32x4 normal = simd::load(x + i) * simd::splat(scale);
    simd::store(
        simd::multiply_add(normal, simd::load(gamma_.floats() + i), simd::load(beta_.floats() + i)),
        x + i);
  }
  for (size_t i = whole; i < size_; ++i) {
    x[i] = x[i] * scale * gamma_.floats()[i] + beta_.floats()[i];
  }
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
    float* row = x.row(i);
    for (size_t j = 0; j < size_; ++j) row[j] += y.row(i)[j];
    normalize_row(row);
  });
}

}  // namespace deberta
