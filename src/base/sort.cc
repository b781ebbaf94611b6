#include "base/sort.h"

#include <algorithm>
#include <numeric>

namespace deberta {

// Merges neighbours of growing width; those that are in order already stay.
std::vector<uint32_t> stable_order(size_t count, bool (*less)(const void* of, uint32_t, uint32_t),
                                   const void* of) {
  size_t sorted = 1;
  while (sorted < count &&
         !less(of, static_cast<uint32_t>(sorted), static_cast<uint32_t>(sorted - 1)))
    ++sorted;
  if (sorted >= count) return {};
  std::vector<uint32_t> order(count), front(count);
  std::iota(order.begin(), order.end(), 0u);
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t begin = 0; begin + width < count; begin += 2 * width) {
      const size_t middle = begin + width, end = std::min(count, middle + width);
      if (!less(of, order[middle], order[middle - 1])) continue;
      std::copy_n(&order[begin], width, front.data());
      size_t a = 0, b = middle;
      for (size_t to = begin; a < width; ++to) {
        order[to] = b < end && less(of, order[b], front[a]) ? order[b++] : front[a++];
      }
    }
  }
  return order;
}

}  // namespace deberta
