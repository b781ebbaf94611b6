#include "base/futex.h"

#if defined(__EMSCRIPTEN_PTHREADS__)
#include <emscripten/threading.h>

#include <limits>
#elif defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace deberta::futex {

static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t));

#if defined(__EMSCRIPTEN_PTHREADS__)

// Where a thread must not sleep (a page's main thread), this function polls.
void wait(std::atomic<uint32_t>& word, uint32_t value) {
  emscripten_futex_wait(&word, value, std::numeric_limits<double>::infinity());
}

void wake(std::atomic<uint32_t>& word, int count) { emscripten_futex_wake(&word, count); }

#elif defined(__linux__)

void wait(std::atomic<uint32_t>& word, uint32_t value) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr);
}

void wake(std::atomic<uint32_t>& word, int count) {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, count);
}

#elif !defined(__EMSCRIPTEN__)

void wait(std::atomic<uint32_t>& word, uint32_t value) { word.wait(value); }

void wake(std::atomic<uint32_t>& word, int) { word.notify_all(); }

#else  // one thread: nothing to wait for

void wait(std::atomic<uint32_t>&, uint32_t) {}
void wake(std::atomic<uint32_t>&, int) {}

#endif

}  // namespace deberta::futex
