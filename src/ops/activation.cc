#include "ops/activation.h"

#include <cassert>
#include <cmath>

#include "ops/eigen.h"
#include "ops/rows.h"

namespace deberta {
namespace {

using Row = Eigen::Map<Eigen::ArrayXf>;

// σ(x); an exp that overflows gives 0.
template <class X>
auto sigmoid(const X& x) {
  return 1.0f / (1.0f + (-x).exp());
}

void apply_row(Activation f, Row x) {
  switch (f) {
    case Activation::kGelu:
      x = 0.5f * x * (1.0f + (x * 0.70710678f).unaryExpr([](float v) { return std::erf(v); }));
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
