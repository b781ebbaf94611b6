// How texts that are too long are cut (truncate_encodings in tokenizers' truncation.rs).
#ifndef DEBERTA_TEXT_TRUNCATION_H_
#define DEBERTA_TEXT_TRUNCATION_H_

#include <cstddef>
#include <vector>

#include "text/special_tokens.h"

namespace deberta {

enum class Truncation {
  kNone,
  kLongestFirst,  // shares what there is between the two segments as evenly as it goes
  kOnlyFirst,
  kOnlySecond,
};

// Tokens of the two segments of an encoding; no pair: 0.
struct SegmentLengths {
  size_t text = 0;
  size_t pair = 0;
};

// What is left of `full` for `room` tokens, `full` itself where that fits. Not for kNone. Throws
// kInput where cutting the one segment that may be cut is not enough.
SegmentLengths truncated_lengths(SegmentLengths full, bool has_pair, size_t room,
                                 Truncation truncation);

// The same as Python's tokenizers do it (truncate_sequences): where cutting the one segment is not
// enough, nothing is cut, and of the tokens that two segments of one length lose the second loses
// the odd one. Does not throw.
SegmentLengths slow_truncated_lengths(SegmentLengths full, bool has_pair, size_t room,
                                      Truncation truncation);

// [begin, end) of tokens.
struct TokenRange {
  size_t begin = 0;
  size_t end = 0;
};

// What is kept of `length` tokens, cut at that side.
TokenRange kept_range(size_t length, size_t kept, Side cut);

// Ranges of `room` tokens that cover all `length`, of which neighbours share `stride`; the first is
// what kept_range() gives, the last may be shorter (Encoding::truncate). One range where all fits.
// Throws kInput unless 0 ≤ stride < room where more than one is needed.
std::vector<TokenRange> window_ranges(size_t length, size_t room, int stride, Side cut);

}  // namespace deberta

#endif  // DEBERTA_TEXT_TRUNCATION_H_
