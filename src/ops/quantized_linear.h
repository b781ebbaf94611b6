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

#include "ops/dot.h"
#include "ops/linear.h"
#include "ops/weight_quantization.h"

namespace deberta {

// weights [outputs, inputs]; bias [outputs] or null.
std::unique_ptr<LinearKernel> make_quantized_linear(const QuantizedWeights& weights,
                                                    const float* bias, Dot dot);

}  // namespace deberta

#endif  // DEBERTA_OPS_QUANTIZED_LINEAR_H_
