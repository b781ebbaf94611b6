// A fixed set of threads for one model.
#ifndef DEBERTA_BASE_THREAD_POOL_H_
#define DEBERTA_BASE_THREAD_POOL_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <type_traits>
#include <vector>

namespace deberta {

// One parallel call at a time. With one thread everything runs on the caller.
//
// A call never waits for a thread that has not joined it: a thread that sleeps, or that the
// operating system has suspended, comes too late and finds nothing to do. Between two calls a
// thread polls for the next one for a moment, then it sleeps.
class ThreadPool {
 public:
  // threads: at least 1, including the caller. On a platform without threads the pool has one;
  // where fewer can be started, it has those. Throws kInput below 1 and above kMaxThreads.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  static constexpr int kMaxThreads = 128;

  int size() const { return size_; }

  // How many of them a call may use: 1 to size(), by default size(). Results do not depend on it.
  int limit() const { return limit_; }
  void set_limit(int threads);

  // How many threads are worth waking for that much work, counted in multiplications. (64 bits: the
  // work of a large batch exceeds 32.)
  int threads_for(uint64_t work) const {
    constexpr uint64_t kWorkOfThread = uint64_t{1} << 18;  // about 10 µs
    return static_cast<int>(
        std::clamp<uint64_t>(work / kWorkOfThread, 1, static_cast<uint64_t>(limit_)));
  }

  // Calls f(index, worker) for every index in [0, count), worker in [0, size()); returns when all
  // are done. Two indices that run at the same time have different workers. f must not throw.
  // At most `threads` of them take part, and at most limit().
  template <class F>
  void parallel_for(size_t count, int threads, F&& f) {
    auto call = [](void* context, size_t worker, size_t index) {
      (*static_cast<std::remove_reference_t<F>*>(context))(index, worker);
    };
    run(count, threads, call, &f);
  }

 private:
  using Call = void (*)(void* context, size_t worker, size_t index);
  void run(size_t count, int threads, Call call, void* context);
  void take_indices(size_t worker);
  void wait_for_workers();
  // The main function of a worker thread.
  void serve(size_t worker);

  int size_ = 1;
  int limit_ = 1;
  std::vector<std::thread> workers_;

  // The call in progress. Written while no worker takes part, read by the workers that do.
  Call call_ = nullptr;
  void* context_ = nullptr;
  size_t count_ = 0;

  // Each has a cache line of its own, because all threads write to them.
  static constexpr size_t kCacheLine = 64;
  alignas(kCacheLine) std::atomic<size_t> next_{0};     // index
  alignas(kCacheLine) std::atomic<uint32_t> state_{0};  // thread_pool.cc
  alignas(kCacheLine) std::atomic<int> sleepers_{0};    // workers
  std::atomic<uint32_t> wakes_{0};                      // of a caller that sleeps
};

}  // namespace deberta

#endif  // DEBERTA_BASE_THREAD_POOL_H_
