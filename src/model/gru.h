// A GRU (PyTorch's nn.GRU of one layer) whose inputs are known when it is loaded:
//
//   r = σ(W_ir x + b_ir + W_hr h + b_hr),   z = σ(W_iz x + b_iz + W_hz h + b_hz)
//   n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn)),   h ← (1 − z) ⊙ n + z ⊙ h
//
// GLiNER2's inputs are a table with a row for each step, so what they add to the gates is a table,
// too, and W_i itself is not kept.
#ifndef DEBERTA_MODEL_GRU_H_
#define DEBERTA_MODEL_GRU_H_

#include <cstddef>

#include "base/context.h"
#include "ops/linear.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

class Gru {
 public:
  Gru() = default;
  // Under PyTorch's names, with size = inputs.cols: weight_ih, weight_hh [3·size, size], bias_ih,
  // bias_hh [3·size]. inputs [steps, size].
  struct Weights {
    Buffer weight_ih;
    Buffer weight_hh;
    Buffer bias_ih;
    Buffer bias_hh;
  };
  Gru(Weights weights, ConstMatrix inputs, Context& ctx);

  // h [rows, size]: the states before the step → after it; every row has the same input.
  void operator()(size_t step, Matrix h, Context& ctx) const;

 private:
  Buffer inputs_;     // W_i x + b_i [steps, 3·size], in the rows of r and z half of it
  Linear recurrent_;  // [size → 3·size]
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_GRU_H_
