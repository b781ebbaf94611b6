// Rows of an embedding table.
#ifndef DEBERTA_OPS_GATHER_H_
#define DEBERTA_OPS_GATHER_H_

#include <cstddef>

#include "tensor/buffer.h"
#include "tensor/dtype.h"

namespace deberta {

// A table [rows, cols] kept in the dtype that it is stored in; a row is widened when it is read.
class EmbeddingTable {
 public:
  EmbeddingTable() = default;
  // `bytes` holds rows × cols elements of a weight dtype.
  EmbeddingTable(Buffer bytes, DType dtype, size_t rows, size_t cols);

  size_t rows() const { return rows_; }
  size_t cols() const { return cols_; }
  // out[0 … cols) = table[index]; index < rows().
  void copy_row(size_t index, float* out) const;
  // out[0 … cols) += table[index]
  void add_row(size_t index, float* out) const;

 private:
  Buffer bytes_;
  DType dtype_ = DType::kF32;
  size_t rows_ = 0;
  size_t cols_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_GATHER_H_
