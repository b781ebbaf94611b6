// Rows of an embedding table.
#ifndef DEBERTA_OPS_EMBEDDING_TABLE_H_
#define DEBERTA_OPS_EMBEDDING_TABLE_H_

#include <cstddef>
#include <span>
#include <vector>

#include "ops/precision.h"
#include "tensor/buffer.h"
#include "tensor/dtype.h"

namespace deberta {

// A table [rows, cols] kept in the dtype that it is stored in, or in fewer bits where the precision
// has no more: half floats, or 8 bits with a scale for each row. A row is widened when it is read.
// A table that is stored in 8 bits keeps its integers and scales, whatever the precision.
class EmbeddingTable {
 public:
  EmbeddingTable() = default;
  // Rows of a weight dtype are to be written to it; or of kI8, for which `scales` are there [rows].
  EmbeddingTable(DType stored, size_t rows, size_t cols, Precision precision,
                 std::span<const float> scales = {});

  // The next bytes of the rows, in pieces of any size. So the table is never in memory as it is
  // stored, which may be four times as large. Throws kState for more bytes than the rows have.
  void write(std::span<const std::byte> bytes);

  size_t rows() const { return rows_; }
  size_t cols() const { return cols_; }
  // out[0 … cols) = table[index]; index < rows().
  void copy_row(size_t index, float* out) const;
  // out[0 … cols) += table[index]
  void add_row(size_t index, float* out) const;

 private:
  // out[0 … count) = table[index][begin … begin + count)
  void widen_piece(size_t index, size_t begin, size_t count, float* out) const;
  // Throws unless `size` more bytes, as they are kept, belong to the table.
  void require_room(size_t size) const;
  // The next row, as it is stored.
  void reduce_row(const std::byte* row);

  Buffer bytes_;
  DType dtype_ = DType::kF32;  // kI8: times the row's scale
  std::vector<float> scales_;  // [rows], for kI8
  size_t rows_ = 0;
  size_t cols_ = 0;
  // While it is written.
  DType stored_ = DType::kF32;
  size_t written_ = 0;              // bytes as they are kept
  std::vector<std::byte> pending_;  // of a row that is not complete
  std::vector<float> wide_;         // [cols]
};

}  // namespace deberta

#endif  // DEBERTA_OPS_EMBEDDING_TABLE_H_
