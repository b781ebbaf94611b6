// A product's rows and panels over the threads.
#ifndef DEBERTA_OPS_BLOCKS_H_
#define DEBERTA_OPS_BLOCKS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/thread_pool.h"

namespace deberta {

struct Block {
  size_t row_begin, row_end;
  size_t panel_begin, panel_end;
};

// Calls f(block, worker) for blocks that make up [0, rows) × [0, panels), of at most `max_rows`
// rows: as many as the second cache can hold while the panels pass. `work`: multiplications in all;
// the fewer, the fewer threads take part.
template <class F>
void for_each_block(size_t rows, size_t max_rows, size_t panels, uint64_t work, ThreadPool& pool,
                    F&& f) {
  constexpr size_t kBlocksOfThread = 4;
  const int threads = pool.threads_for(work);
  const size_t row_blocks = (rows + max_rows - 1) / max_rows;
  const size_t blocks = threads == 1 ? 1 : kBlocksOfThread * static_cast<size_t>(threads);
  const size_t wanted = (blocks + row_blocks - 1) / row_blocks;
  const size_t step = (panels + wanted - 1) / wanted;
  const size_t panel_blocks = (panels + step - 1) / step;
  auto run = [&](size_t index, size_t worker) {
    const size_t row = index / panel_blocks * max_rows;
    const size_t panel = index % panel_blocks * step;
    f(Block{row, std::min(rows, row + max_rows), panel, std::min(panels, panel + step)}, worker);
  };
  pool.parallel_for(row_blocks * panel_blocks, threads, run);
}

}  // namespace deberta

#endif  // DEBERTA_OPS_BLOCKS_H_
