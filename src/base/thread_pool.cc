#include "base/thread_pool.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <new>
#include <string>
#include <system_error>

#include "base/error.h"
#include "base/futex.h"

namespace deberta {
namespace {

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
constexpr bool kPlatformHasThreads = false;
#else
constexpr bool kPlatformHasThreads = true;
#endif

// Bits of ThreadPool::state_: which workers take part in the current call, and how many still may.
constexpr uint32_t kJoined = 1;              // each worker that takes part: 8 bits
constexpr uint32_t kPlace = 1 << 8;          // each worker that may still join: 8 bits
constexpr uint32_t kOpen = 1 << 16;          // there may be indices left
constexpr uint32_t kCallerSleeps = 1 << 17;  // the last worker that leaves wakes it
constexpr uint32_t kStop = 1 << 18;

uint32_t joined(uint32_t state) { return state & (kPlace - 1); }
bool has_place(uint32_t state) { return (state & kOpen) != 0 && (state & (kOpen - 1)) >= kPlace; }

// How long a thread polls before it sleeps: longer than the time between two parallel calls of a
// forward pass, and not much longer than waking a thread takes (docs/threads.md).
constexpr std::chrono::microseconds kSpin{50};

// Whether `is_done` became true in that time.
template <class F>
bool spin(F&& is_done) {
  constexpr int kLooksPerClock = 64;  // about a microsecond
  const auto end = std::chrono::steady_clock::now() + kSpin;
  do {
    for (int i = 0; i < kLooksPerClock; ++i) {
      if (is_done()) return true;
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

}  // namespace

ThreadPool::ThreadPool(int threads) {
  if (threads < 1 || threads > kMaxThreads) {
    throw Error(ErrorCode::kInput, "threads: expected 1 to " + std::to_string(kMaxThreads) +
                                       ", got " + std::to_string(threads));
  }
  if (!kPlatformHasThreads) return;
  workers_.reserve(static_cast<size_t>(threads - 1));
  try {
    for (; size_ < threads; ++size_) {
      workers_.emplace_back(&ThreadPool::serve, this, static_cast<size_t>(size_));
    }
  } catch (const std::system_error&) {
    // The platform has no more threads; size() shows how many there are.
  } catch (const std::bad_alloc&) {
    // Or no memory for one.
  }
  limit_ = size_;
}

ThreadPool::~ThreadPool() {
  if (workers_.empty()) return;
  state_.fetch_or(kStop);
  futex::wake(state_, size_);
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::set_limit(int threads) { limit_ = std::clamp(threads, 1, size_); }

void ThreadPool::run(size_t count, int threads, Call call, void* context) {
  const size_t max_threads = std::min(count, static_cast<size_t>(std::min(threads, limit_)));
  if (max_threads <= 1) {
    for (size_t index = 0; index < count; ++index) call(context, 0, index);
    return;
  }
  const int places = static_cast<int>(max_threads) - 1;
  call_ = call;
  context_ = context;
  count_ = count;
  next_.store(0, std::memory_order_relaxed);
  // No thread takes part and none can join, so no other thread's update is lost.
  state_.store(kOpen + static_cast<uint32_t>(places) * kPlace);
  // A worker counts itself as a sleeper before it reads the state for the last time: so either it
  // sees the call, or it is counted here.
  const int sleepers = sleepers_.load();
  const int awake = size_ - 1 - sleepers;
  if (places > awake) futex::wake(state_, places - awake);
  take_indices(0);
  wait_for_workers();
}

void ThreadPool::take_indices(size_t worker) {
  for (;;) {
    const size_t index = next_.fetch_add(1, std::memory_order_relaxed);
    if (index >= count_) break;
    call_(context_, worker, index);
  }
  state_.fetch_and(~kOpen);
}

void ThreadPool::wait_for_workers() {
  const auto none_is_left = [this] { return joined(state_.load(std::memory_order_acquire)) == 0; };
  if (none_is_left() || spin(none_is_left)) return;
  for (;;) {
    const uint32_t wakes = wakes_.load();
    if (joined(state_.fetch_or(kCallerSleeps)) == 0) return;
    futex::wait(wakes_, wakes);
  }
}

void ThreadPool::serve(size_t worker) {
  for (;;) {
    uint32_t state = state_.load(std::memory_order_acquire);
    const auto is_wanted = [&] {
      state = state_.load(std::memory_order_acquire);
      return has_place(state) || (state & kStop) != 0;
    };
    if (!is_wanted() && !spin(is_wanted)) {
      sleepers_.fetch_add(1);
      state = state_.load();
      if (!has_place(state) && (state & kStop) == 0) futex::wait(state_, state);
      sleepers_.fetch_sub(1);
      continue;
    }
    if ((state & kStop) != 0) return;
    if (!state_.compare_exchange_strong(state, state - kPlace + kJoined)) continue;
    take_indices(worker);
    const uint32_t left = state_.fetch_sub(kJoined) - kJoined;
    if (joined(left) == 0 && (left & kCallerSleeps) != 0) {
      wakes_.fetch_add(1);
      futex::wake(wakes_, 1);
    }
  }
}

}  // namespace deberta
