// Truncation of texts that are too long (truncate_encodings in tokenizers' truncation.rs).
#ifndef DEBERTA_TEXT_TRUNCATION_H_
#define DEBERTA_TEXT_TRUNCATION_H_

#include <cstddef>
#include <vector>

#include "text/special_tokens.h"

namespace deberta {

enum class Truncation {
  kNone,
  kLongestFirst,  // shares the room between the two segments as evenly as possible
  kOnlyFirst,
  kOnlySecond,
};

// Tokens of the two segments of an encoding; no pair: 0.
struct SegmentLengths {
  size_t text = 0;
  size_t pair = 0;
};

// The lengths of `full` after truncation to `room` tokens; `full` itself where it fits. Not for
// kNone. Throws kInput where cutting the one segment that may be cut is not enough.
SegmentLengths truncated_lengths(SegmentLengths full, bool has_pair, size_t room,
                                 Truncation truncation);

// The same with the rules of Python's tokenizers (truncate_sequences): where cutting the one
// segment is not enough, nothing is cut; where two equally long segments lose an odd number of
// tokens, the second loses one more. Does not throw.
SegmentLengths slow_truncated_lengths(SegmentLengths full, bool has_pair, size_t room,
                                      Truncation truncation);

// [begin, end) of tokens.
struct TokenRange {
  size_t begin = 0;
  size_t end = 0;
};

// The range of `length` tokens that remains after cutting at that side.
TokenRange kept_range(size_t length, size_t kept, Side cut);

// Ranges of `room` tokens that cover all `length` tokens; neighbours share `stride`. The first is
// kept_range(), the last may be shorter (Encoding::truncate). One range where everything fits.
// Where several are needed, throws kInput unless 0 ≤ stride < room.
std::vector<TokenRange> window_ranges(size_t length, size_t room, int stride, Side cut);

}  // namespace deberta

#endif  // DEBERTA_TEXT_TRUNCATION_H_
