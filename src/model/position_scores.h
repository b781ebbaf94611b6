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
#include <vector>

#include "model/relative_positions.h"
#include "ops/precision.h"
#include "tensor/buffer.h"
#include "tensor/dtype.h"
#include "tensor/matrix.h"

namespace deberta {

// The panels of a table that some queries and keys can reach: those of the distances
// [nearest, farthest].
struct PanelRange {
  size_t begin, end;

  PanelRange(const RelativePositions& positions, ptrdiff_t nearest, ptrdiff_t farthest);
  size_t columns() const;
  // The table's row that its column 0 is of.
  size_t first_row() const;
};

// What positions are to the heads: rows of rel_embeddings, projected, in panels of table rows for
// each head (ops/panels.h): [panels][head_dim][8]. As floats, or as half floats in a model of fewer
// bits: of DeBERTa-base's tables that saves 38 MB, as much as its word embeddings take then.
class PositionTable {
 public:
  PositionTable() = default;
  // Has room for `rows` of the table's rows, from `first` on, a multiple of kPanelColumns.
  PositionTable(size_t first, size_t rows, size_t heads, size_t head_dim, Precision precision);

  // Some rows, from `row` on, a multiple of kPanelColumns, and up to one or to the end: projected
  // [n, heads · head_dim] in Hugging Face's order of rows, which is the reverse of
  // RelativePositions'. They are kept times `scale`.
  void write(size_t row, ConstMatrix projected, float scale);

  bool empty() const { return heads_.empty(); }
  // Where panel 0 of the head would be: those of the range, which the table has, are there, as
  // floats. `wide` has room for scratch() floats.
  const float* head(size_t head, const PanelRange& range, float* wide) const;
  // Of sequences up to `longest` and tiles up to `queries`.
  size_t scratch(const RelativePositions& positions, size_t longest, size_t queries) const;

 private:
  // A buffer for each head: small ones fit into the memory of weights that were freed.
  std::vector<Buffer> heads_;
  DType dtype_ = DType::kF32;
  size_t panel_size_ = 0;  // elements
  size_t first_panel_ = 0;
};

// The panels that the queries first … first + queries and all keys of a sequence of n tokens reach.
PanelRange reached_panels(const RelativePositions& positions, size_t first, size_t queries,
                          size_t n);

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
