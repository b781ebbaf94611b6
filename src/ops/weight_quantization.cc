#include "ops/weight_quantization.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "base/sort.h"
#include "ops/simd.h"
#include "tensor/dtype.h"

namespace deberta {
namespace {

using simd::F32x4;
using simd::I16x8;
using simd::I32x4;
using simd::I8x4;
using simd::I8x8;

constexpr float kSteps = 127;
constexpr float kSmallestScale = std::numeric_limits<float>::min();  // that is normal

// The columns whose largest weight is many times that of the median column, at most so many.
std::vector<uint32_t> large_columns(ConstMatrix weight) {
  constexpr float kMany = 8;
  constexpr size_t kMax = 8;
  std::vector<float> largest(weight.cols, 0.0f);
  for (size_t n = 0; n < weight.rows; ++n) {
    for (size_t k = 0; k < weight.cols; ++k) {
      largest[k] = std::max(largest[k], std::fabs(weight.row(n)[k]));
    }
  }
  std::vector<float> sorted = largest;
  const auto middle = sorted.begin() + static_cast<ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  std::vector<uint32_t> columns;
  for (size_t k = 0; k < weight.cols; ++k) {
    if (largest[k] > kMany * *middle) columns.push_back(static_cast<uint32_t>(k));
  }
  sort_stably(columns, std::greater<>(), [&](uint32_t k) { return largest[k]; });
  if (columns.size() > kMax) columns.resize(kMax);
  return columns;
}

// Of the magnitudes; a NaN is none.
float largest_of(const float* row, size_t n) {
  F32x4 largest{};
  size_t i = 0;
  for (; i + 4 <= n; i += 4) largest = simd::max(simd::magnitude(simd::load(row + i)), largest);
  float result = simd::max_lane(largest);
  for (; i < n; ++i) result = std::max(result, std::fabs(row[i]));
  return result;
}

float sum_of_magnitudes(const float* row, size_t n) {
  F32x4 sum{};
  size_t i = 0;
  for (; i + 4 <= n; i += 4) sum += simd::magnitude(simd::load(row + i));
  float result = simd::sum_of_lanes(sum);
  for (; i < n; ++i) result += std::fabs(row[i]);
  return result;
}

// Four weights as steps. No weight is beyond the range, but a NaN has no integer.
I8x4 steps_of(F32x4 w, float scale) {
  const F32x4 steps = w / simd::splat(scale);
  const F32x4 finite = steps == steps ? steps : F32x4{};
  const F32x4 kept = simd::min(simd::max(finite, simd::splat(-kSteps)), simd::splat(kSteps));
  // Adding it rounds to an integer, which is then in the lowest bits.
  const F32x4 rounded = kept + simd::splat(0x1.8p23f);
  return __builtin_convertvector(reinterpret_cast<const I32x4&>(rounded), I8x4);
}

void quantize(const float* row, size_t n, float scale, int8_t* q) {
  size_t i = 0;
  for (; i + 4 <= n; i += 4) simd::store(steps_of(simd::load(row + i), scale), q + i);
  if (i == n) return;
  F32x4 rest{};
  for (size_t k = i; k < n; ++k) rest[k - i] = row[k];
  const I8x4 steps = steps_of(rest, scale);
  for (size_t k = i; k < n; ++k) q[k] = steps[k - i];
}

// The largest sum of magnitudes that the quads of QuantizedLinear add before they widen.
int largest_of_four(const int8_t* q, size_t n) {
  I16x8 largest{};
  const auto add = [&](I8x8 eight) {
    const I16x8 wide = __builtin_convertvector(eight, I16x8);
    const I16x8 size = wide < 0 ? -wide : wide;
    const I16x8 pairs = size + __builtin_shufflevector(size, size, 4, 5, 6, 7, 0, 1, 2, 3);
    const I16x8 sums = pairs + __builtin_shufflevector(pairs, pairs, 1, 0, 3, 2, 5, 4, 7, 6);
    largest = sums > largest ? sums : largest;
  };
  size_t i = 0;
  for (; i + 8 <= n; i += 8) add(simd::load<I8x8>(q + i));
  I8x8 rest{};
  for (size_t k = i; k < n; ++k) rest[k - i] = q[k];
  add(rest);
  return std::max(largest[0], largest[2]);
}

// Quantizes with that scale, or with a larger one where sums of four exceed kMaxOfFour. Returns it.
float quantize_to_fit(const float* row, size_t n, float scale, int8_t* q) {
  // The second round is the last, unless rounding has left a sum just above.
  constexpr int kRounds = 16;
  quantize(row, n, scale, q);
  for (int round = 0; round < kRounds; ++round) {
    const int most = largest_of_four(q, n);
    if (most <= kMaxOfFour) return scale;
    scale *= 1.001f * static_cast<float>(most) / kMaxOfFour;
    quantize(row, n, scale, q);
  }
  std::fill_n(q, n, int8_t{0});
  return scale;
}

}  // namespace

float quantize_weights(const float* row, size_t n, int8_t* q) {
  const float scale = largest_of(row, n) / kSteps;
  if (scale < kSmallestScale) {
    std::fill_n(q, n, int8_t{0});
    return 1.0f;
  }
  quantize(row, n, scale, q);
  return scale;
}

Buffer widened(const StoredWeight& weight) {
  Buffer floats = Buffer::of_floats({weight.outputs, weight.inputs});
  for (size_t n = 0; n < weight.outputs; ++n) {
    const size_t begin = n * weight.inputs;
    widen(weight.integers + begin, weight.inputs, weight.scales[n], floats.floats() + begin);
  }
  return floats;
}

QuantizedWeights quantize_weights(StoredWeight stored) {
  const size_t inputs = stored.inputs;
  QuantizedWeights result;
  result.values.resize(stored.outputs * inputs);
  result.scales.resize(stored.outputs);
  if (stored.in_bytes()) {
    std::copy_n(stored.integers, result.values.size(), result.values.data());
  } else {
    const ConstMatrix weight = stored.floats;
    result.float_columns = large_columns(weight);
    for (const uint32_t k : result.float_columns) {
      for (size_t n = 0; n < weight.rows; ++n) result.float_values.push_back(weight.row(n)[k]);
    }
  }
  std::vector<float> row(inputs);
  float errors = 0;
  for (size_t n = 0; n < stored.outputs; ++n) {
    int8_t* const values = result.values.data() + n * inputs;
    if (stored.in_bytes()) {
      const float scale = stored.scales[n];
      if (scale >= kSmallestScale && scale < std::numeric_limits<float>::infinity() &&
          largest_of_four(values, inputs) <= kMaxOfFour) {  // and without an error
        result.scales[n] = scale;
        continue;
      }
      widen(values, inputs, scale, row.data());
    } else {
      std::copy_n(stored.floats.row(n), inputs, row.data());
      for (const uint32_t k : result.float_columns) row[k] = 0;
    }
    const float sum = sum_of_magnitudes(row.data(), row.size());
    const float smallest = largest_of(row.data(), row.size()) / kSteps;
    if (smallest < kSmallestScale && !std::isnan(sum)) {  // zeros are exact
      std::fill_n(values, inputs, int8_t{0});
      result.scales[n] = 1;
      continue;
    }
    const float scale =
        quantize_to_fit(row.data(), inputs, std::max(smallest, kSmallestScale), values);
    const float mean = sum / static_cast<float>(inputs);
    result.scales[n] = scale;
    errors += scale * 0.2887f / (mean * 1.2533f);
  }
  result.error = errors / static_cast<float>(stored.outputs);
  return result;
}

}  // namespace deberta
