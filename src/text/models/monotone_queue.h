// A priority queue for keys that leave it in ascending order, or nearly.
#ifndef DEBERTA_TEXT_MODELS_MONOTONE_QUEUE_H_
#define DEBERTA_TEXT_MODELS_MONOTONE_QUEUE_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace deberta {

// The lowest key first. A radix heap (Ahuja et al. 1990): a key waits in the bucket of the highest
// bit in which it differs from the last key that came out, and moves down a few times until it is
// next. It accesses memory in runs, where a binary heap of a million keys misses the cache at every
// level. A radix heap cannot hold keys below the last one, so they wait in a separate binary heap;
// they should be few.
class MonotoneQueue {
 public:
  void clear() {
    for (std::vector<uint64_t>& bucket : buckets_) bucket.clear();
    early_.clear();
    last_ = 0;
  }

  void push(uint64_t key) {
    if (key >= last_) {
      buckets_[bucket_of(key)].push_back(key);
    } else {
      early_.push_back(key);
      std::ranges::push_heap(early_, std::greater<>());
    }
  }

  // Removes the lowest key. Returns false when there is none.
  bool pop(uint64_t& key) {
    if (!early_.empty()) {
      std::ranges::pop_heap(early_, std::greater<>());
      key = early_.back();
      early_.pop_back();
      return true;
    }
    if (buckets_[0].empty() && !refill()) return false;
    key = last_;  // all of bucket 0 are equal to it
    buckets_[0].pop_back();
    return true;
  }

 private:
  size_t bucket_of(uint64_t key) const {
    return static_cast<size_t>(std::bit_width(key ^ last_));  // 0: equal
  }

  // Spreads the lowest non-empty bucket over those below it.
  bool refill() {
    const auto lowest =
        std::ranges::find_if(buckets_, [](const auto& bucket) { return !bucket.empty(); });
    if (lowest == buckets_.end()) return false;
    last_ = *std::ranges::min_element(*lowest);
    for (uint64_t key : *lowest) buckets_[bucket_of(key)].push_back(key);
    lowest->clear();
    return true;
  }

  std::array<std::vector<uint64_t>, 65> buckets_;
  std::vector<uint64_t> early_;
  uint64_t last_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_MONOTONE_QUEUE_H_
