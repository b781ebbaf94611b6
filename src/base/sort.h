// Sorting. The standard's algorithms are compiled again for every type and order, at 2 to 9 kB;
// pages download this one once.
#ifndef DEBERTA_BASE_SORT_H_
#define DEBERTA_BASE_SORT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <ranges>
#include <utility>
#include <vector>

namespace deberta {

// The order of `count` elements that less(of, a, b) compares by their indices: which comes first,
// second, …; equal ones stay in order. Empty if they are in order already. n · log n comparisons.
std::vector<uint32_t> stable_order(size_t count, bool (*less)(const void* of, uint32_t, uint32_t),
                                   const void* of);

// As std::ranges::stable_sort, of at most 2³² elements.
template <std::ranges::random_access_range Range, class Compare = std::ranges::less,
          class Projection = std::identity>
void sort_stably(Range&& range, Compare compare = {}, Projection projection = {}) {
  const auto begin = std::ranges::begin(range);
  const auto less = [&](uint32_t a, uint32_t b) {
    return static_cast<bool>(
        std::invoke(compare, std::invoke(projection, begin[static_cast<ptrdiff_t>(a)]),
                    std::invoke(projection, begin[static_cast<ptrdiff_t>(b)])));
  };
  std::vector<uint32_t> order = stable_order(
      static_cast<size_t>(std::ranges::size(range)),
      [](const void* of, uint32_t a, uint32_t b) {
        return (*static_cast<const decltype(less)*>(of))(a, b);
      },
      &less);
  // Each cycle of the permutation: its first element is held while the others move up.
  for (uint32_t first = 0; first < order.size(); ++first) {
    if (order[first] == first) continue;
    auto held = std::move(begin[static_cast<ptrdiff_t>(first)]);
    uint32_t at = first;
    for (uint32_t next = order[at]; next != first; next = order[at]) {
      begin[static_cast<ptrdiff_t>(at)] = std::move(begin[static_cast<ptrdiff_t>(next)]);
      order[at] = at;
      at = next;
    }
    begin[static_cast<ptrdiff_t>(at)] = std::move(held);
    order[at] = at;
  }
}

}  // namespace deberta

#endif  // DEBERTA_BASE_SORT_H_
