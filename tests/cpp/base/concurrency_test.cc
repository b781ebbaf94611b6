#include "base/concurrency.h"

#include <gtest/gtest.h>

namespace deberta {
namespace {

TEST(Concurrency, is_how_many_times_as_fast_threads_are_together) {
  EXPECT_EQ(threads_at_once(1, 1, 4), 1);
  EXPECT_EQ(threads_at_once(1, 1.5, 4), 1);
  EXPECT_EQ(threads_at_once(1, 0.5, 4), 2);
  EXPECT_EQ(threads_at_once(1, 0.25, 4), 4);
  EXPECT_EQ(threads_at_once(1, 0.1, 4), 4);  // never more than there are
}

TEST(Concurrency, does_not_ask_for_the_last_tenths) {
  EXPECT_EQ(threads_at_once(1.7, 1, 2), 2);
  EXPECT_EQ(threads_at_once(1.3, 1, 2), 1);
  EXPECT_EQ(threads_at_once(3.7, 1, 4), 4);
  EXPECT_EQ(threads_at_once(3.5, 1, 4), 3);
}

TEST(Concurrency, lowers_nothing_by_a_clock_that_stands_still) {
  EXPECT_EQ(threads_at_once(0, 0, 4), 4);
  EXPECT_EQ(threads_at_once(0, 1, 4), 4);
  EXPECT_EQ(threads_at_once(1, 0, 4), 4);
}

// The number of threads that run at once depends on the machine.
TEST(Concurrency, only_lowers_a_limit) {
  for (int threads = 1; threads <= 4; ++threads) {
    ThreadPool pool(threads);
    for (int limit = 1; limit <= threads; ++limit) {
      pool.set_limit(limit);
      const int found = lower_limit_to_concurrency(pool);
      EXPECT_GE(found, 1);
      EXPECT_LE(found, limit);
      EXPECT_EQ(pool.limit(), found);
    }
  }
}

}  // namespace
}  // namespace deberta
