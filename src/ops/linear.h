// y = x·Wᵀ + b
#ifndef DEBERTA_OPS_LINEAR_H_
#define DEBERTA_OPS_LINEAR_H_

#include <cstddef>
#include <memory>

#include "base/context.h"
#include "ops/precision.h"
#include "ops/weight_quantization.h"
#include "tensor/matrix.h"

namespace deberta {

// One way to keep a weight and multiply by it. Immutable but for what a call leaves behind.
class LinearKernel {
 public:
  virtual ~LinearKernel() = default;
  virtual Precision precision() const = 0;
  // As Linear's.
  virtual void split_activations() {}
  // As Linear's.
  virtual void run(ConstMatrix x, Matrix y, Context& ctx) const = 0;
};

// PyTorch's nn.Linear with its weight packed. Move-only; one call at a time.
class Linear {
 public:
  Linear() = default;
  // weight [outputs, inputs], contiguous; bias [outputs] or null. Both are copied while packing.
  // Weights that do not survive in 8 bits (kMaxWeightError) are kept as floats.
  Linear(StoredWeight weight, const float* bias, Precision precision = Precision::kFloat32);

  // x [n, inputs], y [n, outputs], both contiguous; x readable Buffer::kReadPast bytes past its
  // end; y must not overlap x. A row's outputs are the same whatever other rows there are.
  void operator()(ConstMatrix x, Matrix y, Context& ctx) const;

  size_t inputs() const { return inputs_; }
  size_t outputs() const { return outputs_; }
  // What the weight is kept in.
  Precision precision() const { return kernel_->precision(); }
  // From now on an x in 7 bits (kInt8) is taken as the sum of two such parts: its steps become a
  // hundredth of what they were, and a call takes twice as long.
  void split_activations() { kernel_->split_activations(); }

 private:
  std::unique_ptr<LinearKernel> kernel_;
  size_t inputs_ = 0;
  size_t outputs_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_LINEAR_H_
