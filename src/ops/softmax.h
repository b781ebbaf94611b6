// softmax(x)_j = exp(x_j − max x) / Σ_k exp(x_k − max x)
#ifndef DEBERTA_OPS_SOFTMAX_H_
#define DEBERTA_OPS_SOFTMAX_H_

#include <cmath>
#include <cstddef>

namespace deberta {

// x_j = exp(x_j − max x) in place over n ≥ 1 values, at least one of them above −infinity;
// −infinity gives exactly 0. Returns their sum: who multiplies by x anyway can divide after that.
float exponentials(float* x, size_t n);

// In place, with the same conditions.
void softmax(float* x, size_t n);

// σ(x)
inline float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

}  // namespace deberta

#endif  // DEBERTA_OPS_SOFTMAX_H_
