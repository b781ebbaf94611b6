#include "ops/weight_quantization.h"

#include <algorithm>
#include <cmath>

namespace deberta {
namespace {

// For columns whose largest weight is many times that of the median column; empty where there is
// none.
std::vector<float> column_factors(ConstMatrix weight) {
  constexpr float kMany = 8;
  std::vector<float> largest(weight.cols, 0.0f);
  for (size_t n = 0; n < weight.rows; ++n) {
    for (size_t k = 0; k < weight.cols; ++k) {
      largest[k] = std::max(largest[k], std::fabs(weight.row(n)[k]));
    }
  }
  std::vector<float> sorted = largest;
  const auto middle = sorted.begin() + static_cast<ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  const float usual = *middle;
  if (!(usual > 0)) return {};
  std::vector<float> factors(weight.cols, 1.0f);
  bool any = false;
  for (size_t k = 0; k < weight.cols; ++k) {
    if (!(largest[k] > kMany * usual)) continue;
    factors[k] = std::exp2(std::round(std::log2(largest[k] / usual)));
    any = true;
  }
  return any ? factors : std::vector<float>();
}

}  // namespace

float quantize_weights(const float* row, size_t n, int8_t* q) {
  constexpr float kSteps = 127;
  float largest = 0;
  for (size_t i = 0; i < n; ++i) largest = std::max(largest, std::fabs(row[i]));
  const float scale = largest > 0 ? largest / kSteps : 1.0f;
  for (size_t i = 0; i < n; ++i) {
    // No weight is beyond the range, but a NaN has no integer.
    const float steps = std::clamp(std::nearbyint(row[i] / scale), -kSteps, kSteps);
    q[i] = steps == steps ? static_cast<int8_t>(steps) : int8_t{0};
  }
  return scale;
}

QuantizedWeights quantize_weights(ConstMatrix weight) {
  QuantizedWeights result;
  result.columns = column_factors(weight);
  result.values.resize(weight.rows * weight.cols);
  result.scales.resize(weight.rows);
  std::vector<float> row(weight.cols);
  double errors = 0;
  double squares = 0;
  for (size_t n = 0; n < weight.rows; ++n) {
    std::copy_n(weight.row(n), weight.cols, row.data());
    for (size_t k = 0; k < result.columns.size(); ++k) row[k] /= result.columns[k];
    int8_t* q = result.values.data() + n * weight.cols;
    const float scale = quantize_weights(row.data(), weight.cols, q);
    result.scales[n] = scale;
    for (size_t k = 0; k < weight.cols; ++k) {
      const double error = row[k] - static_cast<float>(q[k]) * scale;
      errors += error * error;
      squares += static_cast<double>(row[k]) * row[k];
    }
  }
  result.error = errors == 0 ? 0.0f : static_cast<float>(std::sqrt(errors / squares));
  return result;
}

}  // namespace deberta
