// A call of DisentangledAttention in progress.
#ifndef DEBERTA_MODEL_ATTENTION_RUN_H_
#define DEBERTA_MODEL_ATTENTION_RUN_H_

#include <vector>

#include "base/pieces.h"
#include "model/disentangled_attention.h"
#include "tensor/workspace.h"

namespace deberta {

// x [tokens, hidden] → y [tokens, hidden], the heads side by side. A padded key gets probability 0.
// A padded query attends equally to every key of its sequence, including padded ones, as in the
// reference (its softmax runs over equal scores).
//
// Borrows everything; its memory of the workspace is released when it ends, complete or not.
class DisentangledAttention::Run {
 public:
  // tokens: the rows of y that are needed; the others are undefined.
  Run(DisentangledAttention& attention, ConstMatrix x, const Batch& batch, Tokens tokens, Matrix y,
      Context& ctx, OnProbabilities on_probabilities);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Does the next piece, about kWorkOfPiece for each thread. Returns whether more are left.
  bool step() { return pieces_.step(); }

 private:
  // A few tiles of one head.
  struct Task {
    const Sequence* sequence;
    size_t head;
    std::span<const Tile> tiles;
  };

  void add_projections();
  void make_sequences(const Batch& batch, const Tokens& tokens, Matrix y);
  void add_heads_one_by_one();
  // For callers that request the probabilities, and for talking heads. All heads of a sequence are
  // in memory at once.
  void add_all_heads(size_t index);
  // f(head, first query, queries, worker) for the tiles of all heads of a sequence of n tokens.
  template <class F>
  void add_tiles(size_t n, F f);
  void add_mix(const Buffer& mix, size_t n);

  DisentangledAttention& attention_;
  ConstMatrix x_;
  Context& ctx_;
  OnProbabilities on_probabilities_;
  size_t tile_;  // queries of a tile, of the longest sequence: the scratch is made for it
  Workspace::Scope scope_;
  Matrix qkv_;  // [tokens, 3·hidden]
  std::vector<Sequence> sequences_;
  std::vector<Scratch> scratch_;  // of each thread: one may take over a part of another's head
  std::vector<Task> tasks_;
  std::optional<Workspace::Scope> all_scope_;
  Matrix all_;  // [heads · query, key] of one sequence
  Pieces pieces_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_ATTENTION_RUN_H_
