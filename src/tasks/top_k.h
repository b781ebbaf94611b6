// Selects the k best of many values, in memory for k.
#ifndef DEBERTA_TASKS_TOP_K_H_
#define DEBERTA_TASKS_TOP_K_H_

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace deberta {

// Of equal scores, the one offered first is better.
template <class T>
class TopK {
 public:
  struct Scored {
    T item;
    float score;
  };

  explicit TopK(size_t k) : k_(k) {}

  // Only a score above this is kept, so a caller may skip offers that cannot be better.
  float threshold() const {
    if (heap_.size() < k_) return -std::numeric_limits<float>::infinity();
    return k_ == 0 ? std::numeric_limits<float>::infinity() : heap_.front().score;
  }

  void offer(float score, const T& item) {
    if (heap_.size() < k_) {
      heap_.push_back({item, score, offers_++});
      std::ranges::push_heap(heap_, better);
    } else if (score > threshold()) {
      std::ranges::pop_heap(heap_, better);
      heap_.back() = {item, score, offers_++};
      std::ranges::push_heap(heap_, better);
    }
  }

  // Best first.
  std::vector<Scored> take() && {
    std::ranges::sort_heap(heap_, better);
    std::vector<Scored> result;
    result.reserve(heap_.size());
    for (Entry& entry : heap_) result.push_back({std::move(entry.item), entry.score});
    return result;
  }

 private:
  struct Entry {
    T item;
    float score;
    size_t order;
  };
  static bool better(const Entry& a, const Entry& b) {
    return a.score > b.score || (a.score == b.score && a.order < b.order);
  }

  size_t k_;
  size_t offers_ = 0;        // number of kept offers
  std::vector<Entry> heap_;  // its front is the worst
};

}  // namespace deberta

#endif  // DEBERTA_TASKS_TOP_K_H_
