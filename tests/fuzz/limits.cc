#include "fuzz/limits.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>

#ifdef __EMSCRIPTEN__
#include <emscripten/heap.h>
#else
#include <sanitizer/allocator_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace deberta::fuzz {
namespace {

// Of this thread; on wasm, where a program has a processor to itself, of the wall clock.
double seconds() {
#ifdef __EMSCRIPTEN__
  const clockid_t clock = CLOCK_MONOTONIC;
#else
  const clockid_t clock = CLOCK_THREAD_CPUTIME_ID;
#endif
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

[[noreturn]] void exceeded(const char* what) {
  std::fprintf(stderr, "fuzz: this input takes too much %s\n", what);
#ifndef __EMSCRIPTEN__
  __sanitizer_print_stack_trace();
#endif
  std::abort();
}

#ifdef __EMSCRIPTEN__

// WebAssembly's memory never shrinks, so its growth is the peak.
size_t at_start = 0;
void begin_memory() { at_start = emscripten_get_heap_size(); }
void end_memory() {
  if (emscripten_get_heap_size() > at_start + kMaxMemory) exceeded("memory");
}

#else

thread_local bool counts = false;
thread_local size_t in_use = 0;

void on_malloc(const volatile void*, size_t size) {
  if (!counts) return;
  in_use += size;
  if (in_use <= kMaxMemory) return;
  counts = false;
  exceeded("memory");
}

void on_free(const volatile void* memory) {
  if (!counts || memory == nullptr) return;
  const size_t size = __sanitizer_get_allocated_size(memory);
  in_use -= size < in_use ? size : in_use;  // it may be older than the count
}

void begin_memory() {
  static const bool installed = __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0;
  if (!installed) std::abort();
  in_use = 0;
  counts = true;
}
void end_memory() { counts = false; }

#endif

}  // namespace

Limits::Limits() : start_(seconds()) { begin_memory(); }

Limits::~Limits() {
  end_memory();
  if (seconds() - start_ > kMaxSeconds) exceeded("time");
}

}  // namespace deberta::fuzz

#ifndef __EMSCRIPTEN__

// As in the product, an allocation that fails is an exception or a null pointer, not a fault. (Only
// the usual operators are replaced below, so memory of others is freed by them: no mismatch.)
extern "C" const char* __asan_default_options() {
  return "allocator_may_return_null=1:max_allocation_size_mb=1024:alloc_dealloc_mismatch=0";
}

// AddressSanitizer's own ends the program where an allocation fails.
void* operator new(size_t size) {
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

#endif
