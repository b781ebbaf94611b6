// A layer's position tables, PosK and PosQ of disentangled_attention.h. They depend on the weights
// alone, but a text of n tokens meets no more than 2n − 1 of their rows: a row is projected when a
// call first reaches it. (All of them would be a quarter of deberta-base's load.)
#ifndef DEBERTA_MODEL_POSITION_TABLES_H_
#define DEBERTA_MODEL_POSITION_TABLES_H_

#include <cstddef>
#include <memory>

#include "base/context.h"
#include "model/position_scores.h"
#include "model/relative_positions.h"
#include "ops/linear.h"
#include "tensor/buffer.h"

namespace deberta {

// One call at a time.
class PositionTables {
 public:
  // What rows are made of. Filled by the loader; freed once all are there.
  struct Source {
    std::shared_ptr<const Buffer> rel_embeddings;  // [2·span, hidden]; null without positions
    bool has_key = false;
    bool has_query = false;
    // Where both are empty, positions are projected by the layer's qkv, whose queries have the
    // scale already.
    Linear key;
    Linear query;
    float query_scale = 1.0f;
    Precision precision = Precision::kFloat32;  // of the model
  };
  Source source;

  // At least the rows that reach() was last asked for; empty where the model lacks the term.
  const PositionTable& key() const { return key_; }
  const PositionTable& query() const { return query_; }

  // The tables get the rows for all distances in sequences of `longest` tokens. A row's values are
  // the same whichever call it is made for.
  void reach(size_t longest, const RelativePositions& positions, const Linear& qkv, size_t heads,
             Context& ctx);

 private:
  // Rows [begin, end) of a table.
  struct Window {
    size_t begin = 0;
    size_t end = 0;
    bool contains(Window other) const { return begin <= other.begin && other.end <= end; }
  };
  // What sequences of that length reach, in whole panels.
  static Window window_of(size_t length, const RelativePositions& positions);
  // Writes the window's rows, of `rows` that there are.
  void project(Window window, size_t rows, const Linear& qkv, Context& ctx);

  PositionTable key_;
  PositionTable query_;
  Window window_;  // that is there
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_POSITION_TABLES_H_
