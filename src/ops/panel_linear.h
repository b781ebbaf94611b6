// y = x·Wᵀ + b over panels of weights (ops/panels.h) that may be kept in fewer bits: a panel is
// widened to floats into the nearest cache, and then multiplied with all rows.
#ifndef DEBERTA_OPS_PANEL_LINEAR_H_
#define DEBERTA_OPS_PANEL_LINEAR_H_

#include <memory>

#include "ops/embedding_table.h"
#include "ops/linear.h"
#include "ops/weight_quantization.h"

namespace deberta {

// Rows of floats that pass while a panel stays: as many as fit the second cache.
size_t rows_at_once(size_t inputs);

// weight [outputs, inputs]; bias [outputs] or null.
std::unique_ptr<LinearKernel> make_float_linear(ConstMatrix weight, const float* bias);
std::unique_ptr<LinearKernel> make_half_linear(ConstMatrix weight, const float* bias);
std::unique_ptr<LinearKernel> make_int8_weights_linear(const QuantizedWeights& weights,
                                                       const float* bias);

// y = x·Wᵀ + b for panels that each come after their bias: packed [panels][1 + inputs][8].
void multiply_packed(ConstMatrix x, const float* packed, Matrix y, Context& ctx);

// y = x·Tᵀ + b for an embedding table T [rows, width], as the scores of a whole vocabulary need it.
// The table stays as it is kept: a Linear would hold a second, packed copy of the model's largest
// tensor for the few rows of x that a masked language model is asked for. x [n, width] contiguous,
// bias [rows], readable Buffer::kReadPast bytes past its end, y [n, rows].
void multiply_table(ConstMatrix x, const EmbeddingTable& table, const float* bias, Matrix y,
                    Context& ctx);

}  // namespace deberta

#endif  // DEBERTA_OPS_PANEL_LINEAR_H_
