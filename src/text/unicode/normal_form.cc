#include "text/unicode/normal_form.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace deberta {
namespace {

// By code point, 21 bits each: the code point, the first part, the second (0: there is none); then
// one bit: whether the parts are composed again.
constexpr uint64_t kPairs[] = {
#include "text/unicode/canonical_decompositions.inc"
};

struct Pair {
  uint32_t whole;
  uint32_t first;
  uint32_t second;
  bool composes;
};

constexpr Pair unpacked(uint64_t packed) {
  constexpr uint64_t kPoint = (1u << 21) - 1;
  return {static_cast<uint32_t>(packed >> 43), static_cast<uint32_t>(packed >> 22 & kPoint),
          static_cast<uint32_t>(packed >> 1 & kPoint), (packed & 1) != 0};
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

// The pairs that compose, by their parts.
const std::vector<Pair>& compositions() {
  static const std::vector<Pair> pairs = [] {
    std::vector<Pair> found;
    for (uint64_t packed : kPairs) {
      if (unpacked(packed).composes) found.push_back(unpacked(packed));
    }
    std::ranges::sort(found, {},
                      [](const Pair& pair) { return std::pair(pair.first, pair.second); });
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
    const uint64_t* pair = std::end(kPairs);
    if (may_have_parts(first)) {
      pair = std::ranges::lower_bound(kPairs, uint64_t{first} << 43);
    }
    if (pair == std::end(kPairs) || unpacked(*pair).whole != first) {
      points_[--begin] = first;
      break;
    }
    if (const uint32_t second = unpacked(*pair).second; second != 0) points_[--begin] = second;
    first = unpacked(*pair).first;
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
