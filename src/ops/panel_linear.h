// y = x·Wᵀ + b over panels of weights (ops/panels.h) that may be kept in fewer bits: a panel is
// widened to floats into the nearest cache, and then multiplied with all rows.
#ifndef DEBERTA_OPS_PANEL_LINEAR_H_
#define DEBERTA_OPS_PANEL_LINEAR_H_

#include <memory>

#include "ops/linear.h"
#include "ops/weight_quantization.h"

namespace deberta {

// weight [outputs, inputs]; bias [outputs] or null.
std::unique_ptr<LinearKernel> make_float_linear(ConstMatrix weight, const float* bias);
std::unique_ptr<LinearKernel> make_half_linear(ConstMatrix weight, const float* bias);
std::unique_ptr<LinearKernel> make_int8_weights_linear(const QuantizedWeights& weights,
                                                       const float* bias);

}  // namespace deberta

#endif  // DEBERTA_OPS_PANEL_LINEAR_H_
