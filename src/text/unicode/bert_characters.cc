#include "text/unicode/bert_characters.h"

#include <iterator>

#include "text/unicode/code_runs.h"

namespace deberta {
namespace {

// A run of code points from the first one on: its 21 lowest bits. Above them 2 bits of class in
// Rust, 2 bits of class in Python, 6 bits of rank, and whether it is recent.
constexpr auto kRuns = packed_runs([] {
  constexpr uint32_t kPointBits = 21;
  constexpr uint32_t kTable[] = {
#include "text/unicode/bert_characters.inc"
  };
  std::array<CodeRun, std::size(kTable)> runs{};
  for (size_t i = 0; i < runs.size(); ++i) {
    runs[i] = {kTable[i] & ((1u << kPointBits) - 1), kTable[i] >> kPointBits};
  }
  return runs;
});

}  // namespace

BertCharacter bert_character(uint32_t code_point) {
  static const CodeRuns runs(kRuns.data());
  const auto [begin, end, bits] = runs.at(code_point);
  return {static_cast<BertClass>(bits & 3),
          static_cast<BertClass>(bits >> 2 & 3),
          static_cast<uint8_t>(bits >> 4 & 63),
          bits >> 10 != 0,
          begin,
          end};
}

bool is_chinese(uint32_t point, bool python) {
  const auto in = [&](uint32_t first, uint32_t last) { return point >= first && point <= last; };
  if (point < 0x3400) return false;
  return in(0x4e00, 0x9fff) || in(0x3400, 0x4dbf) || in(0x20000, 0x2a6df) || in(0x2a700, 0x2b81f) ||
         in(python ? 0x2b820 : 0x2b920, 0x2ceaf) || in(0xf900, 0xfaff) || in(0x2f800, 0x2fa1f);
}

}  // namespace deberta
