// Reads weights that come next while those before them are multiplied.
#ifndef DEBERTA_OPS_READ_AHEAD_H_
#define DEBERTA_OPS_READ_AHEAD_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace deberta {

// With few rows weights come from memory as fast as they are multiplied, but a product waits for
// its own. So while the tiles of one panel are computed, the lines of the next are touched, spread
// evenly over the steps: the processor notices the stream, and fetches ahead of it. (WebAssembly
// has no instruction for it.) With rows for one tile alone there is nothing to do meanwhile; with
// many the wait is a small part.
class ReadAhead {
 public:
  // next [bytes], or null; a tile has `tile_rows` of the rows, and takes `steps`.
  ReadAhead(const void* next, size_t bytes, size_t rows, size_t tile_rows, size_t steps)
      : next_(static_cast<const std::byte*>(next)), end_(next_) {
    const size_t lines = bytes / kLine;
    if (next_ == nullptr || lines == 0 || rows <= tile_rows || rows > kMostRows) return;
    end_ = next_ + lines * kLine;
    const size_t tiles = (rows + tile_rows - 1) / tile_rows;
    interval_ = std::max<size_t>(1, tiles * steps / lines);
  }

  // Calls step() for each step of a tile.
  template <class F>
  [[gnu::always_inline]] void for_each_step(size_t steps, F&& step) {
    for (size_t i = 0; i < steps;) {
      touch();
      const size_t end = std::min(steps, i + interval_);
#pragma clang loop unroll(disable)
      for (; i < end; ++i) step();
    }
  }

 private:
  static constexpr size_t kMostRows = 64;
  static constexpr size_t kLine = 64;

  void touch() {
    if (next_ == end_) return;
    (void)*reinterpret_cast<const volatile int32_t*>(next_);
    next_ += kLine;
  }

  const std::byte* next_;
  const std::byte* end_;
  size_t interval_ = SIZE_MAX / 2;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_READ_AHEAD_H_
