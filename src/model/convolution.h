// The convolution over the tokens that some DeBERTa v2 models have next to their first layer:
//
//   y_t   = b + Σ_k W_k x_(t + k − ⌊kernel / 2⌋)        x is 0 outside of the sequence
//   out_t = LN(residual_t + f(y_t)) · mask_t
//
// Channels are in groups: an output sees the inputs of its own group.
#ifndef DEBERTA_MODEL_CONVOLUTION_H_
#define DEBERTA_MODEL_CONVOLUTION_H_

#include <vector>

#include "base/activation.h"
#include "base/context.h"
#include "model/batch.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"
#include "tensor/matrix.h"

namespace deberta {

struct Convolution {
  size_t kernel = 1;           // odd
  std::vector<Linear> groups;  // W for each group [kernel · width → width], width = hidden / groups
  Activation activation = Activation::kTanh;
  LayerNorm norm;

  // nn.Conv1d's weight [hidden, width, kernel] and bias [hidden], for `groups` groups.
  void set_weights(const float* weight, const float* bias, size_t hidden, size_t group_count);

  // x [tokens, hidden] is 0 where the mask is 0; the rows [begin, end) of residual [tokens, hidden]
  // become those of out.
  void operator()(ConstMatrix x, const Batch& batch, size_t begin, size_t end, Matrix residual,
                  Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_CONVOLUTION_H_
