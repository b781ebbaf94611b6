#include "text/unicode.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace deberta {
namespace {

struct Run {
  uint32_t begin;
  CharClass kind;
};

constexpr Run kRuns[] = {
#include "text/unicode_tables.inc"
};

CharClass find(uint32_t code_point) {
  const auto after = std::ranges::upper_bound(kRuns, code_point, {}, &Run::begin);
  return std::prev(after)->kind;
}

// Most text is ASCII.
const std::array<CharClass, 128> kAscii = [] {
  std::array<CharClass, 128> table;
  for (uint32_t i = 0; i < table.size(); ++i) table[i] = find(i);
  return table;
}();

}  // namespace

CharClass class_of(uint32_t code_point) {
  return code_point < kAscii.size() ? kAscii[code_point] : find(code_point);
}

}  // namespace deberta
