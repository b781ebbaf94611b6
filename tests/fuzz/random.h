// Random numbers that are the same for the same seed on every platform.
#ifndef DEBERTA_TESTS_FUZZ_RANDOM_H_
#define DEBERTA_TESTS_FUZZ_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace deberta::fuzz {

class Random {
 public:
  explicit Random(uint32_t seed) : state_(seed) {}

  // Steele, Lea and Flood: "Fast splittable pseudorandom number generators", splitmix64. The
  // standard library's generators take as long to seed as a small input takes to run.
  uint32_t next() {
    uint64_t value = state_ += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return static_cast<uint32_t>((value ^ value >> 31) >> 32);
  }
  // In [0, limit); limit ≥ 1.
  size_t below(size_t limit) { return next() % limit; }
  // True once in `times`.
  bool once_in(size_t times) { return below(times) == 0; }
  template <class List>
  auto& pick(List& list) {
    return list[below(std::size(list))];
  }

 private:
  uint64_t state_;
};

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_RANDOM_H_
