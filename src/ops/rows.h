// Row-wise work over the threads.
#ifndef DEBERTA_OPS_ROWS_H_
#define DEBERTA_OPS_ROWS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/thread_pool.h"
#include "tensor/matrix.h"

namespace deberta {

// Calls f(i) for every row i in [0, rows). `row_size`: elements of one row; the fewer in all, the
// fewer threads take part.
template <class F>
void for_each_row(size_t rows, size_t row_size, ThreadPool& pool, F&& f) {
  constexpr size_t kBlockElements = 16 * 1024;  // about 5 µs of row-wise work
  constexpr size_t kWorkOfElement = 8;          // multiplications that take as long
  const size_t block = std::max<size_t>(1, kBlockElements / std::max<size_t>(1, row_size));
  const int threads = pool.threads_for(uint64_t{rows} * row_size * kWorkOfElement);
  pool.parallel_for((rows + block - 1) / block, threads, [&](size_t index, size_t) {
    const size_t end = std::min(rows, (index + 1) * block);
    for (size_t i = index * block; i < end; ++i) f(i);
  });
}

// The columns of a, then those of b → to [rows, a.cols + b.cols].
inline void join_columns(ConstMatrix a, ConstMatrix b, Matrix to) {
  for (size_t i = 0; i < to.rows; ++i) {
    std::copy_n(a.row(i), a.cols, to.row(i));
    std::copy_n(b.row(i), b.cols, to.row(i) + a.cols);
  }
}

}  // namespace deberta

#endif  // DEBERTA_OPS_ROWS_H_
