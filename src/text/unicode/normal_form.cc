#include "text/unicode/normal_form.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/sort.h"
#include "text/unicode/packed_numbers.h"

namespace deberta {
namespace {

struct Pair {
  uint32_t whole;
  uint32_t first;
  uint32_t second;
  bool composes;
};

// How far each code point is behind the one before, and whether its parts are composed again; the
// first parts, as their distances from those before; the second parts.
constexpr auto kPairs = packed([] {
  // By code point, 21 bits each: the code point, the first part, the second (0: there is none);
  // then one bit: whether the parts are composed again.
  constexpr uint64_t kTable[] = {
#include "text/unicode/canonical_decompositions.inc"
  };
  constexpr size_t kCount = std::size(kTable);
  constexpr uint64_t kPoint = (1u << 21) - 1;
  std::array<uint32_t, 1 + 3 * kCount> numbers{kCount};
  uint32_t whole = 0, first = 0;
  for (size_t i = 0; i < kCount; ++i) {
    const uint64_t bits = kTable[i];
    const auto its_whole = static_cast<uint32_t>(bits >> 43);
    const auto its_first = static_cast<uint32_t>(bits >> 22 & kPoint);
    numbers[1 + i] = (its_whole - whole) << 1 | (bits & 1);
    // The sign is the lowest bit.
    numbers[1 + kCount + i] =
        its_first >= first ? (its_first - first) << 1 : (first - its_first) << 1 | 1;
    numbers[1 + 2 * kCount + i] = static_cast<uint32_t>(bits >> 1 & kPoint);
    whole = its_whole;
    first = its_first;
  }
  return numbers;
});

// By code point.
const std::vector<Pair>& all_pairs() {
  static const std::vector<Pair> pairs = [] {
    PackedNumbers numbers(kPairs.data());
    std::vector<Pair> all(numbers.next());
    uint32_t whole = 0, first = 0;
    for (Pair& pair : all) {
      const uint32_t bits = numbers.next();
      pair.whole = whole += bits >> 1;
      pair.composes = (bits & 1) != 0;
    }
    for (Pair& pair : all) {
      const uint32_t bits = numbers.next();
      pair.first = first += (bits & 1) == 0 ? bits >> 1 : -(bits >> 1);
    }
    for (Pair& pair : all) pair.second = numbers.next();
    return all;
  }();
  return pairs;
}

// Syllables of Hangul are computed (section 3.12 of the Unicode standard).
constexpr uint32_t kSyllables = 0xac00, kLeads = 0x1100, kVowels = 0x1161, kTails = 0x11a7;
constexpr uint32_t kLeadCount = 19, kVowelCount = 21, kTailCount = 28;
constexpr uint32_t kSyllableCount = kLeadCount * kVowelCount * kTailCount;

// Code points that can be decomposed: most texts have none of them.
bool may_have_parts(uint32_t point) {
  constexpr uint32_t kFirst = 0xc0, kIdeographs = 0x3400, kAfterIdeographs = 0xf900;
  return point >= kFirst && (point < kIdeographs || point >= kAfterIdeographs);
}

const Pair* pair_of(uint32_t point) {
  const std::vector<Pair>& pairs = all_pairs();
  const auto found = std::ranges::lower_bound(pairs, point, {}, &Pair::whole);
  return found != pairs.end() && found->whole == point ? &*found : nullptr;
}

// The pairs that compose, by their parts.
const std::vector<Pair>& compositions() {
  static const std::vector<Pair> pairs = [] {
    std::vector<Pair> found;
    std::ranges::copy_if(all_pairs(), std::back_inserter(found), &Pair::composes);
    sort_stably(found, {}, [](const Pair& pair) { return std::pair(pair.first, pair.second); });
    return found;
  }();
  return pairs;
}

}  // namespace

Decomposition::Decomposition(uint32_t code_point) {
  if (const uint32_t index = code_point - kSyllables; index < kSyllableCount) {
    points_[count_++] = kLeads + index / (kVowelCount * kTailCount);
    points_[count_++] = kVowels + index / kTailCount % kVowelCount;
    if (index % kTailCount != 0) points_[count_++] = kTails + index % kTailCount;
    return;
  }
  // Only the first part of a pair has parts of its own, so the second parts are found from the last
  // to the first.
  size_t begin = kLongest;
  for (uint32_t first = code_point;;) {
    const Pair* pair = may_have_parts(first) ? pair_of(first) : nullptr;
    if (pair == nullptr) {
      points_[--begin] = first;
      break;
    }
    if (pair->second != 0) points_[--begin] = pair->second;
    first = pair->first;
  }
  std::move(points_.begin() + begin, points_.end(), points_.begin());
  count_ = kLongest - begin;
}

uint32_t composed(uint32_t first, uint32_t second) {
  if (first - kLeads < kLeadCount && second - kVowels < kVowelCount) {
    return kSyllables + ((first - kLeads) * kVowelCount + (second - kVowels)) * kTailCount;
  }
  if (const uint32_t index = first - kSyllables;
      index < kSyllableCount && index % kTailCount == 0 && second - kTails - 1 < kTailCount - 1) {
    return first + (second - kTails);
  }
  const auto parts = [](const Pair& pair) { return std::pair(pair.first, pair.second); };
  const auto& pairs = compositions();
  const auto found = std::ranges::lower_bound(pairs, std::pair(first, second), {}, parts);
  return found != pairs.end() && parts(*found) == std::pair(first, second) ? found->whole : 0;
}

}  // namespace deberta
