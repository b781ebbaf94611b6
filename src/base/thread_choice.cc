#include "base/thread_choice.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "base/sort.h"

namespace deberta {
namespace {

// Pieces between two trials: at first, and once the same choice has held for long.
constexpr int kFirstInterval = 16;
constexpr int kLongestInterval = 1024;
// More threads must be faster by this factor, because they take time from other programs.
constexpr double kGain = 0.9;
// Pieces that have become slower by this factor show that something has changed.
constexpr double kSlower = 1.3;
constexpr int kChecksOfInterval = 8;
// Pieces of a trial. The usual choice runs as often in between, so that other load on the machine
// affects both alike.
constexpr int kPiecesTried = 5;

// In a trial, `left` counts down its pieces.
bool tries(bool in_trial, int left) { return in_trial && left % 2 == 0; }

}  // namespace

double ThreadChoice::Recent::median() const {
  auto sorted = seconds;
  const auto end = sorted.begin() + std::min(count, kRecentPieces);
  sort_stably(std::ranges::subrange(sorted.begin(), end));
  return *(sorted.begin() + (end - sorted.begin() - 1) / 2);
}

ThreadChoice::ThreadChoice(int max_threads, int first) {
  assert(max_threads >= 1);
  for (int threads = 1; threads < max_threads; threads *= 2) choices_.push_back(threads);
  choices_.push_back(max_threads);
  const auto choice = static_cast<size_t>(std::ranges::upper_bound(choices_, std::max(first, 1)) -
                                          choices_.begin() - 1);
  for (Size& size : sizes_) {
    size.choice = choice;
    size.interval = size.until_trial = kFirstInterval;
  }
}

int ThreadChoice::next(uint64_t work) {
  work_ = work;
  const Size& size = sizes_[static_cast<size_t>(std::bit_width(work))];
  return choices_[tries(size.in_trial, size.until_trial) ? size.tried : size.choice];
}

void ThreadChoice::took(double seconds) {
  Size& size = sizes_[static_cast<size_t>(std::bit_width(work_))];
  const double each = seconds / static_cast<double>(std::max<uint64_t>(work_, 1));
  if (tries(size.in_trial, size.until_trial)) {
    size.trial.add(each);
  } else {
    size.recent.add(each);
  }
  --size.until_trial;
  if (size.in_trial) {
    if (size.until_trial == 0) end_trial(size);
    return;
  }
  if (choices_.size() == 1 || size.recent.count < kRecentPieces) return;
  if (size.until_trial <= 0) return begin_trial(size);
  // On a machine with noisy times an apparent change is often not real. So here, too, a choice that
  // has held for longer is tested less often.
  const int since_trial = size.interval - size.until_trial;
  if (since_trial >= std::max(kRecentPieces, size.interval / kChecksOfInterval) &&
      size.compared_at > 0 && size.recent.median() > kSlower * size.compared_at) {
    size.fewer_next = true;
    begin_trial(size);
  }
}

void ThreadChoice::begin_trial(Size& size) {
  const bool fewer = size.choice > 0 && (size.fewer_next || size.choice + 1 == choices_.size());
  size.in_trial = true;
  size.until_trial = 2 * kPiecesTried;
  size.tried = fewer ? size.choice - 1 : size.choice + 1;
  size.trial = {};
}

void ThreadChoice::end_trial(Size& size) {
  const bool fewer = size.tried < size.choice;
  const double before = size.recent.median();
  const double tried = size.trial.median();
  if (fewer ? tried <= before : tried < kGain * before) {
    size.choice = size.tried;
    size.recent = size.trial;
    size.interval = kFirstInterval;
    size.fewer_next = fewer;  // next, try to go on in the same direction
  } else {
    size.interval = std::min(2 * size.interval, kLongestInterval);
    size.fewer_next = !fewer;
  }
  size.in_trial = false;
  size.until_trial = size.interval;
  size.compared_at = size.recent.median();
}

int ThreadChoice::threads() const {
  return choices_[sizes_[static_cast<size_t>(std::bit_width(work_))].choice];
}

}  // namespace deberta
