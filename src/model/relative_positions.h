// r(i − j): which row of the position tables a query at i and a key at j use.
//
//   Hugging Face (DeBERTa v1): index = clamp(i − j + span, 0, 2·span − 1)
//
// Our tables hold those rows in reverse, so that for a fixed query a walk over the keys is a walk
// forward in the table:
//
//   row(j − i) = 2·span − 1 − index = clamp(j − i + span − 1, 0, 2·span − 1)
#ifndef DEBERTA_MODEL_RELATIVE_POSITIONS_H_
#define DEBERTA_MODEL_RELATIVE_POSITIONS_H_

#include <algorithm>
#include <cstddef>

namespace deberta {

class RelativePositions {
 public:
  RelativePositions() = default;
  // span: the largest distance that is told from a larger one, ≥ 1.
  explicit RelativePositions(int span) : span_(span) {}

  // Rows of a table.
  size_t rows() const { return static_cast<size_t>(2 * span_); }

  // distance: j − i. Monotone, so a range of distances touches one window of rows.
  size_t row(ptrdiff_t distance) const {
    return static_cast<size_t>(std::clamp<ptrdiff_t>(distance + span_ - 1, 0, 2 * span_ - 1));
  }

  // Inside [linear_begin, linear_end) a step of one in distance is a step of one in rows.
  ptrdiff_t linear_begin() const { return 1 - span_; }
  ptrdiff_t linear_end() const { return span_ + 1; }

 private:
  ptrdiff_t span_ = 1;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_RELATIVE_POSITIONS_H_
