#include "text/unicode/lower_case.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "text/unicode/unicode.h"
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

constexpr uint32_t kDottedI = 0x130, kDotAbove = 0x307;
constexpr uint32_t kCapitalSigma = 0x3a3, kFinalSigma = 0x3c2, kSigma = 0x3c3;

// Whether it is the lower case of another letter.
bool has_capital(uint32_t point) {
  return std::ranges::any_of(kRuns, [&](const Run& run) {
    const auto capital = static_cast<uint32_t>(static_cast<int32_t>(point) - run.offset);
    return capital >= run.first && capital <= run.last && (capital - run.first) % run.step == 0;
  });
}

bool is_modifier_letter(uint32_t point) {
  return (point >= 0x2b0 && point <= 0x2ee) || point == 0x374 || point == 0x37a || point == 0x559;
}

// Unicode's Case_Ignorable, as far as words and addresses have it: marks, joiners, modifier
// letters, and the signs within words.
bool is_case_ignorable(uint32_t point) {
  if (point < 0x80)
    return point == '.' || point == ':' || point == '\'' || point == '^' || point == '`';
  const bool is_mark =
      point >= 0x300 && class_of(point) == CharClass::kOther && is_word_character(point);
  return is_mark || is_modifier_letter(point) || point == 0xb7 || point == 0x2019;
}

bool is_cased(uint32_t point) {
  if (class_of(point) != CharClass::kLetter) return false;
  const bool is_caseless = point == 0x1bb || (point >= 0x1c0 && point <= 0x1c3) || point == 0x294;
  if (point < 0x590 || (point >= 0x1e00 && point < 0x2000)) return !is_caseless;
  return lower(point) != point || has_capital(point);
}

// Whether the sigma at `at` ends a word: its lower case is "ς".
bool is_final(std::string_view text, size_t at) {
  const auto is_cased_there = [&](size_t place) {
    return is_cased(decode_utf8(text, place).value);
  };
  const auto is_ignorable_there = [&](size_t place) {
    return is_case_ignorable(decode_utf8(text, place).value);
  };
  size_t before = at;
  do {
    if (before == 0) return false;
    before = character_before(text, before);
  } while (is_ignorable_there(before));
  if (!is_cased_there(before)) return false;
  size_t after = at + decode_utf8(text, at).length;
  while (after < text.size() && is_ignorable_there(after)) after += decode_utf8(text, after).length;
  return after == text.size() || !is_cased_there(after);
}

// sigma(at, point): the lower case of the sigma `point` at `at`.
template <class F>
std::string lower_case_with(std::string_view text, F&& sigma) {
  std::string result;
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const LowerCase small = lower_case_of(point.value);
    if (small.first == kFinalSigma || small.first == kSigma) {
      append_utf8(sigma(at, point.value), result);
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

}  // namespace

LowerCase lower_case_of(uint32_t code_point) {
  if (code_point == kDottedI) return {'i', kDotAbove};  // the one letter that becomes two
  return {lower(code_point)};
}

std::string lower_case(std::string_view text) {
  return lower_case_with(text, [](size_t, uint32_t) { return kSigma; });
}

std::string lower_case_in_context(std::string_view text) {
  return lower_case_with(text, [&](size_t at, uint32_t point) {
    if (point != kCapitalSigma) return point;
    return is_final(text, at) ? kFinalSigma : kSigma;
  });
}

}  // namespace deberta
