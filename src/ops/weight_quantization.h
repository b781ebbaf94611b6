// Weights in 8 bits: W[n, k] ≈ q[n, k] · scale[n], q in −127 … 127.
//
// A scale for each output (row) is the usual one. A few inputs (columns) of some models have
// weights that are many times larger than those of all others, and would take the 8 bits for
// themselves; those columns stay floats. A row whose scale would be below the smallest normal float
// becomes zeros: there a float has too few digits to divide by.
#ifndef DEBERTA_OPS_WEIGHT_QUANTIZATION_H_
#define DEBERTA_OPS_WEIGHT_QUANTIZATION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

// A weight [outputs, inputs] as it was stored: floats, or integers times the scales [outputs].
struct StoredWeight {
  StoredWeight(ConstMatrix weight) : outputs(weight.rows), inputs(weight.cols), floats(weight) {}
  StoredWeight(Matrix weight) : StoredWeight(ConstMatrix(weight)) {}
  // integers [outputs, inputs], contiguous
  StoredWeight(const int8_t* values, std::span<const float> its_scales, size_t its_inputs)
      : outputs(its_scales.size()), inputs(its_inputs), integers(values), scales(its_scales) {}

  bool in_bytes() const { return integers != nullptr; }

  size_t outputs;
  size_t inputs;
  ConstMatrix floats;  // empty where it is in bytes
  const int8_t* integers = nullptr;
  std::span<const float> scales;
};

// The floats [outputs, inputs] that a weight in bytes stands for.
Buffer widened(const StoredWeight& weight);

struct QuantizedWeights {
  std::vector<int8_t> values;  // [n, k]; 0 in the columns that stay floats
  std::vector<float> scales;   // [n]
  std::vector<uint32_t> float_columns;
  std::vector<float> float_values;  // [float columns, n]
  // What rounding adds to a usual weight, as a fraction of it: the mean over the outputs of
  // (scale / √12) / (mean |W| · √(π / 2)). Below 0.01 for weights of a normal distribution.
  float error = 0;

  size_t outputs() const { return scales.size(); }
  size_t inputs() const { return values.size() / scales.size(); }
};

// The integers of a weight in bytes are taken as they are, but for outputs whose integers or scales
// do not fit.
// Of every eight inputs those at 0, 1, 4 and 5, and those at 2, 3, 6 and 7, are small enough
// together for kMaxOfFour: an output whose weights are not gets a larger scale.
QuantizedWeights quantize_weights(StoredWeight stored);

// Times the largest activation, 127, it fits 16 bits: so four products can be added in them.
inline constexpr int kMaxOfFour = 32767 / 127;

// One row of n weights: q[i] · scale. Returns the scale, which is a normal number or infinity.
float quantize_weights(const float* row, size_t n, int8_t* q);

// Weights with a larger error are kept as floats: a few large ones, not in the same columns, have
// taken the 8 bits for themselves.
inline constexpr float kMaxWeightError = 0.05f;

}  // namespace deberta

#endif  // DEBERTA_OPS_WEIGHT_QUANTIZATION_H_
