#include "base/concurrency.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/sort.h"

namespace deberta {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// A loop whose time depends on the processor's speed alone: it uses no memory, and every step needs
// the result of the one before.
uint32_t work(size_t steps, uint32_t seed) {
  uint32_t x = seed | 1;
  for (size_t i = 0; i < steps; ++i) {
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
  }
  return x;
}

class Loops {
 public:
  explicit Loops(ThreadPool& pool) : pool_(pool), results_(pool.size()) {
    // Enough steps for the clock, which browsers make coarse (20 µs), and for the engine to
    // optimise the loop.
    constexpr double kSeconds = kTasksAlone * 60e-6;
    constexpr size_t kMaxSteps = size_t{1} << 22;
    for (double seconds = 0; seconds < kSeconds && steps_ < kMaxSteps;) {
      steps_ *= 2;
      seconds = alone();
    }
  }

  // The time of kTasksAlone tasks, in seconds.
  double alone() {
    const auto start = Clock::now();
    for (int i = 0; i < kTasksAlone; ++i) run(0);
    return seconds_since(start);
  }

  // The time of as many tasks as part of a call on all threads, in seconds.
  double together() {
    const auto call = [&](int tasks) {
      pool_.parallel_for(static_cast<size_t>(tasks), pool_.size(),
                         [&](size_t, size_t worker) { run(worker); });
    };
    call(pool_.size());  // wakes them
    const int tasks = kTasksOfThread * pool_.size();
    const auto start = Clock::now();
    call(tasks);
    return seconds_since(start) * kTasksAlone / tasks;
  }

 private:
  static constexpr int kTasksAlone = 4;
  static constexpr int kTasksOfThread = 3;

  // One result per thread, a cache line apart; kept so that the loop is not optimised away.
  struct alignas(64) Result {
    uint32_t value = 1;
  };
  void run(size_t worker) { results_[worker].value = work(steps_, results_[worker].value); }

  ThreadPool& pool_;
  std::vector<Result> results_;
  size_t steps_ = 1024;
};

}  // namespace

int threads_at_once(double alone, double together, int threads) {
  if (!(alone > 0 && together > 0))
    return threads;  // the clock is too coarse: nothing was measured
  // Even threads that run at the same time miss a part of the loop while they wake.
  constexpr double kMissed = 0.4;
  return std::clamp(static_cast<int>(std::min(alone / together, 1e6) + kMissed), 1, threads);
}

int lower_limit_to_concurrency(ThreadPool& pool) {
  if (pool.limit() == 1) return 1;
  const int before = pool.limit();
  pool.set_limit(pool.size());
  Loops loops(pool);
  std::array<int, 5> rounds;
  for (int& at_once : rounds) {
    const double alone = loops.alone();
    const double together = loops.together();
    at_once = threads_at_once(alone, together, pool.size());
  }
  sort_stably(rounds);
  pool.set_limit(std::min(before, rounds[rounds.size() / 2]));
  return pool.limit();
}

}  // namespace deberta
