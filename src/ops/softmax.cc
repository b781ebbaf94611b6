#include "ops/softmax.h"

#include <limits>

#include "ops/eigen.h"

namespace deberta {
namespace {

using Lanes = Eigen::Array4f;

// Four values, or as many as are left with others that count for nothing.
Lanes load(const float* data, size_t count) {
  if (count >= 4) return Eigen::Map<const Lanes>(data);
  Lanes lanes = Lanes::Constant(-std::numeric_limits<float>::infinity());
  for (size_t i = 0; i < count; ++i) lanes[static_cast<Eigen::Index>(i)] = data[i];
  return lanes;
}

void store(const Lanes& lanes, float* data, size_t count) {
  if (count >= 4) {
    Eigen::Map<Lanes>{data} = lanes;
  } else {
    for (size_t i = 0; i < count; ++i) data[i] = lanes[static_cast<Eigen::Index>(i)];
  }
}

}  // namespace

// In groups of four from the first value on. A Map of all values would be cut where memory is
// aligned, and the last bit of the answer would depend on where the values lie.
void softmax(float* data, size_t n) {
  Eigen::Map<Eigen::ArrayXf> x(data, static_cast<Eigen::Index>(n));
  const float max = x.maxCoeff();
  Lanes sum = Lanes::Zero();
  for (size_t i = 0; i < n; i += 4) {
    // Eigen's exp stops at 2^-127; taken off, that leaves 0 for a masked score and no other trace.
    const Lanes e = ((load(data + i, n - i) - max).exp() - 1.2e-38f).max(0.0f);
    store(e, data + i, n - i);
    sum += e;
  }
  x *= 1.0f / sum.sum();
}

}  // namespace deberta
