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
    float largest = 0;
    for (float w : row) largest = std::max(largest, std::fabs(w));
    const float scale = largest > 0 ? largest / 127 : 1.0f;
    result.scales[n] = scale;
    int8_t* out = result.values.data() + n * weight.cols;
    for (size_t k = 0; k < weight.cols; ++k) {
      const float q = std::clamp(std::nearbyint(row[k] / scale), -127.0f, 127.0f);
      out[k] = static_cast<int8_t>(q);
      const double error = row[k] - q * scale;
      errors += error * error;
      squares += static_cast<double>(row[k]) * row[k];
    }
  }
  result.error = squares > 0 ? static_cast<float>(std::sqrt(errors / squares)) : 0.0f;
  return result;
}

}  // namespace deberta
