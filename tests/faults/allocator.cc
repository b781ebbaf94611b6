#include "allocator.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

namespace {

std::atomic<uint64_t> allocations{0}, bytes{0}, operations{0};
std::atomic<uint64_t> first_failure{UINT64_MAX}, last_failure{0};

// Counts an allocation. Returns whether it may succeed.
bool may_succeed(size_t size) {
  const uint64_t index = allocations.fetch_add(1);
  bytes.fetch_add(size);
  return index < first_failure.load() || index > last_failure.load();
}

[[noreturn]] void on_terminate() {
  std::fprintf(stderr, "std::terminate() while the allocation %llu fails\n",
               static_cast<unsigned long long>(first_failure.load()));
  std::abort();
}

}  // namespace

namespace deberta::testing {

FailingAllocations::FailingAllocations(uint64_t index, Failures failures) {
  std::set_terminate(on_terminate);
  const uint64_t first = allocations.load() + index;
  last_failure = failures == Failures::kOnce ? first : UINT64_MAX;
  first_failure = first;
}

FailingAllocations::~FailingAllocations() {
  first_failure = UINT64_MAX;
  last_failure = 0;
}

Costs costs_so_far() { return {allocations.load(), bytes.load(), operations.load()}; }

}  // namespace deberta::testing

extern "C" {

void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* memory, size_t size);
int __real_posix_memalign(void** memory, size_t alignment, size_t size);

void* __wrap_malloc(size_t size) { return may_succeed(size) ? __real_malloc(size) : nullptr; }
void* __wrap_calloc(size_t count, size_t size) {
  return may_succeed(count * size) ? __real_calloc(count, size) : nullptr;
}
void* __wrap_realloc(void* memory, size_t size) {
  return may_succeed(size) ? __real_realloc(memory, size) : nullptr;
}
int __wrap_posix_memalign(void** memory, size_t alignment, size_t size) {
  return may_succeed(size) ? __real_posix_memalign(memory, alignment, size) : ENOMEM;
}

// Of -fsanitize-coverage=trace-pc-guard.
void __sanitizer_cov_trace_pc_guard_init(uint32_t*, uint32_t*) {}
void __sanitizer_cov_trace_pc_guard(uint32_t*) {
  operations.fetch_add(1, std::memory_order_relaxed);
}

}  // extern "C"

void* operator new(size_t size) {
  void* const memory = may_succeed(size) ? __real_malloc(size == 0 ? 1 : size) : nullptr;
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new(size_t size, std::align_val_t alignment) {
  void* memory = nullptr;
  if (!may_succeed(size) ||
      __real_posix_memalign(&memory, static_cast<size_t>(alignment), size) != 0) {
    throw std::bad_alloc();
  }
  return memory;
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  return may_succeed(size) ? __real_malloc(size == 0 ? 1 : size) : nullptr;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { std::free(memory); }
