#include "text/models/monotone_queue.h"

#include <gtest/gtest.h>

#include <queue>
#include <random>

namespace deberta {
namespace {

TEST(MonotoneQueue, is_empty_at_first_and_after_the_last_key) {
  MonotoneQueue queue;
  uint64_t key = 0;
  EXPECT_FALSE(queue.pop(key));
  queue.push(5);
  EXPECT_TRUE(queue.pop(key));
  EXPECT_EQ(key, 5u);
  EXPECT_FALSE(queue.pop(key));
}

TEST(MonotoneQueue, gives_the_lowest_key_first_whatever_comes_between) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    MonotoneQueue queue;
    std::priority_queue<uint64_t, std::vector<uint64_t>, std::greater<>> expected;
    // Few keys, so that some are equal; some below the last one that came out.
    const uint64_t range = round % 2 == 0 ? 16 : ~uint64_t{0};
    for (int i = 0; i < 300; ++i) {
      if (random() % 3 != 0 || expected.empty()) {
        const uint64_t key = random() % range;
        queue.push(key);
        expected.push(key);
      } else {
        uint64_t key = 0;
        ASSERT_TRUE(queue.pop(key));
        ASSERT_EQ(key, expected.top());
        expected.pop();
      }
    }
    for (uint64_t key = 0; queue.pop(key); expected.pop()) ASSERT_EQ(key, expected.top());
    ASSERT_TRUE(expected.empty());
  }
}

TEST(MonotoneQueue, forgets_everything) {
  MonotoneQueue queue;
  uint64_t key = 0;
  for (uint64_t each : {7u, 9u, 3u}) queue.push(each);
  queue.pop(key);
  queue.push(1);
  queue.clear();
  EXPECT_FALSE(queue.pop(key));
  queue.push(2);
  EXPECT_TRUE(queue.pop(key));
  EXPECT_EQ(key, 2u);
}

}  // namespace
}  // namespace deberta
