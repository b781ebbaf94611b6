#include "ops/softmax.h"

#include "ops/eigen.h"

namespace deberta {

void softmax(float* data, size_t n) {
  Eigen::Map<Eigen::ArrayXf> x(data, static_cast<Eigen::Index>(n));
  x = (x - x.maxCoeff()).exp();
  x *= 1.0f / x.sum();
}

}  // namespace deberta
