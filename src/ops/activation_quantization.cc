#include "ops/activation_quantization.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ops/simd.h"

namespace deberta {
namespace {

using simd::F32x4;
using simd::I32x4;

struct Range {
  float low = 0;  // at most 0: zero is one of the steps
  float high = 0;
  float mean = 0;  // of the magnitudes
};

Range range_of(const float* x, size_t n) {
  // Four of each: a single one would wait for its last value.
  constexpr size_t kChains = 4;
  F32x4 low[kChains] = {}, high[kChains] = {}, sum[kChains] = {};
  const auto add = [&](size_t chain, F32x4 v) {
    low[chain] = simd::min(low[chain], v);
    high[chain] = simd::max(high[chain], v);
    sum[chain] += simd::magnitude(v);
  };
  size_t k = 0;
  for (; k + 4 * kChains <= n; k += 4 * kChains) {
#pragma clang loop unroll(full)
    for (size_t c = 0; c < kChains; ++c) add(c, simd::load(x + k + 4 * c));
  }
  for (; k + 4 <= n; k += 4) add(0, simd::load(x + k));
  for (size_t c = 1; c < kChains; ++c) {
    low[0] = simd::min(low[0], low[c]);
    high[0] = simd::max(high[0], high[c]);
    sum[0] += sum[c];
  }
  Range range{-simd::max_lane(-low[0]), simd::max_lane(high[0]), simd::sum_of_lanes(sum[0])};
  for (; k < n; ++k) {
    range.low = std::min(range.low, x[k]);
    range.high = std::max(range.high, x[k]);
    range.mean += std::fabs(x[k]);
  }
  range.mean /= static_cast<float>(n);
  return range;
}

// The largest magnitudes, the largest first.
struct Largest {
  static constexpr size_t kSize = Outliers::kMax + 1;
  std::array<float, kSize> magnitude{};
  std::array<uint32_t, kSize> index{};

  void insert(float m, uint32_t k) {
    size_t at = kSize - 1;
    for (; at > 0 && magnitude[at - 1] < m; --at) {
      magnitude[at] = magnitude[at - 1];
      index[at] = index[at - 1];
    }
    magnitude[at] = m;
    index[at] = k;
  }
};

// How many of the largest to take out: as long as it leaves a range that is a quarter, or less, of
// the one before. Without such a gap a row is just spread wide, and has no outliers.
size_t count_outliers(const Largest& largest) {
  constexpr float kGap = 4;
  size_t count = 0;
  for (size_t i = 1; i < Largest::kSize; ++i) {
    if (largest.magnitude[i] * kGap <= largest.magnitude[count]) count = i;
  }
  return count;
}

void find_outliers(const float* x, size_t n, Outliers& outliers) {
  Largest largest;
  for (size_t k = 0; k < n; ++k) {
    const float m = std::fabs(x[k]);
    if (m > largest.magnitude[Largest::kSize - 1]) largest.insert(m, static_cast<uint32_t>(k));
  }
  outliers.count = count_outliers(largest);
  for (size_t i = 0; i < outliers.count; ++i) {
    outliers.index[i] = largest.index[i];
    outliers.value[i] = x[largest.index[i]];
  }
}

}  // namespace

template <class Q>
RowScale quantize_row(const float* x, size_t n, size_t padded, Q* q, Outliers& outliers) {
  constexpr float kSteps = 127;
  outliers.count = 0;
  Range range = range_of(x, n);
  // Without an outlier the largest of n values is rarely so far from the mean.
  constexpr float kSuspicious = 16;
  if (std::max(-range.low, range.high) > kSuspicious * range.mean) {
    find_outliers(x, n, outliers);
    if (outliers.count != 0) {
      range.low = range.high = 0;
      const auto end = outliers.index.begin() + static_cast<ptrdiff_t>(outliers.count);
      for (size_t k = 0; k < n; ++k) {
        if (std::find(outliers.index.begin(), end, k) != end) continue;
        range.low = std::min(range.low, x[k]);
        range.high = std::max(range.high, x[k]);
      }
    }
  }
  constexpr float kSmallest = std::numeric_limits<float>::min();
  const float steps_wide = (range.high - range.low) / kSteps;
  const bool is_finite = !std::isnan(range.mean) && std::isfinite(steps_wide);
  // Numbers so small that their scale has no inverse are zeros. What is not finite has no steps,
  // and makes the row's outputs NaN.
  const float scale = is_finite && steps_wide >= kSmallest ? steps_wide : 1.0f;
  const float inverse = 1.0f / scale;
  const float zero = is_finite ? std::nearbyint(-range.low * inverse) : 0.0f;

  // Adding it rounds to an integer, which is then in the lowest bits.
  constexpr float kMagic = 0x1.8p23f;
  const F32x4 highest = simd::splat(kSteps - zero);
  const F32x4 lowest = simd::splat(-zero);
  const F32x4 bias = simd::splat(kMagic + zero);
  const auto steps_at = [&](size_t k) {
    const F32x4 steps = simd::load(x + k) * simd::splat(inverse);
    const F32x4 rounded = simd::min(simd::max(steps, lowest), highest) + bias;
    return reinterpret_cast<I32x4>(rounded) & 0x7f;
  };
  size_t k = 0;
  for (; k + 16 <= padded; k += 16) {
    const simd::I16x8 low = simd::narrow(steps_at(k), steps_at(k + 4));
    const simd::I16x8 high = simd::narrow(steps_at(k + 8), steps_at(k + 12));
    if constexpr (sizeof(Q) == 1) {
      simd::store(simd::narrow(low, high), q + k);
    } else {
      simd::store(low, q + k);
      simd::store(high, q + k + 8);
    }
  }
  for (; k < padded; k += 4) {
    const I32x4 steps = steps_at(k);
    for (size_t i = 0; i < 4; ++i) q[k + i] = static_cast<Q>(steps[i]);
  }
  for (size_t i = 0; i < outliers.count; ++i) q[outliers.index[i]] = static_cast<Q>(zero);
  return {is_finite ? scale : std::numeric_limits<float>::quiet_NaN(), static_cast<int32_t>(zero)};
}

template RowScale quantize_row(const float*, size_t, size_t, uint8_t*, Outliers&);
template RowScale quantize_row(const float*, size_t, size_t, int16_t*, Outliers&);

}  // namespace deberta
