// The position terms of disentangled attention, for some queries and all keys of one sequence:
//
//   scores(i, j) += q_i·PosK[r(i − j)] + k_j·PosQ[r(i − j)]
//
// A group of four queries (or keys) is multiplied with the rows of the table that it can reach and
// no others. Where a step in the distance is a step in the table, a row of products is then a
// shifted row, or a sheared column, of the scores.
#ifndef DEBERTA_MODEL_POSITION_SCORES_H_
#define DEBERTA_MODEL_POSITION_SCORES_H_

#include <cstddef>

#include "model/relative_positions.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

// What positions are to the heads: rows of rel_embeddings, projected, in panels of table rows for
// each head (ops/panels.h): [heads][panels][head_dim][8].
class PositionTable {
 public:
  // Panels of one head, of which the first is the table's panel number `first`.
  struct Head {
    const float* panels;
    size_t first;
  };

  PositionTable() = default;
  // projected [n, heads · head_dim], in Hugging Face's order of rows; the table has them in
  // RelativePositions', which is the reverse, as its rows from `first` on, a multiple of
  // kPanelColumns. Times `scale`.
  PositionTable(ConstMatrix projected, size_t first, size_t heads, float scale);

  bool empty() const { return panels_.size() == 0; }
  Head head(size_t head) const { return {panels_.floats() + head * head_size_, first_panel_}; }

 private:
  Buffer panels_;
  size_t head_size_ = 0;  // floats of one head
  size_t first_panel_ = 0;
};

// Floats of scratch memory that the functions below need for sequences up to `longest` and tiles up
// to `queries`.
size_t position_scratch(const RelativePositions& positions, size_t longest, size_t queries);

// The heads have the rows for all distances in the sequence.

// scores [q.rows, n]: of the queries first … first + q.rows of a sequence of n = scores.cols
// tokens.
void add_content_to_position(ConstMatrix q, size_t first, PositionTable::Head pos_key,
                             const RelativePositions& positions, Matrix scores, float* scratch);

// k [n, head_dim]: all keys. scores [queries, n]: of the queries from `first` on.
void add_position_to_content(ConstMatrix k, size_t first, PositionTable::Head pos_query,
                             const RelativePositions& positions, Matrix scores, float* scratch);

}  // namespace deberta

#endif  // DEBERTA_MODEL_POSITION_SCORES_H_
