// One layer of a bidirectional LSTM (PyTorch's nn.LSTM). For each direction, with zero h and c in
// front of the first step:
//
//   (i, f, g, o) = W_ih x + b_ih + W_hh h + b_hh
//   c ← σ(f)·c + σ(i)·tanh(g),   h ← σ(o)·tanh(c)
//
// The backward direction begins at each sequence's own last row.
#ifndef DEBERTA_MODEL_LSTM_H_
#define DEBERTA_MODEL_LSTM_H_

#include <cstddef>
#include <span>

#include "base/context.h"
#include "ops/linear.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

class BiLstm {
 public:
  // The weights of one direction, under PyTorch's names.
  struct Direction {
    Buffer weight_ih;  // [4·size, inputs]
    Buffer weight_hh;  // [4·size, size]
    Buffer bias_ih;    // [4·size]
    Buffer bias_hh;    // [4·size]
  };
  BiLstm() = default;
  BiLstm(Direction forward, Direction backward, size_t inputs, size_t size);

  // x [rows, inputs] → y [rows, 2·size]: the forward states, then the backward ones. The rows of
  // all sequences are back to back; `lengths` [sequences] add up to `rows`. y may be x.
  void operator()(ConstMatrix x, std::span<const size_t> lengths, Matrix y, Context& ctx) const;

 private:
  Linear input_;         // [inputs → 2 · 4·size], both directions
  Linear recurrent_[2];  // [size → 4·size]
  size_t size_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_LSTM_H_
