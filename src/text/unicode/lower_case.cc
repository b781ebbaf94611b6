#include "text/unicode/lower_case.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "text/unicode/utf8.h"

namespace deberta {
namespace {

struct Run {
  uint32_t first;
  uint32_t last;
  uint32_t step;
  int32_t offset;
};

constexpr Run kRuns[] = {
#include "text/unicode/lower_case_table.inc"
};

uint32_t lower(uint32_t point) {
  const Run* run = std::ranges::lower_bound(kRuns, point, {}, &Run::last);
  if (run == std::end(kRuns) || point < run->first || (point - run->first) % run->step != 0) {
    return point;
  }
  return static_cast<uint32_t>(static_cast<int32_t>(point) + run->offset);
}

}  // namespace

std::string lower_case(std::string_view text) {
  constexpr uint32_t kDottedI = 0x130, kDotAbove = 0x307, kFinalSigma = 0x3c2, kSigma = 0x3c3;
  std::string result;
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.value == kDottedI) {  // the one letter that becomes two
      append_utf8('i', result);
      append_utf8(kDotAbove, result);
    } else if (point.value == kFinalSigma) {
      append_utf8(kSigma, result);
    } else if (const uint32_t small = lower(point.value); small != point.value) {
      append_utf8(small, result);
    } else {
      result += text.substr(at, point.length);
    }
    at += point.length;
  }
  return result;
}

}  // namespace deberta
