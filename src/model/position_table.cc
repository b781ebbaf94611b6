#include "model/position_table.h"

#include <algorithm>

namespace deberta {

PositionTable position_table(ConstMatrix projected, size_t heads, float scale) {
  const size_t rows = projected.rows;
  const size_t head_dim = projected.cols / heads;
  PositionTable table{Buffer::of_floats(rows * projected.cols)};
  for (size_t head = 0; head < heads; ++head) {
    for (size_t row = 0; row < rows; ++row) {
      const float* from = projected.row(rows - 1 - row) + head * head_dim;
      float* to = table.values.floats() + (head * rows + row) * head_dim;
      std::transform(from, from + head_dim, to, [&](float x) { return x * scale; });
    }
  }
  return table;
}

}  // namespace deberta
