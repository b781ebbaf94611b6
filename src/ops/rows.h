// Row-wise work over the threads.
#ifndef DEBERTA_OPS_ROWS_H_
#define DEBERTA_OPS_ROWS_H_

#include <algorithm>
#include <cstddef>

#include "base/thread_pool.h"

namespace deberta {

// Calls f(i) for every row i in [0, rows), in blocks that are large enough to be worth a thread.
// `row_size`: elements of one row.
template <class F>
void for_each_row(size_t rows, size_t row_size, ThreadPool& pool, F&& f) {
  constexpr size_t kBlockElements = 16 * 1024;  // about 5 µs of row-wise work
  const size_t block = std::max<size_t>(1, kBlockElements / std::max<size_t>(1, row_size));
  if (pool.size() == 1 || rows <= block) {
    for (size_t i = 0; i < rows; ++i) f(i);
    return;
  }
  pool.parallel_for((rows + block - 1) / block, [&](size_t index, size_t) {
    const size_t end = std::min(rows, (index + 1) * block);
    for (size_t i = index * block; i < end; ++i) f(i);
  });
}

}  // namespace deberta

#endif  // DEBERTA_OPS_ROWS_H_
