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
  static constexpr size_t kMostRows = 64;

  // next [bytes], or null; `steps`: in which all tiles are computed.
  ReadAhead(const void* next, size_t bytes, size_t steps)
      : next_(static_cast<const std::byte*>(next)), end_(next_) {
    const size_t lines = bytes / kLine;
    if (next_ == nullptr || lines == 0) return;
    end_ = next_ + lines * kLine;
    interval_ = std::max<size_t>(1, steps / lines);
  }

  // Steps from one touch to the next.
  size_t interval() const { return interval_; }
  void touch() {
    if (next_ == end_) return;
    (void)*reinterpret_cast<const volatile int32_t*>(next_);
    next_ += kLine;
  }

 private:
  static constexpr size_t kLine = 64;

  const std::byte* next_;
  const std::byte* end_;
  size_t interval_ = SIZE_MAX / 2;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_READ_AHEAD_H_
