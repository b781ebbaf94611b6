// LN(x) = gamma · (x − mean(x)) / sqrt(var(x) + eps) + beta, per row; var is the biased one.
#ifndef DEBERTA_OPS_LAYER_NORM_H_
#define DEBERTA_OPS_LAYER_NORM_H_

#include "base/context.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

class LayerNorm {
 public:
  LayerNorm() = default;
  // gamma, beta: [size]
  LayerNorm(Buffer gamma, Buffer beta, size_t size, float eps);

  // x = LN(x)
  void normalize(Matrix x, Context& ctx) const;
  // x = LN(x + y)
  void add_and_normalize(ConstMatrix y, Matrix x, Context& ctx) const;

 private:
  void normalize_row(float* x) const;

  Buffer gamma_;
  Buffer beta_;
  size_t size_ = 0;
  float eps_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_LAYER_NORM_H_
