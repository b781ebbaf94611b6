#include "base/thread_pool.h"

#include <pthreadpool.h>

#include <string>

#include "base/error.h"

namespace deberta {

ThreadPool::ThreadPool(int threads) : size_(threads) {
  if (threads < 1) {
    throw Error(ErrorCode::kInput, "threads: expected at least 1, got " + std::to_string(threads));
  }
  if (threads == 1) return;
  pool_.reset(pthreadpool_create(static_cast<size_t>(threads)));
  if (pool_ == nullptr) {
    throw Error(ErrorCode::kOutOfMemory, "cannot start " + std::to_string(threads) + " threads");
  }
  // A build without threads answers with a pool of one.
  size_ = static_cast<int>(pthreadpool_get_threads_count(pool_.get()));
}

void ThreadPool::run(size_t count, Call call, void* context) {
  pthreadpool_parallelize_1d_with_thread(pool_.get(), call, context, count, /*flags=*/0);
}

void ThreadPool::Destroy::operator()(pthreadpool* pool) const { pthreadpool_destroy(pool); }

}  // namespace deberta
