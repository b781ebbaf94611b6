#include "base/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <numeric>
#include <vector>

#include "expect_error.h"

namespace deberta {
namespace {

// Numbers of threads that the tests' module can start (cmake/tests.cmake).
class ThreadPools : public ::testing::TestWithParam<int> {
 protected:
  ThreadPool pool_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Threads, ThreadPools, ::testing::Values(1, 2, 3, 4));

TEST_P(ThreadPools, CallsEveryIndexOnce) {
  // The pauses between calls vary, so that threads arrive early, late and not at all.
  for (size_t count = 0; count < 300; ++count) {
    std::vector<std::atomic<int>> calls(count);
    pool_.parallel_for(count, pool_.limit(), [&](size_t index, size_t) { ++calls[index]; });
    for (size_t index = 0; index < count; ++index) ASSERT_EQ(calls[index], 1) << index;
  }
}

TEST_P(ThreadPools, GiveEachThreadANumberOfItsOwn) {
  std::vector<std::atomic<int>> busy(static_cast<size_t>(pool_.size()));
  std::atomic<int> collisions = 0;
  for (int call = 0; call < 200; ++call) {
    pool_.parallel_for(16, pool_.limit(), [&](size_t, size_t worker) {
      ASSERT_LT(worker, busy.size());
      if (busy[worker].exchange(1) != 0) ++collisions;
      busy[worker] = 0;
    });
  }
  EXPECT_EQ(collisions, 0);
}

TEST_P(ThreadPools, ReturnWhenAllIsDone) {
  std::vector<uint64_t> results(64);  // plain memory: the call orders its writes before its return
  for (uint64_t call = 1; call <= 200; ++call) {
    pool_.parallel_for(results.size(), pool_.limit(), [&](size_t index, size_t) {
      uint64_t value = index;
      for (int i = 0; i < 1000; ++i) value = value * 6364136223846793005u + call;
      results[index] = value % 1000 + 1000 * call;
    });
    for (const uint64_t result : results) ASSERT_EQ(result / 1000, call);
  }
}

TEST_P(ThreadPools, ACallDoesNotWaitForThreadsThatTakeNoPart) {
  // Only the caller may take part, so it gets all indices.
  for (int call = 0; call < 50; ++call) {
    std::vector<size_t> workers;
    pool_.parallel_for(8, /*threads=*/1, [&](size_t, size_t worker) { workers.push_back(worker); });
    EXPECT_EQ(workers, std::vector<size_t>(8, 0));
  }
}

TEST_P(ThreadPools, TheLimitIsOnThreadsThatRunAtTheSameTime) {
  for (int limit = 1; limit <= pool_.size(); ++limit) {
    pool_.set_limit(limit);
    EXPECT_EQ(pool_.limit(), limit);
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    for (int call = 0; call < 100; ++call) {
      pool_.parallel_for(32, pool_.size(), [&](size_t, size_t) {
        const int now = ++running;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        --running;
      });
    }
    EXPECT_LE(most, limit);
    EXPECT_GE(most, 1);
  }
  pool_.set_limit(0);
  EXPECT_EQ(pool_.limit(), 1);
  pool_.set_limit(1000);
  EXPECT_EQ(pool_.limit(), pool_.size());
}

TEST_P(ThreadPools, LittleWorkIsForFewThreads) {
  EXPECT_EQ(pool_.threads_for(0), 1);
  EXPECT_EQ(pool_.threads_for(1000), 1);
  EXPECT_EQ(pool_.threads_for(uint64_t{1} << 40), pool_.size());
  int before = 1;
  for (uint64_t work = 1; work < uint64_t{1} << 40; work *= 2) {
    const int threads = pool_.threads_for(work);
    EXPECT_GE(threads, before);
    EXPECT_LE(threads, pool_.limit());
    before = threads;
  }
  pool_.set_limit(1);
  EXPECT_EQ(pool_.threads_for(uint64_t{1} << 40), 1);
}

TEST(ThreadPool, RefusesNumbersThatAreNone) {
  testing::expect_error(ErrorCode::kInput, "threads: expected 1 to 128, got 0",
                        [] { ThreadPool(0); });
  testing::expect_error(ErrorCode::kInput, "threads: expected 1 to 128, got -3",
                        [] { ThreadPool(-3); });
  testing::expect_error(ErrorCode::kInput, "threads: expected 1 to 128, got 129",
                        [] { ThreadPool(129); });
}

TEST(ThreadPool, ComesAndGoesWithoutACall) {
  for (int i = 0; i < 20; ++i) ThreadPool pool(2);
}

}  // namespace
}  // namespace deberta
