#include "ops/gather.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace deberta {

EmbeddingTable::EmbeddingTable(Buffer bytes, DType dtype, size_t rows, size_t cols)
    : bytes_(std::move(bytes)), dtype_(dtype), rows_(rows), cols_(cols) {
  assert(is_weight_dtype(dtype) && bytes_.size() == rows * cols * size_of(dtype));
}

void EmbeddingTable::copy_row(size_t index, float* out) const {
  assert(index < rows_);
  widen(dtype_, bytes_.data() + index * cols_ * size_of(dtype_), cols_, out);
}

void EmbeddingTable::add_row(size_t index, float* out) const {
  assert(index < rows_);
  constexpr size_t kPiece = 64;
  float wide[kPiece];
  const std::byte* row = bytes_.data() + index * cols_ * size_of(dtype_);
  for (size_t begin = 0; begin < cols_; begin += kPiece) {
    const size_t count = std::min(kPiece, cols_ - begin);
    widen(dtype_, row + begin * size_of(dtype_), count, wide);
    for (size_t i = 0; i < count; ++i) out[begin + i] += wide[i];
  }
}

}  // namespace deberta
