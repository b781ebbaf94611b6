#include "text/unicode/unicode.h"

#include <iterator>

#include "text/unicode/code_runs.h"

namespace deberta {
namespace {

constexpr auto kClasses = packed_runs([] {
  constexpr struct {
    uint32_t begin;
    CharClass kind;
  } kTable[] = {
#include "text/unicode/unicode_tables.inc"
  };
  std::array<CodeRun, std::size(kTable)> runs{};
  for (size_t i = 0; i < runs.size(); ++i) {
    runs[i] = {kTable[i].begin, static_cast<uint32_t>(kTable[i].kind)};
  }
  return runs;
});

constexpr auto kWordCharacters = packed_runs([] {
  // The code points where a run of word characters begins (even indices) or ends (odd indices).
  constexpr uint32_t kEdges[] = {
#include "text/unicode/word_character_tables.inc"
  };
  std::array<CodeRun, std::size(kEdges)> runs{};
  for (size_t i = 0; i < runs.size(); ++i) runs[i] = {kEdges[i], i % 2 == 0};
  return runs;
});

}  // namespace

CharClass class_of(uint32_t code_point) {
  return code_point < kAsciiClasses.size() ? kAsciiClasses[code_point] : run_of(code_point).kind;
}

CharRun run_of(uint32_t code_point) {
  static const CodeRuns runs(kClasses.data());
  const auto [begin, end, kind] = runs.at(code_point);
  return {begin, end, static_cast<CharClass>(kind)};
}

bool is_word_character(uint32_t code_point) {
  static const CodeRuns runs(kWordCharacters.data());
  return runs.at(code_point).value != 0;
}

}  // namespace deberta
