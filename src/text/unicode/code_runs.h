// Properties of code points as a table of runs, packed until it is first used.
#ifndef DEBERTA_TEXT_UNICODE_CODE_RUNS_H_
#define DEBERTA_TEXT_UNICODE_CODE_RUNS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/unicode/packed_numbers.h"

namespace deberta {

// Neighbouring code points of one value, from `begin` to the next run.
struct CodeRun {
  uint32_t begin;
  uint32_t value;
};

// The runs that a function object without a state returns as an array, in ascending order: how far
// each begins behind the one before, then their values.
template <class Runs>
consteval auto packed_runs(Runs) {
  return packed([] {
    constexpr auto kRuns = Runs()();
    constexpr size_t kCount = kRuns.size();
    std::array<uint32_t, 1 + 2 * kCount> numbers{kCount};
    uint32_t before = 0;
    for (size_t i = 0; i < kCount; ++i) {
      numbers[1 + i] = kRuns[i].begin - before;
      numbers[1 + kCount + i] = kRuns[i].value;
      before = kRuns[i].begin;
    }
    return numbers;
  });
}

class CodeRuns {
 public:
  // packed_runs()' bytes.
  explicit CodeRuns(const uint8_t* packed);

  struct Found {
    uint32_t begin;
    uint32_t end;  // one past the last; UINT32_MAX for the last run
    uint32_t value;
  };
  // The run that holds a code point; the value before the first run is 0.
  Found at(uint32_t code_point) const;

 private:
  std::vector<CodeRun> runs_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_CODE_RUNS_H_
