// r(i − j): the row of the position tables for a query at i and a key at j.
//
//   Hugging Face: index = clamp(bucket(i − j) + span, 0, 2·span − 1)
//
// DeBERTa v1 has bucket(d) = d. v2 and v3 keep near distances apart and merge far ones, with mid =
// ⌊span / 2⌋ and the distance `limit` (max_relative_positions):
//
//   bucket(d) = d                                                            for |d| ≤ mid
//   bucket(d) = sign(d) (mid + ⌈(mid − 1) ln(|d| / mid) / ln((limit − 1) / mid)⌉)   beyond
//
// Our tables hold Hugging Face's rows in reverse, so that for a fixed query a walk over the keys is
// a walk forward in the table:
//
//   row(j − i) = 2·span − 1 − index = clamp(bucket(j − i) + span − 1, 0, 2·span − 1)
#ifndef DEBERTA_MODEL_RELATIVE_POSITIONS_H_
#define DEBERTA_MODEL_RELATIVE_POSITIONS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace deberta {

// A value.
class RelativePositions {
 public:
  RelativePositions() : RelativePositions(1) {}
  // Every distance has its own row. span: the largest distance with a row of its own, ≥ 1.
  explicit RelativePositions(int span);
  // Logarithmic buckets. span ≥ 2, limit > span / 2 + 1.
  RelativePositions(int span, int limit);

  // Rows of a position table.
  size_t rows() const { return rows_; }

  // distance: j − i. Monotone, so a range of distances needs one window of rows.
  size_t row(ptrdiff_t distance) const {
    const ptrdiff_t at = std::clamp(distance, -farthest_, farthest_) + farthest_;
    // Without buckets the two farthest distances before the query share the first row.
    if (!row_of_) return static_cast<size_t>(std::max<ptrdiff_t>(at, 1) - 1);
    return row_of_[static_cast<size_t>(at)];
  }

  // Inside [linear_begin, linear_end) a step of one in distance is a step of one in rows.
  ptrdiff_t linear_begin() const { return linear_begin_; }
  ptrdiff_t linear_end() const { return linear_end_; }

 private:
  size_t rows_;
  ptrdiff_t farthest_;  // all larger distances have this one's row
  // [2·farthest + 1], of the distances −farthest … farthest; shared by the copies in all layers.
  // Null where each distance has its own row: a file may name any span, and that must cost nothing.
  std::shared_ptr<const uint32_t[]> row_of_;
  ptrdiff_t linear_begin_ = 0;
  ptrdiff_t linear_end_ = 1;
};

// The bucket of a distance ≥ 0, without the clamp to span; transformers' make_log_bucket_position.
ptrdiff_t log_bucket(ptrdiff_t distance, int span, int limit);

}  // namespace deberta

#endif  // DEBERTA_MODEL_RELATIVE_POSITIONS_H_
