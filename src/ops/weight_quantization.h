// Weights in 8 bits: W[n, k] ≈ q[n, k] · scale[n] · column[k], q in −127 … 127.
//
// A scale for each output (row) is the usual one. A few inputs (columns) of some models have
// weights that are many times larger than those of all others, and would take the 8 bits for
// themselves; those columns get a factor of their own.
#ifndef DEBERTA_OPS_WEIGHT_QUANTIZATION_H_
#define DEBERTA_OPS_WEIGHT_QUANTIZATION_H_

#include <cstdint>
#include <vector>

#include "tensor/matrix.h"

namespace deberta {

struct QuantizedWeights {
  std::vector<int8_t> values;  // [n, k]
  std::vector<float> scales;   // [n]
  std::vector<float> columns;  // [k], powers of two; empty: all 1
  // sqrt(Σ (W − q·scale·column)² / Σ W²), each column over its factor. About 0.008 for weights of a
  // normal distribution.
  float error = 0;
};

QuantizedWeights quantize_weights(ConstMatrix weight);

// One row of n weights: q[i] · scale. Returns the scale.
float quantize_weights(const float* row, size_t n, int8_t* q);

// Weights with a larger error are kept as floats: an eighth of a standard deviation and more is
// lost to a few large values, and the outputs drift with every layer.
inline constexpr float kMostWeightError = 0.03f;

}  // namespace deberta

#endif  // DEBERTA_OPS_WEIGHT_QUANTIZATION_H_
