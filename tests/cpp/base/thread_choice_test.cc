#include "base/thread_choice.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>

namespace deberta {
namespace {

// A machine: the seconds of a piece for each number of threads.
using Machine = std::function<double(int threads)>;

// Runs pieces of the same size; how many of them had each number of threads.
std::map<int, int> run(ThreadChoice& choice, int pieces, const Machine& machine,
                       uint64_t work = 1000) {
  std::map<int, int> counts;
  for (int i = 0; i < pieces; ++i) {
    const int threads = choice.next(work);
    ++counts[threads];
    choice.took(machine(threads));
  }
  return counts;
}

double no_use(int threads) { return 1.0 + 0.5 * (threads - 1); }
double scales(int threads) { return 1.0 / threads; }
// Two threads run at the same time; more of them take turns.
double two_cores(int threads) { return threads <= 2 ? 1.0 / threads : 0.5 + 0.1 * threads; }

TEST(ThreadChoice, begins_with_the_given_number) {
  EXPECT_EQ(ThreadChoice(4, 4).next(1), 4);
  EXPECT_EQ(ThreadChoice(4, 2).next(1), 2);
  EXPECT_EQ(ThreadChoice(4, 1).threads(), 1);
  EXPECT_EQ(ThreadChoice(1, 1).next(1), 1);
  EXPECT_EQ(ThreadChoice(6, 5).next(1), 4);  // one of 1, 2, 4, 6
  EXPECT_EQ(ThreadChoice(6, 6).next(1), 6);
}

TEST(ThreadChoice, goes_down_to_one_where_more_are_slower) {
  ThreadChoice choice(8, 8);
  run(choice, 100, no_use);
  EXPECT_EQ(choice.threads(), 1);
  EXPECT_GT(run(choice, 10'000, no_use)[1], 9'900);
}

TEST(ThreadChoice, goes_up_to_all_where_they_are_faster) {
  ThreadChoice choice(8, 1);
  run(choice, 200, scales);
  EXPECT_EQ(choice.threads(), 8);
  EXPECT_GT(run(choice, 10'000, scales)[8], 9'900);
}

TEST(ThreadChoice, stays_where_fewer_and_more_are_slower) {
  for (const int first : {1, 2, 4}) {
    ThreadChoice choice(4, first);
    run(choice, 100, two_cores);
    EXPECT_EQ(choice.threads(), 2) << "from " << first;
  }
}

TEST(ThreadChoice, prefers_fewer_of_equally_fast_numbers) {
  ThreadChoice choice(4, 4);
  run(choice, 100, [](int) { return 1.0; });
  EXPECT_EQ(choice.threads(), 1);
  // A little faster is not enough to go back.
  run(choice, 1000, [](int threads) { return threads == 1 ? 1.0 : 0.95; });
  EXPECT_EQ(choice.threads(), 1);
}

TEST(ThreadChoice, follows_a_machine_that_becomes_busy_and_quiet_again) {
  ThreadChoice choice(2, 2);
  run(choice, 5000, scales);
  EXPECT_EQ(choice.threads(), 2);
  // Slower pieces are noticed at once, however long the choice had held.
  run(choice, 50, [](int threads) { return threads == 1 ? 2.0 : 3.0; });
  EXPECT_EQ(choice.threads(), 1);
  run(choice, 3000, scales);
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, one_slow_piece_changes_nothing) {
  ThreadChoice choice(2, 2);
  int piece = 0;
  const auto counts =
      run(choice, 2000, [&](int threads) { return ++piece % 7 == 0 ? 10.0 : scales(threads); });
  EXPECT_EQ(choice.threads(), 2);
  EXPECT_GT(counts.at(2), 1900);
}

TEST(ThreadChoice, learns_for_small_and_large_pieces_apart) {
  ThreadChoice choice(2, 2);
  for (int i = 0; i < 200; ++i) {
    run(choice, 1, no_use, 1000);
    run(choice, 1, scales, 1'000'000);
  }
  EXPECT_EQ(choice.next(1000), 1);
  EXPECT_EQ(choice.next(1'000'000), 2);
  EXPECT_EQ(choice.threads(), 2);
}

TEST(ThreadChoice, takes_no_work_all_work_and_no_time) {
  ThreadChoice choice(2, 2);
  for (const uint64_t work : {uint64_t{0}, ~uint64_t{0}}) {
    for (int i = 0; i < 100; ++i) {
      const int threads = choice.next(work);
      EXPECT_TRUE(threads == 1 || threads == 2);
      choice.took(0);
    }
  }
}

}  // namespace
}  // namespace deberta
