// The definitions, in double precision and without optimisation.
#ifndef DEBERTA_TESTS_REFERENCE_NAIVE_H_
#define DEBERTA_TESTS_REFERENCE_NAIVE_H_

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "tensor/matrix.h"

namespace deberta::reference {

inline std::vector<float> random_values(size_t count, unsigned seed, float scale = 1.0f) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0.0f, scale);
  std::vector<float> values(count);
  for (float& value : values) value = normal(engine);
  return values;
}

// Σ_k a(i, k) b(j, k)
inline double dot_rows(ConstMatrix a, size_t i, ConstMatrix b, size_t j) {
  double sum = 0;
  for (size_t k = 0; k < a.cols; ++k) sum += double{a.row(i)[k]} * b.row(j)[k];
  return sum;
}

inline std::vector<double> softmax(const std::vector<double>& x) {
  double sum = 0;
  std::vector<double> y;
  for (double value : x) y.push_back(std::exp(value));
  for (double value : y) sum += value;
  for (double& value : y) value /= sum;
  return y;
}

}  // namespace deberta::reference

#endif  // DEBERTA_TESTS_REFERENCE_NAIVE_H_
