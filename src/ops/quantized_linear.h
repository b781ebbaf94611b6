// y = x·Wᵀ + b with weights in 8 bits and activations in 7:
//
//   y[i, n] = scale_i · scale_n · Σ_k (q_i[k] − zero_i) · w_n[k] + b_n
//             + Σ x_i[k] · W[n, k] over the row's outliers and the columns that stayed floats
//
// Where activations are split, x_i is the sum of two rows of 7 bits, and y that of their products.
// The sums are of integers and exact, so the instruction that makes them does not matter.
#ifndef DEBERTA_OPS_QUANTIZED_LINEAR_H_
#define DEBERTA_OPS_QUANTIZED_LINEAR_H_

#include <memory>

#include "ops/linear.h"
#include "ops/weight_quantization.h"

namespace deberta {

// The instruction, and the layout of the weights that it asks for.
enum class Dot {
  // i32x4.dot_i16x8_s: every engine has it.
  kPairs,
  // i16x8.relaxed_dot_i8x16_i7x16_s and a pairwise addition: 1.4 times as fast on x86. What it does
  // with activations of more than 7 bits differs between processors; ours have 7.
  kQuads,
};

// kQuads where the module was built with relaxed SIMD and the engine computes a known answer with
// it; asked once.
Dot fastest_dot();

// weights [outputs, inputs]; bias [outputs] or null.
std::unique_ptr<LinearKernel> make_quantized_linear(const QuantizedWeights& weights,
                                                    const float* bias, Dot dot);

}  // namespace deberta

#endif  // DEBERTA_OPS_QUANTIZED_LINEAR_H_
