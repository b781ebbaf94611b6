#include "text/unicode/grapheme.h"

#include <cstdint>
#include <iterator>

#include "text/unicode/code_runs.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

enum class Break : uint8_t {
  kOther,
  kControl,
  kExtend,
  kExtendOnly,  // extends a cluster, but not a conjunct
  kLinker,      // a virama: extends, and makes a conjunct of two consonants
  kZwj,
  kSpacingMark,
  kPrepend,
  kPictograph,
  kConsonant,
  // Code points outside the table.
  kCr,
  kLf,
  kRegional,
  kL,  // Hangul: leading consonant, vowel, trailing consonant, and syllables
  kV,
  kT,
  kLv,
  kLvt,
};

constexpr CodeRun run(uint32_t begin, Break kind) { return {begin, static_cast<uint32_t>(kind)}; }

constexpr auto kRuns = packed_runs([] {
  return std::to_array<CodeRun>({
#include "text/unicode/grapheme_tables.inc"
  });
});

bool in(uint32_t point, uint32_t first, uint32_t last) { return point - first <= last - first; }

Break break_class(uint32_t point) {
  if (point < 0x80) {
    return point == '\r'                   ? Break::kCr
           : point == '\n'                 ? Break::kLf
           : point < 0x20 || point == 0x7f ? Break::kControl
                                           : Break::kOther;
  }
  if (in(point, 0x1100, 0x115f) || in(point, 0xa960, 0xa97c)) return Break::kL;
  if (in(point, 0x1160, 0x11a7) || in(point, 0xd7b0, 0xd7c6)) return Break::kV;
  if (in(point, 0x11a8, 0x11ff) || in(point, 0xd7cb, 0xd7fb)) return Break::kT;
  if (in(point, 0xac00, 0xd7a3)) return (point - 0xac00) % 28 == 0 ? Break::kLv : Break::kLvt;
  if (in(point, 0x1f1e6, 0x1f1ff)) return Break::kRegional;
  static const CodeRuns runs(kRuns.data());
  return static_cast<Break>(runs.at(point).value);
}

bool is_control(Break kind) {
  return kind == Break::kControl || kind == Break::kCr || kind == Break::kLf;
}

bool is_extend(Break kind) {
  return kind == Break::kExtend || kind == Break::kExtendOnly || kind == Break::kLinker;
}

// The state of a cluster so far, as needed by the rules.
class Cluster {
 public:
  explicit Cluster(Break first) { push(first); }

  // Whether `next` belongs to the cluster.
  bool joins(Break next) const {
    if (last_ == Break::kCr && next == Break::kLf) return true;  // GB3
    if (is_control(last_) || is_control(next)) return false;     // GB4, 5
    if (is_extend(next) || next == Break::kZwj || next == Break::kSpacingMark) return true;  // GB9
    if (last_ == Break::kPrepend) return true;                                               // GB9b
    switch (next) {
      case Break::kL:
      case Break::kLv:
      case Break::kLvt:
        return last_ == Break::kL;  // GB6
      case Break::kV:
        return last_ == Break::kL || last_ == Break::kLv || last_ == Break::kV;  // GB6, 7
      case Break::kT:
        return last_ == Break::kLv || last_ == Break::kV || last_ == Break::kLvt ||
               last_ == Break::kT;  // GB7, 8
      case Break::kConsonant:
        return linked_;  // GB9c
      case Break::kPictograph:
        return pictograph_ && last_ == Break::kZwj;  // GB11
      case Break::kRegional:
        return odd_regionals_;  // GB12, 13
      default:
        return false;
    }
  }

  void push(Break next) {
    const bool extends = is_extend(next) || next == Break::kZwj;
    const bool conjunct = extends && next != Break::kExtendOnly && consonant_;
    linked_ = conjunct && (linked_ || next == Break::kLinker);
    consonant_ = conjunct || next == Break::kConsonant;
    // An emoji, Extend*, and at most one joiner, at the end.
    pictograph_ = next == Break::kPictograph || (extends && pictograph_ && last_ != Break::kZwj);
    odd_regionals_ = next == Break::kRegional && !odd_regionals_;
    last_ = next;
  }

 private:
  Break last_ = Break::kOther;
  bool consonant_ = false;
  bool linked_ = false;
  bool pictograph_ = false;
  bool odd_regionals_ = false;
};

bool is_ascii(char c) { return static_cast<uint8_t>(c) < 0x80; }

}  // namespace

size_t grapheme_end(std::string_view text, size_t begin) {
  const CodePoint first = decode_utf8(text, begin);
  size_t end = begin + first.length;
  if (end == text.size() || (first.value != '\r' && first.value < 0x80 && is_ascii(text[end]))) {
    return end;
  }
  Cluster cluster(break_class(first.value));
  while (end < text.size()) {
    const CodePoint point = decode_utf8(text, end);
    const Break next = break_class(point.value);
    if (!cluster.joins(next)) break;
    cluster.push(next);
    end += point.length;
  }
  return end;
}

}  // namespace deberta
