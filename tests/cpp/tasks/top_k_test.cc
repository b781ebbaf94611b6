#include "tasks/top_k.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace deberta {
namespace {

std::vector<size_t> top(const std::vector<float>& scores, size_t k) {
  TopK<size_t> best(k);
  for (size_t i = 0; i < scores.size(); ++i) best.offer(scores[i], i);
  std::vector<size_t> items;
  for (const auto& [item, score] : std::move(best).take()) {
    EXPECT_EQ(score, scores[item]);
    items.push_back(item);
  }
  return items;
}

TEST(TopK, are_the_first_of_a_stable_sort) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const uint32_t kinds = 1 + random() % 30;  // few: many are equal
    std::vector<float> scores(random() % 40);
    for (float& score : scores) score = static_cast<float>(random() % kinds) - 5;
    std::vector<size_t> sorted(scores.size());
    std::iota(sorted.begin(), sorted.end(), 0);
    std::ranges::stable_sort(sorted, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
    const size_t k = random() % 45;
    sorted.resize(std::min(k, sorted.size()));
    EXPECT_EQ(top(scores, k), sorted);
  }
}

TEST(TopK, the_threshold_is_the_worst_that_is_kept) {
  TopK<int> best(2);
  EXPECT_EQ(best.threshold(), -std::numeric_limits<float>::infinity());
  best.offer(5, 0);
  EXPECT_EQ(best.threshold(), -std::numeric_limits<float>::infinity());
  best.offer(3, 1);
  EXPECT_EQ(best.threshold(), 3);
  best.offer(4, 2);
  EXPECT_EQ(best.threshold(), 4);
  EXPECT_EQ(TopK<int>(0).threshold(), std::numeric_limits<float>::infinity());
}

TEST(TopK, a_large_k_takes_no_memory_by_itself) {
  EXPECT_EQ(top({1, 3, 2}, SIZE_MAX), (std::vector<size_t>{1, 2, 0}));
}

}  // namespace
}  // namespace deberta
