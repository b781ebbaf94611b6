#include "ops/gather.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "ops/weight_quantization.h"

namespace deberta {

EmbeddingTable::EmbeddingTable(Buffer bytes, DType dtype, size_t rows, size_t cols)
    : bytes_(std::move(bytes)), dtype_(dtype), rows_(rows), cols_(cols) {
  assert(is_weight_dtype(dtype) && bytes_.size() == rows * cols * size_of(dtype));
}

void EmbeddingTable::reduce(Precision precision) {
  if (precision == Precision::kFloat16 && dtype_ == DType::kF32) {
    Buffer halves(rows_ * cols_ * sizeof(uint16_t));
    std::transform(bytes_.floats(), bytes_.floats() + rows_ * cols_,
                   reinterpret_cast<uint16_t*>(halves.data()), narrow_f16);
    bytes_ = std::move(halves);
    dtype_ = DType::kF16;
  } else if (precision == Precision::kInt8 || precision == Precision::kInt8Weights) {
    Buffer small(rows_ * cols_);
    std::vector<float> scales(rows_);
    std::vector<float> row(cols_);
    for (size_t i = 0; i < rows_; ++i) {
      copy_row(i, row.data());
      scales[i] =
          quantize_weights(row.data(), cols_, reinterpret_cast<int8_t*>(small.data()) + i * cols_);
    }
    bytes_ = std::move(small);
    scales_ = std::move(scales);
    dtype_ = DType::kI8;
  }
}

void EmbeddingTable::widen_piece(size_t index, size_t begin, size_t count, float* out) const {
  assert(index < rows_);
  const std::byte* from = bytes_.data() + (index * cols_ + begin) * size_of(dtype_);
  if (dtype_ != DType::kI8) return widen(dtype_, from, count, out);
  const auto* q = reinterpret_cast<const int8_t*>(from);
  for (size_t i = 0; i < count; ++i) out[i] = scales_[index] * static_cast<float>(q[i]);
}

void EmbeddingTable::copy_row(size_t index, float* out) const { widen_piece(index, 0, cols_, out); }

void EmbeddingTable::add_row(size_t index, float* out) const {
  constexpr size_t kPiece = 64;
  float wide[kPiece];
  for (size_t begin = 0; begin < cols_; begin += kPiece) {
    const size_t count = std::min(kPiece, cols_ - begin);
    widen_piece(index, begin, count, wide);
    for (size_t i = 0; i < count; ++i) out[begin + i] += wide[i];
  }
}

}  // namespace deberta
