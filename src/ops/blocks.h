// A product's rows and panels over the threads.
#ifndef DEBERTA_OPS_BLOCKS_H_
#define DEBERTA_OPS_BLOCKS_H_

#include <algorithm>
#include <cstddef>

#include "base/thread_pool.h"

namespace deberta {

struct Block {
  size_t row_begin, row_end;
  size_t panel_begin, panel_end;
};

// Calls f(block, worker) for blocks that make up [0, rows) × [0, panels), of at most `most_rows`
// rows: as many as the second cache can hold while the panels pass. `work`: multiplications in all;
// where they are few, no thread is woken.
template <class F>
void for_each_block(size_t rows, size_t most_rows, size_t panels, size_t work, ThreadPool& pool,
                    F&& f) {
  constexpr size_t kWorthAThread = size_t{1} << 19;  // about 20 µs
  constexpr size_t kBlocksOfThread = 4;
  const auto threads = static_cast<size_t>(pool.size());
  const bool alone = threads == 1 || work < kWorthAThread;
  const size_t row_blocks = (rows + most_rows - 1) / most_rows;
  const size_t wanted = alone ? 1 : (kBlocksOfThread * threads + row_blocks - 1) / row_blocks;
  const size_t step = (panels + wanted - 1) / wanted;
  const size_t panel_blocks = (panels + step - 1) / step;
  auto run = [&](size_t index, size_t worker) {
    const size_t row = index / panel_blocks * most_rows;
    const size_t panel = index % panel_blocks * step;
    f(Block{row, std::min(rows, row + most_rows), panel, std::min(panels, panel + step)}, worker);
  };
  const size_t count = row_blocks * panel_blocks;
  if (alone) {
    for (size_t index = 0; index < count; ++index) run(index, 0);
  } else {
    pool.parallel_for(count, run);
  }
}

}  // namespace deberta

#endif  // DEBERTA_OPS_BLOCKS_H_
