// An allocator that counts, and that fails when a test says so: operator new, and malloc and its
// relatives as this program and the libraries that it contains call them (-Wl,--wrap).
#ifndef DEBERTA_TESTS_FAULTS_ALLOCATOR_H_
#define DEBERTA_TESTS_FAULTS_ALLOCATOR_H_

#include <cstdint>

namespace deberta::testing {

enum class Failures {
  kOnce,     // one allocation fails
  kForGood,  // and all after it
};

// While it exists, the allocation with this index (from 0) fails. One at a time.
class FailingAllocations {
 public:
  FailingAllocations(uint64_t index, Failures failures);
  ~FailingAllocations();
  FailingAllocations(const FailingAllocations&) = delete;
  FailingAllocations& operator=(const FailingAllocations&) = delete;
};

// What the program has done since its start. Operations are edges of the control flow of src/base,
// src/io and src/tensor, which are compiled with counters: the same in every run.
struct Costs {
  uint64_t allocations = 0;
  uint64_t bytes = 0;  // allocated in all
  uint64_t operations = 0;
};
Costs costs_so_far();

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_FAULTS_ALLOCATOR_H_
