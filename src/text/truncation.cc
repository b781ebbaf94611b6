#include "text/truncation.h"

#include <algorithm>
#include <string>

#include "base/error.h"

namespace deberta {
namespace {

[[noreturn]] void bad_input(const std::string& fact) { throw Error(ErrorCode::kInput, fact); }

// The shorter one stays whole where cutting the longer one is enough. Else they share `room`, and
// the longer one has the odd token; of equally long ones, the second.
SegmentLengths longest_first(SegmentLengths full, size_t room) {
  const size_t less = std::min({full.text, full.pair, room / 2});
  return full.text > full.pair ? SegmentLengths{room - less, less}
                               : SegmentLengths{less, room - less};
}

size_t cut(size_t length, size_t excess, const char* strategy) {
  if (length <= excess) {
    bad_input(std::string("truncation ") + strategy + ": the segment has " +
              std::to_string(length) + " tokens, but " + std::to_string(excess) +
              " must be removed");
  }
  return length - excess;
}

}  // namespace

SegmentLengths truncated_lengths(SegmentLengths full, bool has_pair, size_t room,
                                 Truncation truncation) {
  if (full.text + full.pair <= room) return full;
  const size_t excess = full.text + full.pair - room;
  if (truncation == Truncation::kOnlyFirst) {
    return {cut(full.text, excess, "only_first"), full.pair};
  }
  if (truncation == Truncation::kOnlySecond) {
    if (!has_pair) bad_input("truncation only_second: expected a second text");
    return {full.text, cut(full.pair, excess, "only_second")};
  }
  return has_pair ? longest_first(full, room) : SegmentLengths{room, 0};
}

SegmentLengths slow_truncated_lengths(SegmentLengths full, bool has_pair, size_t room,
                                      Truncation truncation) {
  if (full.text + full.pair <= room) return full;
  const size_t excess = full.text + full.pair - room;
  if (truncation == Truncation::kOnlySecond) {
    return {full.text, full.pair > excess ? full.pair - excess : full.pair};
  }
  if (truncation == Truncation::kOnlyFirst || !has_pair) {
    return {full.text > excess ? full.text - excess : full.text, full.pair};
  }
  const bool text_is_longer = full.text > full.pair;
  const size_t difference = text_is_longer ? full.text - full.pair : full.pair - full.text;
  const size_t of_longer = std::min(difference, excess);
  const size_t of_text = (excess - of_longer) / 2, of_pair = excess - of_longer - of_text;
  return text_is_longer ? SegmentLengths{full.text - of_longer - of_text, full.pair - of_pair}
                        : SegmentLengths{full.text - of_text, full.pair - of_longer - of_pair};
}

TokenRange kept_range(size_t length, size_t kept, Side cut) {
  kept = std::min(kept, length);
  return cut == Side::kRight ? TokenRange{0, kept} : TokenRange{length - kept, length};
}

std::vector<TokenRange> window_ranges(size_t length, size_t room, int stride, Side cut) {
  if (length <= room) return {{0, length}};
  if (stride < 0 || static_cast<size_t>(stride) >= room) {
    bad_input("stride is " + std::to_string(stride) + ", windows have room for " +
              std::to_string(room) + " tokens");
  }
  const size_t step = room - static_cast<size_t>(stride);
  std::vector<TokenRange> ranges;
  for (size_t done = 0;; done += step) {
    const size_t end = std::min(length, done + room);
    ranges.push_back(cut == Side::kRight ? TokenRange{done, end}
                                         : TokenRange{length - end, length - done});
    if (end == length) return ranges;
  }
}

}  // namespace deberta
