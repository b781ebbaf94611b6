// The gates of recurrent layers, with one call of tanh for all of them:
//
//   σ(x) = (1 + tanh(x / 2)) / 2
//
// so half the weights are kept in the rows of gates that have a sigmoid. A half is exact.
#ifndef DEBERTA_MODEL_RECURRENT_GATES_H_
#define DEBERTA_MODEL_RECURRENT_GATES_H_

#include <algorithm>
#include <cstddef>

#include "tensor/matrix.h"

namespace deberta {

// weight [gates · size, any]: of PyTorch's LSTM (i, f, g, o) or GRU (r, z, n). In both, the third
// gate has a tanh and the others a sigmoid.
inline void halve_sigmoid_rows(Matrix weight, size_t size) {
  for (size_t row = 0; row < weight.rows; ++row) {
    const bool is_tanh = row / size == 2;
    if (!is_tanh) std::for_each_n(weight.row(row), weight.cols, [](float& w) { w *= 0.5f; });
  }
}

inline float sigmoid_of_tanh(float tanh_of_half) { return 0.5f + 0.5f * tanh_of_half; }

}  // namespace deberta

#endif  // DEBERTA_MODEL_RECURRENT_GATES_H_
