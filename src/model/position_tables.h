// A layer's position tables, PosK and PosQ of disentangled_attention.h. They depend on the weights
// only, but a text of n tokens needs at most 2n − 1 of their rows, so a row is projected when a
// call first needs it, or a little before (preparation.h). (Projecting all would take a quarter of
// deberta-base's load time.)
#ifndef DEBERTA_MODEL_POSITION_TABLES_H_
#define DEBERTA_MODEL_POSITION_TABLES_H_

#include <cstddef>
#include <cstdint>
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
  // The inputs for rows. The loader fills them; they are freed once all rows exist.
  struct Source {
    std::shared_ptr<const Buffer> rel_embeddings;  // [2·span, hidden]; null without positions
    bool has_key = false;
    bool has_query = false;
    // Whether the layer's qkv projects positions; its queries already include the scale. Otherwise
    // these do.
    bool shares_qkv = false;
    // During the load of a model in 8 bits: what is still to come decides whether qkv splits its
    // activations.
    bool qkv_may_change = false;
    Linear key;
    Linear query;
    float query_scale = 1.0f;
    Precision precision = Precision::kFloat32;  // of the model
  };
  Source source;

  // At least the rows of the last reach(); empty where the model lacks the term.
  const PositionTable& key() const { return key_; }
  const PositionTable& query() const { return query_; }

  // Whether there may be rows to add, and what projects them is there and complete: during a load
  // it may not be.
  bool can_project(const Linear& qkv) const;
  // Adds the rows for all distances in sequences of `longest` tokens, piece by piece: begin_reach()
  // returns the number of blocks, 0 where the rows exist; then project() for all of them in any
  // order; then end_reach(). Dropped half way, there are no rows. A row's values do not depend on
  // the call that adds it.
  size_t begin_reach(size_t longest, const RelativePositions& positions, size_t heads,
                     size_t head_dim);
  void project(size_t block, const Linear& qkv, Context& ctx);
  void end_reach();
  // Multiplications of one block.
  uint64_t work_of_block(const Linear& qkv) const;

 private:
  // Rows [begin, end) of a table.
  struct Window {
    size_t begin = 0;
    size_t end = 0;
    bool contains(Window other) const { return begin <= other.begin && other.end <= end; }
  };
  // The rows that sequences of that length reach, in whole panels.
  static Window window_of(size_t length, const RelativePositions& positions);
  PositionTable key_;
  PositionTable query_;
  Window window_;    // the existing rows
  Window next_;      // those that are being added
  size_t rows_ = 0;  // of the whole table
  size_t hidden_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_POSITION_TABLES_H_
