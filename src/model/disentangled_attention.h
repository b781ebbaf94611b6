// Disentangled self-attention (He et al. 2021, "DeBERTa: Decoding-enhanced BERT with disentangled
// attention", equation 4). For a query i and a key j of one sequence and head:
//
//   score(i, j) = q_i·k_j + q_i·PosK[r(i − j)] + k_j·PosQ[r(i − j)]
//   y_i         = Σ_j softmax_j(score(i, j)) v_j
//
// q and PosQ already include the scale 1 / sqrt(head_dim · terms).
//
// With talking heads (Shazeer et al. 2020) the scores of all heads are mixed before the softmax,
// and its probabilities after it: score'_h = Σ_g L(h, g) score_g, p'_h = Σ_g W(h, g) p_g.
#ifndef DEBERTA_MODEL_DISENTANGLED_ATTENTION_H_
#define DEBERTA_MODEL_DISENTANGLED_ATTENTION_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/context.h"
#include "model/batch.h"
#include "model/position_tables.h"
#include "model/relative_positions.h"
#include "ops/linear.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

// One call at a time.
class DisentangledAttention {
 public:
  // The loader fills them.
  struct Weights {
    Linear qkv;  // [hidden → 3·hidden]: q of all heads, k of all heads, v of all heads
    PositionTables positions;
    Buffer talking_logits;   // L [heads, heads]; empty without talking heads
    Buffer talking_weights;  // W [heads, heads]
  };

  DisentangledAttention(size_t heads, size_t head_dim, RelativePositions positions)
      : heads_(heads), head_dim_(head_dim), positions_(positions) {}

  Weights weights;

  // Called for each sequence with p' (p without talking heads) [heads · length, length].
  using OnProbabilities = std::function<void(size_t sequence, ConstMatrix probabilities)>;

  // x [tokens, hidden] → y [tokens, hidden], the heads side by side. A padded key gets probability
  // 0. A padded query attends equally to every key of its sequence, including padded ones, as in
  // the reference (its softmax runs over equal scores).
  void operator()(ConstMatrix x, const Batch& batch, Matrix y, Context& ctx,
                  const OnProbabilities& on_probabilities = nullptr);

  // The same for these tokens only, in ascending order; the other rows of y are undefined.
  void attend_rows(ConstMatrix x, const Batch& batch, std::span<const size_t> tokens, Matrix y,
                   Context& ctx);

 private:
  // Queries [begin, end) of a sequence, at most a tile of them.
  struct Tile {
    size_t begin, end;
  };
  // One sequence of a call: its rows of qkv and y, the mask of its tokens or null, and the
  // requested queries.
  struct Sequence {
    ConstMatrix qkv;
    Matrix y;
    const uint8_t* mask;
    std::vector<Tile> tiles;
  };
  // The scratch memory of one thread, large enough for the longest sequence of a call.
  struct Scratch {
    float* queries;    // [tile, head_dim]
    float* keys;       // packed
    float* values;     // packed
    float* scores;     // [tile, keys], with a stride between rows
    float* output;     // [tile, padded head_dim]
    float* positions;  // position_scratch()
    float* table;      // the part of a position table that a tile reaches, widened to floats
  };

  // tokens: nullopt means all.
  void attend(ConstMatrix x, const Batch& batch, std::optional<std::span<const size_t>> tokens,
              Matrix y, Context& ctx, const OnProbabilities& on_probabilities);
  Scratch make_scratch(size_t longest, Context& ctx) const;
  uint64_t work_of(std::span<const Sequence> sequences) const;
  void attend_head_by_head(std::span<const Sequence> sequences, std::span<const Scratch> scratch,
                           Context& ctx) const;
  // For callers that request the probabilities, and for talking heads. All heads are in memory at
  // once.
  void attend_all_heads(std::span<const Sequence> sequences, std::span<const Scratch> scratch,
                        Context& ctx, const OnProbabilities& on_probabilities) const;
  ConstMatrix part(ConstMatrix qkv, size_t part, size_t head) const;
  // scores [queries, keys] of the queries from `first` on; the scratch holds the packed keys. Rows
  // are written up to padded_columns(keys).
  void score(ConstMatrix qkv, size_t head, size_t first, Matrix scores,
             const Scratch& scratch) const;
  // y = probabilities · values / divisors for the queries from `first` on; the scratch holds the
  // packed values.
  void weigh(const Sequence& sequence, size_t head, size_t first, ConstMatrix probabilities,
             const float* divisors, const Scratch& scratch) const;

  size_t heads_;
  size_t head_dim_;
  RelativePositions positions_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_DISENTANGLED_ATTENTION_H_
