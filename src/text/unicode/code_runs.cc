#include "text/unicode/code_runs.h"

#include <algorithm>
#include <iterator>

namespace deberta {

CodeRuns::CodeRuns(const uint8_t* packed) {
  PackedNumbers numbers(packed);
  runs_.resize(numbers.next());
  uint32_t begin = 0;
  for (CodeRun& run : runs_) run.begin = begin += numbers.next();
  for (CodeRun& run : runs_) run.value = numbers.next();
}

CodeRuns::Found CodeRuns::at(uint32_t code_point) const {
  const auto after = std::ranges::upper_bound(runs_, code_point, {}, &CodeRun::begin);
  const uint32_t end = after == runs_.end() ? UINT32_MAX : after->begin;
  if (after == runs_.begin()) return {0, end, 0};
  const CodeRun& run = *std::prev(after);
  return {run.begin, end, run.value};
}

}  // namespace deberta
