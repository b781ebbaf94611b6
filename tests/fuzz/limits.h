// The limits of what one input may cost. A file of a few kilobytes must not take more.
#ifndef DEBERTA_TESTS_FUZZ_LIMITS_H_
#define DEBERTA_TESTS_FUZZ_LIMITS_H_

#include <cstddef>

namespace deberta::fuzz {

// Bytes that an input takes at its peak, beyond what was in use before.
inline constexpr size_t kMaxMemory = 100 << 20;
// Seconds of processor time. Sanitizers take several times as long as the product, for which 2 are
// the limit.
inline constexpr double kMaxSeconds = 10;

// While it exists, an allocation beyond the limit ends the program; so does its end, after too much
// time. One at a time.
class Limits {
 public:
  Limits();
  ~Limits();
  Limits(const Limits&) = delete;
  Limits& operator=(const Limits&) = delete;

 private:
  double start_;
};

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_LIMITS_H_
