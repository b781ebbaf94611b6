#include "ops/softmax.h"

#include "ops/eigen.h"

namespace deberta {

void softmax(float* data, size_t n) {
  Eigen::Map<Eigen::ArrayXf> x(data, static_cast<Eigen::Index>(n));
  // Eigen's exp stops at 2^-127; taken off, that leaves 0 for a masked score and no other trace.
  x = ((x - x.maxCoeff()).exp() - 1.2e-38f).max(0.0f);
  x *= 1.0f / x.sum();
}

}  // namespace deberta
