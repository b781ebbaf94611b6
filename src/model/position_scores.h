// The position terms of disentangled attention, for some queries and all keys of one sequence:
//
//   scores(i, j) += q_i·PosK[r(i − j)] + k_j·PosQ[r(i − j)]
//
// A group of queries (or keys) is multiplied only with the rows of the table that it can
// reach. Where a step in the distance is a step in the table, a row of products is then a shifted
// row, or a sheared column, of the scores.
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

// The panels of a table that given queries and keys can reach, for the distances [nearest,
// farthest].
struct PanelRange {
  size_t begin, end;

  PanelRange(const RelativePositions& positions, ptrdiff_t nearest, ptrdiff_t farthest);
  size_t columns() const;
  // The table's row of its column 0.
  size_t first_row() const;
};

// A position table: projected rows of rel_embeddings, in panels of table rows for each head
// (ops/panels.h): [panels][head_dim][8]. Kept as floats, or as half floats in a model of fewer
// bits, which saves 38 MB for DeBERTa-base, as much as its word embeddings then take.
class PositionTable {
 public:
  PositionTable() = default;
  // Allocates `rows` rows of the table, from `first` on, a multiple of kPanelColumns.
  PositionTable(size_t first, size_t rows, size_t heads, size_t head_dim, Precision precision);

  // Writes rows from `row` on, a multiple of kPanelColumns, up to another multiple or to the end.
  // projected [n, heads · head_dim] has Hugging Face's order of rows, the reverse of
  // RelativePositions'. Values are multiplied by `scale`.
  void write(size_t row, ConstMatrix projected, float scale);

  bool empty() const { return heads_.empty(); }
  // The address that panel 0 of the head would have. Only the panels of the range, which the table
  // must hold, are valid; they are floats. `wide` has room for scratch() floats.
  const float* head(size_t head, const PanelRange& range, float* wide) const;
  // The floats that `wide` needs for sequences up to `longest` and tiles up to `queries`.
  size_t scratch(const RelativePositions& positions, size_t longest, size_t queries) const;

 private:
  // One buffer per head, because small ones fit into memory that freed weights have left.
  std::vector<Buffer> heads_;
  DType dtype_ = DType::kF32;
  size_t panel_size_ = 0;  // elements
  size_t first_panel_ = 0;
};

// The panels that the queries first … first + queries and all keys of a sequence of n tokens reach.
PanelRange reached_panels(const RelativePositions& positions, size_t first, size_t queries,
                          size_t n);

// The floats of scratch memory that the functions below need for sequences up to `longest` and
// tiles up to `queries`.
size_t position_scratch(const RelativePositions& positions, size_t longest, size_t queries);

// scores [q.rows, n] of the queries first … first + q.rows in a sequence of n = scores.cols tokens.
void add_content_to_position(ConstMatrix q, size_t first, const float* pos_key,
                             const RelativePositions& positions, Matrix scores, float* scratch);

// k [n, head_dim]: all keys. scores [queries, n] of the queries from `first` on.
void add_position_to_content(ConstMatrix k, size_t first, const float* pos_query,
                             const RelativePositions& positions, Matrix scores, float* scratch);

}  // namespace deberta

#endif  // DEBERTA_MODEL_POSITION_SCORES_H_
