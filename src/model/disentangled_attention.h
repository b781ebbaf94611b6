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
#include <utility>
#include <vector>

#include "base/context.h"
#include "model/batch.h"
#include "model/position_tables.h"
#include "model/relative_positions.h"
#include "ops/linear.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

// One Run at a time.
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
      : heads_(heads), head_dim_(head_dim), positions_(std::move(positions)) {}

  Weights weights;

  // Called for each sequence with p' (p without talking heads) [heads · length, length].
  using OnProbabilities = std::function<void(size_t sequence, ConstMatrix probabilities)>;

  // Tokens in ascending order; nullopt: all.
  using Tokens = std::optional<std::span<const size_t>>;

  // One call, piece by piece (attention_run.cc).
  class Run;

  // can_project(), begin_reach() and project() of its position tables, which end_reach() of
  // weights.positions ends.
  size_t begin_positions(size_t longest) {
    return weights.positions.begin_reach(longest, positions_, heads_, head_dim_);
  }
  bool can_project_positions() const { return weights.positions.can_project(weights.qkv); }
  void project_positions(size_t block, Context& ctx) {
    weights.positions.project(block, weights.qkv, ctx);
  }

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
    // Whose keys and values are packed.
    const Sequence* sequence = nullptr;
    size_t head = 0;
  };

  // tile: the queries of a tile.
  Scratch make_scratch(size_t longest, size_t tile, Context& ctx) const;
  // Multiplications for one query of a head. A position term counts as much as q·k.
  uint64_t work_of_query(size_t keys) const;
  ConstMatrix part(ConstMatrix qkv, size_t part, size_t head) const;
  // Packs the keys and values of a head into the scratch, unless they are there.
  void pack(const Sequence& sequence, size_t head, Scratch& scratch) const;
  // y of a tile of one head.
  void attend(const Sequence& sequence, size_t head, Tile tile, Scratch& scratch) const;
  // scores [queries, keys] of the queries from `first` on; the scratch holds the packed keys. Rows
  // are written up to padded_columns(keys).
  void score(ConstMatrix qkv, size_t head, size_t first, Matrix scores,
             const Scratch& scratch) const;
  // y = probabilities · values / divisors for the queries from `first` on; the scratch holds the
  // packed values.
  void weigh(const Sequence& sequence, size_t head, size_t first, ConstMatrix probabilities,
             const float* divisors, const Scratch& scratch) const;
  // all[h](i, j) = Σ_g mix(h, g) all[g](i, j) for the queries i in [begin, end); mix [heads,
  // heads], all [heads · n, n].
  void mix_heads(const Buffer& mix, Matrix all, size_t begin, size_t end, Context& ctx) const;

  size_t heads_;
  size_t head_dim_;
  RelativePositions positions_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_DISENTANGLED_ATTENTION_H_
