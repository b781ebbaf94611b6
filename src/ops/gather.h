// Rows of an embedding table.
#ifndef DEBERTA_OPS_GATHER_H_
#define DEBERTA_OPS_GATHER_H_

#include <cstddef>
#include <vector>

#include "ops/precision.h"
#include "tensor/buffer.h"
#include "tensor/dtype.h"

namespace deberta {

// A table [rows, cols] kept in the dtype that it is stored in, or in fewer bits; a row is widened
// when it is read.
class EmbeddingTable {
 public:
  EmbeddingTable() = default;
  // `bytes` holds rows × cols elements of a weight dtype.
  EmbeddingTable(Buffer bytes, DType dtype, size_t rows, size_t cols);

  // Keeps at most what the precision has: half floats, or 8 bits with a scale for each row.
  void reduce(Precision precision);

  size_t rows() const { return rows_; }
  size_t cols() const { return cols_; }
  // out[0 … cols) = table[index]; index < rows().
  void copy_row(size_t index, float* out) const;
  // out[0 … cols) += table[index]
  void add_row(size_t index, float* out) const;

 private:
  // out[0 … count) = table[index][begin … begin + count)
  void widen_piece(size_t index, size_t begin, size_t count, float* out) const;

  Buffer bytes_;
  DType dtype_ = DType::kF32;  // kI8: times the row's scale
  std::vector<float> scales_;  // [rows], for kI8
  size_t rows_ = 0;
  size_t cols_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_GATHER_H_
