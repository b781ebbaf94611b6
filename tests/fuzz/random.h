// Random numbers that are the same for the same seed on every platform.
#ifndef DEBERTA_TESTS_FUZZ_RANDOM_H_
#define DEBERTA_TESTS_FUZZ_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <random>

namespace deberta::fuzz {

class Random {
 public:
  explicit Random(uint32_t seed) : generator_(seed) {}

  uint32_t next() { return static_cast<uint32_t>(generator_()); }
  // In [0, limit); limit ≥ 1.
  size_t below(size_t limit) { return next() % limit; }
  // True once in `times`.
  bool once_in(size_t times) { return below(times) == 0; }
  template <class List>
  auto& pick(List& list) {
    return list[below(std::size(list))];
  }

 private:
  std::mt19937 generator_;
};

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_RANDOM_H_
