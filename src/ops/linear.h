// y = x·Wᵀ + b
#ifndef DEBERTA_OPS_LINEAR_H_
#define DEBERTA_OPS_LINEAR_H_

#include <cstddef>
#include <memory>

#include "base/context.h"
#include "tensor/matrix.h"

struct xnn_operator;

namespace deberta {

// PyTorch's nn.Linear with its weight packed for XNNPACK. Move-only; one call at a time.
class Linear {
 public:
  Linear() = default;
  // weight [outputs, inputs], contiguous; bias [outputs] or null. Both are copied while packing.
  Linear(ConstMatrix weight, const float* bias);
  Linear(Linear&&) noexcept;
  Linear& operator=(Linear&&) noexcept;
  ~Linear();

  // x [n, inputs], y [n, outputs], both contiguous; y must not overlap x.
  void operator()(ConstMatrix x, Matrix y, Context& ctx) const;

  size_t inputs() const { return inputs_; }
  size_t outputs() const { return outputs_; }

 private:
  struct Delete {
    void operator()(xnn_operator* op) const;
  };
  std::unique_ptr<xnn_operator, Delete> op_;
  size_t inputs_ = 0;
  size_t outputs_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_LINEAR_H_
