// Measures how many threads of a pool really run at the same time.
#ifndef DEBERTA_BASE_CONCURRENCY_H_
#define DEBERTA_BASE_CONCURRENCY_H_

#include "base/thread_pool.h"

namespace deberta {

// Lowers the pool's limit to the number of its threads that run at the same time, and returns it. A
// browser may report more cores than the machine has, a container may have a quota, and other
// programs may keep cores busy. Threads that share a core wait for each other.
//
// Compares a loop that the caller runs with the same loop on all threads, several times, and takes
// the median. Lasts a few milliseconds.
int lower_limit_to_concurrency(ThreadPool& pool);

// The number of threads that such a comparison suggests: `alone` and `together` are the seconds
// that the same amount of work took on one thread and on `threads` threads.
int threads_at_once(double alone, double together, int threads);

}  // namespace deberta

#endif  // DEBERTA_BASE_CONCURRENCY_H_
