#include "ops/embedding_table.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "base/error.h"
#include "ops/weight_quantization.h"

namespace deberta {

namespace {

DType kept_dtype(DType stored, Precision precision) {
  if (has_eight_bits(precision) || stored == DType::kI8) return DType::kI8;
  return precision == Precision::kFloat16 && stored == DType::kF32 ? DType::kF16 : stored;
}

}  // namespace

EmbeddingTable::EmbeddingTable(DType stored, size_t rows, size_t cols, Precision precision,
                               std::span<const float> scales)
    : dtype_(kept_dtype(stored, precision)),
      scales_(scales.begin(), scales.end()),
      rows_(rows),
      cols_(cols),
      stored_(stored) {
  assert(stored == DType::kI8 ? scales.size() == rows : is_weight_dtype(stored));
  bytes_ = Buffer::of_bytes({rows, cols, size_of(dtype_)});
  if (dtype_ == DType::kI8) scales_.resize(rows);
  if (dtype_ != stored) wide_.resize(cols);
}

void EmbeddingTable::write(std::span<const std::byte> bytes) {
  if (dtype_ == stored_) {
    require_room(bytes.size());
    std::ranges::copy(bytes, bytes_.data() + written_);
    written_ += bytes.size();
    return;
  }
  const size_t row_size = cols_ * size_of(stored_);
  while (!bytes.empty()) {
    if (pending_.empty() && bytes.size() >= row_size) {
      reduce_row(bytes.data());
      bytes = bytes.subspan(row_size);
      continue;
    }
    const size_t count = std::min(bytes.size(), row_size - pending_.size());
    pending_.insert(pending_.end(), bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    if (pending_.size() < row_size) continue;
    reduce_row(pending_.data());
    pending_.clear();
  }
}

void EmbeddingTable::reduce_row(const std::byte* row) {
  require_room(cols_ * size_of(dtype_));
  widen(stored_, row, cols_, wide_.data());
  std::byte* to = bytes_.data() + written_;
  if (dtype_ == DType::kI8) {
    scales_[written_ / cols_] =
        quantize_weights(wide_.data(), cols_, reinterpret_cast<int8_t*>(to));
  } else {
    narrow_f16(wide_.data(), cols_, reinterpret_cast<uint16_t*>(to));
  }
  written_ += cols_ * size_of(dtype_);
}

void EmbeddingTable::require_room(size_t size) const {
  if (size <= bytes_.size() - written_) return;
  throw Error(ErrorCode::kState, "an embedding table of " + std::to_string(bytes_.size()) +
                                     " bytes: " + std::to_string(size) + " more bytes after " +
                                     std::to_string(written_));
}

void EmbeddingTable::widen_piece(size_t index, size_t begin, size_t count, float* out) const {
  assert(index < rows_);
  const std::byte* from = bytes_.data() + (index * cols_ + begin) * size_of(dtype_);
  if (dtype_ != DType::kI8) return widen(dtype_, from, count, out);
  widen(reinterpret_cast<const int8_t*>(from), count, scales_[index], out);
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
