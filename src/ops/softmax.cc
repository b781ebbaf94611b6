#include "ops/softmax.h"

#include <limits>

#include "ops/simd.h"

namespace deberta {
namespace {

using simd::F32x4;
using simd::I32x4;

// exp(x) for x ≤ 0: 2ⁿ · exp(t) with n = round(x / ln 2), and a polynomial for exp(t). Below the
// smallest normal number it gives 0, which is what masked scores need.
F32x4 exp_of_negative(F32x4 x) {
  // Adding it rounds to an integer, and leaves n + 127 in the lowest bits.
  constexpr float kMagic = 0x1.8000FEp23f;
  constexpr float kSmallest = -0x1.5D589Ep6f;  // ln 2⁻¹²⁶
  constexpr float kLn2High = 0x1.62E400p-1f;   // n · this is exact
  constexpr float kLn2Low = 0x1.7F7D1Cp-20f;
  constexpr float kPolynomial[] = {0x1.0F9F9Cp-7f, 0x1.573A1Ap-5f, 0x1.555A80p-3f, 0x1.FFFDC6p-2f,
                                   0x1.FFFFF6p-1f};
  const F32x4 biased = simd::multiply_add(x, simd::splat(0x1.715476p0f), simd::splat(kMagic));
  const F32x4 power = reinterpret_cast<F32x4>(reinterpret_cast<I32x4>(biased) << 23);  // 2ⁿ
  const F32x4 n = biased - simd::splat(kMagic);
  F32x4 t = simd::multiply_add(n, simd::splat(-kLn2High), x);
  t = simd::multiply_add(n, simd::splat(-kLn2Low), t);
  F32x4 p = simd::splat(kPolynomial[0]);
  for (size_t i = 1; i < 5; ++i) p = simd::multiply_add(p, t, simd::splat(kPolynomial[i]));
  const F32x4 result = simd::multiply_add(t * power, p, power);
  return reinterpret_cast<F32x4>(reinterpret_cast<I32x4>(result) & (x >= simd::splat(kSmallest)));
}

// Four values, or as many as are left with others that count for nothing.
F32x4 load_rest(const float* x, size_t count) {
  constexpr float kNothing = -std::numeric_limits<float>::infinity();
  F32x4 lanes = simd::splat(kNothing);
  for (size_t i = 0; i < count; ++i) lanes[i] = x[i];
  return lanes;
}

}  // namespace

float exponentials(float* x, size_t n) {
  const size_t whole = n / 4 * 4;
  F32x4 largest = load_rest(x + whole, n - whole);
  for (size_t i = 0; i < whole; i += 4) largest = simd::max(largest, simd::load(x + i));
  const float max = simd::max_lane(largest);
  const F32x4 maxima = simd::splat(max);
  F32x4 sum{};
  for (size_t i = 0; i < whole; i += 4) {
    const F32x4 e = exp_of_negative(simd::load(x + i) - maxima);
    simd::store(e, x + i);
    sum += e;
  }
  const F32x4 rest = exp_of_negative(load_rest(x + whole, n - whole) - maxima);
  for (size_t i = 0; i < n - whole; ++i) x[whole + i] = rest[i];
  return simd::sum_of_lanes(sum + rest);
}

void softmax(float* x, size_t n) {
  const float scale = 1.0f / exponentials(x, n);
  for (size_t i = 0; i < n; ++i) x[i] *= scale;
}

}  // namespace deberta
