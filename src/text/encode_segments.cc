#include "text/encode_segments.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"

namespace deberta {
namespace {

using Kind = TemplatePiece::Kind;

// The maximum number of tokens in all windows of a call, 25 bytes each; more would exhaust memory.
constexpr size_t kMaxWindowTokens = size_t{1} << 26;

[[noreturn]] void bad_input(const std::string& fact) { throw Error(ErrorCode::kInput, fact); }

// The ranges of each segment that an encoding holds.
struct Kept {
  TokenRange text;
  TokenRange pair;
};

void append(const Segment& segment, TokenRange range, int32_t type_id, int8_t sequence,
            Encoding& to) {
  const size_t count = range.end - range.begin;
  const auto copy = [&](const auto& from, auto& into) {
    into.insert(into.end(), from.begin() + static_cast<ptrdiff_t>(range.begin),
                from.begin() + static_cast<ptrdiff_t>(range.end));
  };
  const size_t front = to.offsets.size();
  for (const UnknownToken& token : segment.unknown) {
    if (token.index < range.begin || token.index >= range.end) continue;
    to.unknown.push_back({front + token.index - range.begin, token.text});
  }
  copy(segment.ids, to.ids);
  copy(segment.offsets, to.offsets);
  copy(segment.word_ids, to.word_ids);
  if (count > 0 && !segment.offsets_in_front.empty()) {
    to.offsets[front] = segment.offsets_in_front[range.begin];
  }
  to.type_ids.insert(to.type_ids.end(), count, type_id);
  to.special_tokens_mask.insert(to.special_tokens_mask.end(), count, uint8_t{0});
  to.sequence_ids.insert(to.sequence_ids.end(), count, sequence);
}

void append_special(const TemplatePiece& piece, Encoding& to) {
  to.ids.push_back(piece.id);
  to.offsets.push_back({});
  to.word_ids.push_back(-1);
  to.type_ids.push_back(piece.type_id);
  to.special_tokens_mask.push_back(1);
  to.sequence_ids.push_back(-1);
}

void reserve(Encoding& encoding, size_t tokens) {
  encoding.ids.reserve(tokens);
  encoding.type_ids.reserve(tokens);
  encoding.offsets.reserve(tokens);
  encoding.special_tokens_mask.reserve(tokens);
  encoding.sequence_ids.reserve(tokens);
  encoding.word_ids.reserve(tokens);
}

Encoding assemble(const Template& form, const Segments& segments, const Kept& kept) {
  Encoding result;
  reserve(result, form.pieces.size() + (kept.text.end - kept.text.begin) +
                      (kept.pair.end - kept.pair.begin));
  for (const TemplatePiece& piece : form.pieces) {
    switch (piece.kind) {
      case Kind::kText:
        append(segments.text, kept.text, piece.type_id, 0, result);
        break;
      case Kind::kPair:
        if (segments.pair) append(*segments.pair, kept.pair, piece.type_id, 1, result);
        break;
      case Kind::kSpecial:
        append_special(piece, result);
        break;
    }
  }
  return result;
}

Template form_of(const TokenizerParts& parts, const Segments& segments,
                 const EncodeOptions& options) {
  const Template& full = segments.pair ? parts.pair : parts.single;
  return options.add_special_tokens ? full : full.bare();
}

// 0: no limit.
int limit_of(const TokenizerParts& parts, const EncodeOptions& options) {
  if (options.truncation == Truncation::kNone) return 0;
  return options.max_length > 0 ? options.max_length : parts.model_max_length;
}

// The number of tokens that max_length leaves beside the special ones.
size_t room_beside(const Template& form, int max_length) {
  const int room = max_length - form.specials();
  if (room < 0) {
    bad_input("max_length is " + std::to_string(max_length) + ", the special tokens alone are " +
              std::to_string(form.specials()));
  }
  return static_cast<size_t>(room);
}

SegmentLengths lengths_of(const Segments& segments) {
  return {segments.text.size(), segments.pair ? segments.pair->size() : 0};
}

// The reference stops reading a segment, from the end that is kept, after the word with which it
// reaches max_length tokens; after added tokens it checks again only after another word. A
// segment's length counts only up to there. Words that the caller has split are read one by one, so
// all of them count.
size_t length_read(const Segment& segment, size_t limit, Side cut) {
  const size_t size = segment.size();
  if (size <= limit || segment.in_words) return size;
  const auto index = [&](size_t token) { return cut == Side::kRight ? token : size - 1 - token; };
  const auto word = [&](size_t token) { return segment.word_ids[index(token)]; };
  size_t length = limit;
  while (length < size && std::ranges::binary_search(segment.added, index(length - 1))) ++length;
  while (length < size && word(length) == word(length - 1)) ++length;
  return length;
}

SegmentLengths kept_lengths(const TokenizerParts& parts, const Template& form,
                            const Segments& segments, const EncodeOptions& options) {
  SegmentLengths full = lengths_of(segments);
  const int limit = limit_of(parts, options);
  if (limit == 0) return full;
  const size_t room = room_beside(form, limit);
  const bool has_pair = segments.pair != nullptr;
  if (parts.reference == Reference::kSlow) {
    return slow_truncated_lengths(full, has_pair, room, options.truncation);
  }
  if (options.truncation == Truncation::kLongestFirst) {
    full.text = length_read(segments.text, static_cast<size_t>(limit), parts.truncation_side);
    if (has_pair)
      full.pair = length_read(*segments.pair, static_cast<size_t>(limit), parts.truncation_side);
  }
  return truncated_lengths(full, has_pair, room, options.truncation);
}

// The reference combines the windows of both segments in this order: the first of both; then each
// further window of the segment that is first in the template with all windows of the other; then
// the first window of the first with the further windows of the other (Encoding::merge_with).
template <class OnPair>
void for_each_combination(size_t first_count, size_t second_count, const OnPair& on_pair) {
  on_pair(0, 0);
  for (size_t first = 1; first < first_count; ++first) {
    for (size_t second = 0; second < second_count; ++second) on_pair(first, second);
  }
  for (size_t second = 1; second < second_count; ++second) on_pair(0, second);
}

bool pair_comes_first(const Template& form) {
  const auto place = [&](Kind kind) {
    return std::ranges::find(form.pieces, kind, &TemplatePiece::kind);
  };
  return place(Kind::kPair) < place(Kind::kText);
}

}  // namespace

Encoding encode_segments(const TokenizerParts& parts, const Segments& segments,
                         const EncodeOptions& options) {
  const Template form = form_of(parts, segments, options);
  const SegmentLengths full = lengths_of(segments);
  const SegmentLengths kept = kept_lengths(parts, form, segments, options);
  const Side side = parts.truncation_side;
  Encoding encoding =
      assemble(form, segments,
               {kept_range(full.text, kept.text, side), kept_range(full.pair, kept.pair, side)});
  encoding.truncated = kept.text < full.text || kept.pair < full.pair;
  return encoding;
}

std::vector<Encoding> encode_segment_windows(const TokenizerParts& parts, const Segments& segments,
                                             const EncodeOptions& options) {
  const Template form = form_of(parts, segments, options);
  const SegmentLengths full = lengths_of(segments);
  SegmentLengths kept = full;
  if (const int limit = limit_of(parts, options); limit > 0) {
    const size_t room = room_beside(form, limit);
    // A stride as large as the room is an error only where there is a next window.
    const bool is_cut = options.truncation != Truncation::kNone && full.text + full.pair > room;
    const auto stride = static_cast<size_t>(std::max(options.stride, 0));
    if (options.stride < 0 || stride > room || (is_cut && stride == room)) {
      bad_input("stride is " + std::to_string(options.stride) + ", windows have room for " +
                std::to_string(room) + " tokens");
    }
    kept = truncated_lengths(full, segments.pair != nullptr, room, options.truncation);
  }
  const Side side = parts.truncation_side;
  const auto of_text = window_ranges(full.text, kept.text, options.stride, side);
  const auto of_pair = window_ranges(full.pair, kept.pair, options.stride, side);
  const uint64_t count = uint64_t{of_text.size()} * of_pair.size();
  const size_t length = form.pieces.size() + kept.text + kept.pair;
  if (count > 1 && count > kMaxWindowTokens / length) {
    bad_input(std::to_string(count) + " windows of " + std::to_string(length) +
              " tokens, at most " + std::to_string(kMaxWindowTokens) + " tokens are allowed");
  }
  std::vector<Encoding> windows;
  windows.reserve(static_cast<size_t>(count));
  const auto add = [&](size_t text, size_t pair) {
    windows.push_back(assemble(form, segments, {of_text[text], of_pair[pair]}));
  };
  if (pair_comes_first(form)) {
    for_each_combination(of_pair.size(), of_text.size(),
                         [&](size_t pair, size_t text) { add(text, pair); });
  } else {
    for_each_combination(of_text.size(), of_pair.size(), add);
  }
  return windows;
}

}  // namespace deberta
