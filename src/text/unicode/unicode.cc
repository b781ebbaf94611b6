#include "text/unicode/unicode.h"

#include <algorithm>
#include <iterator>

namespace deberta {
namespace {

struct Run {
  uint32_t begin;
  CharClass kind;
};

constexpr Run kRuns[] = {
#include "text/unicode/unicode_tables.inc"
};

// The code points where a run of word characters begins (even indices) or ends (odd indices).
constexpr uint32_t kWordEdges[] = {
#include "text/unicode/word_character_tables.inc"
};

}  // namespace

CharClass class_of(uint32_t code_point) {
  return code_point < kAsciiClasses.size() ? kAsciiClasses[code_point] : run_of(code_point).kind;
}

CharRun run_of(uint32_t code_point) {
  const auto* after = std::ranges::upper_bound(kRuns, code_point, {}, &Run::begin);
  const Run& run = *std::prev(after);
  return {run.begin, after == std::end(kRuns) ? UINT32_MAX : after->begin, run.kind};
}

bool is_word_character(uint32_t code_point) {
  const auto* after = std::ranges::upper_bound(kWordEdges, code_point);
  return (after - std::begin(kWordEdges)) % 2 == 1;
}

}  // namespace deberta
