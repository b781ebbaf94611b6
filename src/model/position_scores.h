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

// What a position is to a head: rel_embeddings, projected when the model is loaded, in panels of
// table rows for each head (ops/panels.h): [heads][panels][head_dim][8]. Empty where the model
// lacks the term.
class PositionTable {
 public:
  PositionTable() = default;
  // projected [2·span, heads · head_dim], in Hugging Face's order of rows; the table has them in
  // RelativePositions', which is the reverse, times `scale`.
  PositionTable(ConstMatrix projected, size_t heads, float scale);

  bool empty() const { return panels_.size() == 0; }
  const float* head(size_t head) const { return panels_.floats() + head * head_size_; }

 private:
  Buffer panels_;
  size_t head_size_ = 0;  // floats of one head
};

// Floats of scratch memory that the functions below need for sequences up to `longest` and tiles up
// to `queries`.
size_t position_scratch(const RelativePositions& positions, size_t longest, size_t queries);

// scores [q.rows, n]: of the queries first … first + q.rows of a sequence of n = scores.cols
// tokens.
void add_content_to_position(ConstMatrix q, size_t first, const float* pos_key,
                             const RelativePositions& positions, Matrix scores, float* scratch);

// k [n, head_dim]: all keys. scores [queries, n]: of the queries from `first` on.
void add_position_to_content(ConstMatrix k, size_t first, const float* pos_query,
                             const RelativePositions& positions, Matrix scores, float* scratch);

}  // namespace deberta

#endif  // DEBERTA_MODEL_POSITION_SCORES_H_
