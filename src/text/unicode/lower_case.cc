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

constexpr uint32_t kDottedI = 0x130, kDotAbove = 0x307, kFinalSigma = 0x3c2, kSigma = 0x3c3;

}  // namespace

LowerCase lower_case_of(uint32_t code_point) {
  if (code_point == kDottedI) return {'i', kDotAbove};  // the one letter that becomes two
  return {lower(code_point)};
}

std::string lower_case(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const LowerCase small = lower_case_of(point.value);
    if (small.first == kFinalSigma) {
      append_utf8(kSigma, result);
    } else if (small.first == point.value) {
      result += text.substr(at, point.length);  // also a byte of invalid UTF-8
    } else {
      append_utf8(small.first, result);
      if (small.second != 0) append_utf8(small.second, result);
    }
    at += point.length;
  }
  return result;
}

}  // namespace deberta
