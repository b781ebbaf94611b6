#include "ops/weight_quantization.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace deberta {
namespace {

constexpr float kSteps = 127;

// The columns whose largest weight is many times that of the median column, at most so many.
std::vector<uint32_t> large_columns(ConstMatrix weight) {
  constexpr float kMany = 8;
  constexpr size_t kMost = 8;
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
  std::ranges::sort(columns, std::greater<>(), [&](uint32_t k) { return largest[k]; });
  if (columns.size() > kMost) columns.resize(kMost);
  return columns;
}

float largest_of(const float* row, size_t n) {
  float largest = 0;
  for (size_t i = 0; i < n; ++i) largest = std::max(largest, std::fabs(row[i]));
  return largest;
}

void quantize(const float* row, size_t n, float scale, int8_t* q) {
  for (size_t i = 0; i < n; ++i) {
    // No weight is beyond the range, but a NaN has no integer.
    const float steps = std::clamp(std::nearbyint(row[i] / scale), -kSteps, kSteps);
    q[i] = steps == steps ? static_cast<int8_t>(steps) : int8_t{0};
  }
}

// The largest sum of magnitudes that the quads of QuantizedLinear add before they widen.
int largest_of_four(const int8_t* q, size_t n) {
  int largest = 0;
  for (size_t begin = 0; begin < n; begin += 8) {
    int sums[2] = {};
    for (size_t i = begin; i < std::min(n, begin + 8); ++i) sums[i / 2 % 2] += std::abs(q[i]);
    largest = std::max({largest, sums[0], sums[1]});
  }
  return largest;
}

}  // namespace

float quantize_weights(const float* row, size_t n, int8_t* q) {
  const float largest = largest_of(row, n);
  const float scale = largest > 0 ? largest / kSteps : 1.0f;
  quantize(row, n, scale, q);
  return scale;
}

QuantizedWeights quantize_weights(ConstMatrix weight) {
  QuantizedWeights result;
  result.values.resize(weight.rows * weight.cols);
  result.scales.resize(weight.rows);
  result.float_columns = large_columns(weight);
  for (const uint32_t k : result.float_columns) {
    for (size_t n = 0; n < weight.rows; ++n) result.float_values.push_back(weight.row(n)[k]);
  }
  std::vector<float> row(weight.cols);
  float errors = 0;
  for (size_t n = 0; n < weight.rows; ++n) {
    std::copy_n(weight.row(n), weight.cols, row.data());
    for (const uint32_t k : result.float_columns) row[k] = 0;
    float sum = 0;
    for (float w : row) sum += std::fabs(w);
    if (sum == 0) {  // zeros are exact
      result.scales[n] = 1;
      continue;
    }
    int8_t* const values = result.values.data() + n * weight.cols;
    float scale = quantize_weights(row.data(), weight.cols, values);
    // Rounding may leave it just above.
    for (int most; (most = largest_of_four(values, weight.cols)) > kMostOfFour;) {
      scale *= 1.001f * static_cast<float>(most) / kMostOfFour;
      quantize(row.data(), weight.cols, scale, values);
    }
    const float mean = sum / static_cast<float>(weight.cols);
    result.scales[n] = scale;
    errors += scale * 0.2887f / (mean * 1.2533f);
  }
  result.error = errors / static_cast<float>(weight.rows);
  return result;
}

}  // namespace deberta
