// A fixed set of threads for one model, over pthreadpool (XNNPACK's operators run on the same
// pool).
#ifndef DEBERTA_BASE_THREAD_POOL_H_
#define DEBERTA_BASE_THREAD_POOL_H_

#include <cstddef>
#include <memory>
#include <type_traits>

struct pthreadpool;

namespace deberta {

// One parallel call at a time. With one thread everything runs on the caller.
class ThreadPool {
 public:
  // threads: at least 1. On a platform without threads the pool has one whatever is asked for.
  // Throws kInput below 1, kOutOfMemory where the threads cannot be made.
  explicit ThreadPool(int threads);

  int size() const { return size_; }

  // Calls f(index, worker) for every index in [0, count), worker in [0, size()); returns when all
  // are done. Two indices that run at the same time have different workers. f must not throw.
  template <class F>
  void parallel_for(size_t count, F&& f) {
    auto call = [](void* context, size_t worker, size_t index) {
      (*static_cast<std::remove_reference_t<F>*>(context))(index, worker);
    };
    run(count, call, &f);
  }

  // For XNNPACK's operators; null when there is one thread.
  pthreadpool* handle() { return pool_.get(); }

 private:
  using Call = void (*)(void* context, size_t worker, size_t index);
  void run(size_t count, Call call, void* context);

  struct Destroy {
    void operator()(pthreadpool* pool) const;
  };
  int size_;
  std::unique_ptr<pthreadpool, Destroy> pool_;
};

}  // namespace deberta

#endif  // DEBERTA_BASE_THREAD_POOL_H_
