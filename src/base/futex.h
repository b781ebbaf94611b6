// Sleeping until a number changes. Used on platforms with threads only.
#ifndef DEBERTA_BASE_FUTEX_H_
#define DEBERTA_BASE_FUTEX_H_

#include <atomic>
#include <cstdint>

namespace deberta::futex {

// Sleeps while `word` is `value`, until wake(). May return early: check the value again.
void wait(std::atomic<uint32_t>& word, uint32_t value);

// Ends the wait of up to `count` threads.
void wake(std::atomic<uint32_t>& word, int count);

}  // namespace deberta::futex

#endif  // DEBERTA_BASE_FUTEX_H_
