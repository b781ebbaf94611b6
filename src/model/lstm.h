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
#include <vector>

#include "base/context.h"
#include "base/pieces.h"
#include "ops/linear.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"
#include "tensor/workspace.h"

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

  // One call. Borrows everything; its memory of the workspace is released when it ends.
  class Run {
   public:
    // x [rows, inputs] → y [rows, 2·size]: the forward states, then the backward ones. The rows of
    // all sequences are back to back; `lengths` [sequences] add up to `rows`. y may be x.
    Run(const BiLstm& lstm, ConstMatrix x, std::span<const size_t> lengths, Matrix y, Context& ctx);
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    // Does the next piece, about kWorkOfPiece for each thread. Returns whether more are left.
    bool step() { return pieces_.step(); }

   private:
    struct Sequence {
      size_t first;  // row
      size_t length;
    };
    size_t row(const Sequence& sequence, size_t step, size_t direction) const {
      return sequence.first + (direction == 0 ? step : sequence.length - 1 - step);
    }
    void run_step(size_t step, size_t direction);

    const BiLstm& lstm_;
    Matrix y_;
    Context& ctx_;
    // In lockstep, the longest first: at each step those that have not ended are the first.
    std::vector<Sequence> sequences_;
    size_t active_ = 0;  // sequences that have not ended
    Workspace::Scope scope_;
    Matrix inputs_;    // [rows, 2 · gates]
    Matrix products_;  // [sequences, gates]
    Matrix h_;         // [sequences, size]
    Matrix c_;         // [sequences, size]
    Pieces pieces_;
  };

 private:
  Linear input_;         // [inputs → 2 · 4·size], both directions
  Linear recurrent_[2];  // [size → 4·size]
  size_t size_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_LSTM_H_
