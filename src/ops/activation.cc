#include "ops/activation.h"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "ops/eigen.h"
#include "ops/rows.h"
#include "ops/simd.h"

namespace deberta {
namespace {

using simd::F32x4;

// erf by a rational function, x·P(x²) / Q(x²), clamped to where it reaches ±1: that of Eigen's and
// XLA's single-precision erf. std::erf is scalar, and slow.
F32x4 erf(F32x4 x) {
  constexpr float kReach = 4.0f;
  constexpr float kP[] = {-2.72614225801306e-10f, 2.77068142495902e-08f,  -2.10102402082508e-06f,
                          -5.69250639462346e-05f, -7.34990630326855e-04f, -2.95459980854025e-03f,
                          -1.60960333262415e-02f};
  constexpr float kQ[] = {-1.45660718464996e-05f, -2.13374055278905e-04f, -1.68282697438203e-03f,
                          -7.37332916720468e-03f, -1.42647390514189e-02f};
  x = simd::min(simd::max(x, simd::splat(-kReach)), simd::splat(kReach));
  const F32x4 square = x * x;
  F32x4 p = simd::splat(kP[0]);
  for (size_t i = 1; i < std::size(kP); ++i) p = simd::multiply_add(p, square, simd::splat(kP[i]));
  F32x4 q = simd::splat(kQ[0]);
  for (size_t i = 1; i < std::size(kQ); ++i) q = simd::multiply_add(q, square, simd::splat(kQ[i]));
  return x * p / q;
}

F32x4 gelu(F32x4 x) {
  return simd::splat(0.5f) * x * (simd::splat(1.0f) + erf(x * simd::splat(0.70710678f)));
}

void gelu_row(float* x, size_t n) {
  size_t i = 0;
  for (; i + 4 <= n; i += 4) simd::store(gelu(simd::load(x + i)), x + i);
  if (i == n) return;
  float rest[4] = {};
  std::copy_n(x + i, n - i, rest);
  simd::store(gelu(simd::load(rest)), rest);
  std::copy_n(rest, n - i, x + i);
}

using Row = Eigen::Map<Eigen::ArrayXf>;

// σ(x); an exp that overflows gives 0.
template <class X>
auto sigmoid(const X& x) {
  return 1.0f / (1.0f + (-x).exp());
}

void apply_row(Activation f, Row x) {
  switch (f) {
    case Activation::kGelu:
      gelu_row(x.data(), static_cast<size_t>(x.size()));
      return;
    case Activation::kGeluTanh:
      x = 0.5f * x * (1.0f + (0.79788456f * (x + 0.044715f * x.cube())).tanh());
      return;
    case Activation::kQuickGelu:
      x *= sigmoid(1.702f * x);
      return;
    case Activation::kRelu:
      x = x.max(0.0f);
      return;
    case Activation::kSigmoid:
      x = sigmoid(x);
      return;
    case Activation::kSilu:
      x *= sigmoid(x);
      return;
    case Activation::kTanh:
      x = x.tanh();
      return;
    case Activation::kMish:
      // ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|)
      x *= (x.max(0.0f) + (-x.abs()).exp().log1p()).tanh();
      return;
    case Activation::kLinear:
      return;
  }
}

}  // namespace

void apply(Activation f, Matrix x, Context& ctx) {
  assert(x.stride == x.cols);
  for_each_row(x.rows, x.cols, ctx.pool,
               [&](size_t i) { apply_row(f, Row(x.row(i), static_cast<Eigen::Index>(x.cols))); });
}

}  // namespace deberta
