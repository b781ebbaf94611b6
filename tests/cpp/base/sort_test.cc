#include "base/sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace deberta {
namespace {

TEST(SortStably, sorts_as_the_standard_does_whatever_the_length) {
  std::mt19937 random(1);
  for (size_t size = 0; size < 70; ++size) {
    for (const unsigned values : {1u, 3u, 1000u}) {
      std::vector<std::pair<unsigned, size_t>> list;
      for (size_t i = 0; i < size; ++i) list.emplace_back(random() % values, i);
      auto expected = list;
      std::ranges::stable_sort(expected, {}, &std::pair<unsigned, size_t>::first);
      sort_stably(list, {}, &std::pair<unsigned, size_t>::first);
      EXPECT_EQ(list, expected) << size << " of " << values;
      std::ranges::stable_sort(expected, std::greater(), &std::pair<unsigned, size_t>::first);
      sort_stably(list, std::greater(), &std::pair<unsigned, size_t>::first);
      EXPECT_EQ(list, expected) << size << " of " << values << ", descending";
    }
  }
}

TEST(SortStably, takes_a_part_of_a_list_and_elements_that_only_move) {
  std::vector<std::unique_ptr<int>> list;
  for (const int value : {9, 3, 1, 2, 0}) list.push_back(std::make_unique<int>(value));
  sort_stably(std::ranges::subrange(list.begin() + 1, list.end() - 1), {},
              [](const auto& each) { return *each; });
  std::vector<int> values;
  for (const auto& each : list) values.push_back(*each);
  EXPECT_EQ(values, (std::vector<int>{9, 1, 2, 3, 0}));
}

TEST(SortStably, compares_a_sorted_list_once) {
  std::vector<int> list(100);
  for (int i = 0; i < 100; ++i) list[static_cast<size_t>(i)] = i / 2;
  size_t comparisons = 0;
  sort_stably(list, [&](int a, int b) {
    ++comparisons;
    return a < b;
  });
  EXPECT_EQ(comparisons, 99u);
}

}  // namespace
}  // namespace deberta
