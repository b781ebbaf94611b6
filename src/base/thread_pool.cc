#include "base/thread_pool.h"

#include <pthreadpool.h>

#include <string>

#include "base/error.h"

namespace deberta {
namespace {

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
constexpr bool kPlatformHasThreads = false;
#else
constexpr bool kPlatformHasThreads = true;
#endif

}  // namespace

ThreadPool::ThreadPool(int threads) : size_(1) {
  if (threads < 1) {
    throw Error(ErrorCode::kInput, "threads: expected at least 1, got " + std::to_string(threads));
  }
  if (threads == 1 || !kPlatformHasThreads) return;
  pool_.reset(pthreadpool_create(static_cast<size_t>(threads)));
  if (pool_ == nullptr) {
    throw Error(ErrorCode::kOutOfMemory, "cannot start " + std::to_string(threads) + " threads");
  }
  size_ = static_cast<int>(pthreadpool_get_threads_count(pool_.get()));
}

void ThreadPool::run(size_t count, Call call, void* context) {
  pthreadpool_parallelize_1d_with_thread(pool_.get(), call, context, count, /*flags=*/0);
}

void ThreadPool::Destroy::operator()(pthreadpool* pool) const { pthreadpool_destroy(pool); }

}  // namespace deberta
