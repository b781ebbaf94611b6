// nn.Conv1d over tokens and a layer norm without factors, by their definitions.
#ifndef DEBERTA_TESTS_REFERENCE_CONVOLUTION_H_
#define DEBERTA_TESTS_REFERENCE_CONVOLUTION_H_

#include <cmath>
#include <cstddef>
#include <vector>

#include "tensor/matrix.h"

namespace deberta::reference {

// One output of one token of a sequence x [length, hidden]; weight [hidden, hidden / groups,
// kernel].
inline double convolve(ConstMatrix x, const std::vector<float>& weight,
                       const std::vector<float>& bias, size_t kernel, size_t groups, size_t token,
                       size_t channel) {
  const size_t width = x.cols / groups;
  const size_t group = channel / width;
  double sum = bias[channel];
  for (size_t k = 0; k < kernel; ++k) {
    const auto from = static_cast<ptrdiff_t>(token + k) - static_cast<ptrdiff_t>(kernel / 2);
    if (from < 0 || from >= static_cast<ptrdiff_t>(x.rows)) continue;
    for (size_t i = 0; i < width; ++i) {
      sum += double{weight[(channel * width + i) * kernel + k]} *
             double{x.row(static_cast<size_t>(from))[group * width + i]};
    }
  }
  return sum;
}

inline std::vector<double> layer_norm(const std::vector<double>& x, double eps) {
  double mean = 0, variance = 0;
  for (double value : x) mean += value / static_cast<double>(x.size());
  for (double value : x)
    variance += (value - mean) * (value - mean) / static_cast<double>(x.size());
  std::vector<double> y;
  for (double value : x) y.push_back((value - mean) / std::sqrt(variance + eps));
  return y;
}

}  // namespace deberta::reference

#endif  // DEBERTA_TESTS_REFERENCE_CONVOLUTION_H_
