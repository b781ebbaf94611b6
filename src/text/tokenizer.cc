#include "text/tokenizer.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "text/byte_level.h"
#include "text/utf8.h"

namespace deberta {
namespace {

[[noreturn]] void bad_input(const std::string& fact) { throw Error(ErrorCode::kInput, fact); }

// The tokens of one text, without special ones.
struct Segment {
  std::vector<int32_t> ids;
  std::vector<ByteSpan> offsets;
  std::vector<int32_t> word_ids;

  size_t size() const { return ids.size(); }
  void push(int32_t id, ByteSpan span, int32_t word) {
    ids.push_back(id);
    offsets.push_back(span);
    word_ids.push_back(word);
  }
};

bool inside_character(std::string_view text, uint32_t at) {
  return at < text.size() && (static_cast<uint8_t>(text[at]) & 0xc0) == 0x80;
}

// A token that holds a part of a character stands for the whole one.
ByteSpan whole_characters(std::string_view text, ByteSpan span) {
  while (span.begin > 0 && inside_character(text, span.begin)) --span.begin;
  while (inside_character(text, span.end)) ++span.end;
  return span;
}

class Segmenter {
 public:
  Segmenter(const TokenizerParts& parts, std::string_view text) : parts_(parts), text_(text) {}

  Segment run() && {
    if (text_.size() >= UINT32_MAX) bad_input("a text of 4 GiB or more");
    parts_.added_tokens.split(text_, [this](ByteSpan span, const AddedToken* token) {
      token != nullptr ? segment_.push(token->id, span, word_++) : add_words(span);
    });
    return std::move(segment_);
  }

 private:
  void add_words(ByteSpan range) {
    const std::string_view piece = text_.substr(range.begin, range.end - range.begin);
    if (parts_.add_prefix_space && piece[0] != ' ') {
      // The space that is not in the text shares the offsets of the character after it.
      const std::string prefixed = ' ' + std::string(piece);
      const uint32_t first = decode_utf8(piece, 0).length;
      add_words(prefixed, [&](uint32_t begin, uint32_t end) -> ByteSpan {
        return {range.begin + (begin == 0 ? 0 : begin - 1),
                range.begin + (end == 1 ? first : end - 1)};
      });
    } else {
      add_words(piece, [&](uint32_t begin, uint32_t end) -> ByteSpan {
        return {range.begin + begin, range.begin + end};
      });
    }
  }

  template <class ToSpan>
  void add_words(std::string_view piece, ToSpan to_span) {
    for (size_t begin = 0; begin < piece.size(); ++word_) {
      const size_t end = word_end(piece, begin);
      pieces_.clear();
      parts_.bpe.split(piece.substr(begin, end - begin), parts_.vocab, scratch_, pieces_);
      auto at = static_cast<uint32_t>(begin);
      for (const Bpe::Piece& part : pieces_) {
        segment_.push(part.id, whole_characters(text_, to_span(at, at + part.bytes)), word_);
        at += part.bytes;
      }
      begin = end;
    }
  }

  const TokenizerParts& parts_;
  std::string_view text_;
  Segment segment_;
  int32_t word_ = 0;
  Bpe::Scratch scratch_;
  std::vector<Bpe::Piece> pieces_;
};

struct Range {
  size_t begin = 0;
  size_t end = 0;
};

void append(const Segment& segment, Range range, int32_t type_id, int8_t sequence, Encoding& to) {
  const size_t count = range.end - range.begin;
  const auto copy = [&](const auto& from, auto& into) {
    into.insert(into.end(), from.begin() + static_cast<ptrdiff_t>(range.begin),
                from.begin() + static_cast<ptrdiff_t>(range.end));
  };
  copy(segment.ids, to.ids);
  copy(segment.offsets, to.offsets);
  copy(segment.word_ids, to.word_ids);
  to.type_ids.insert(to.type_ids.end(), count, type_id);
  to.special_tokens_mask.insert(to.special_tokens_mask.end(), count, uint8_t{0});
  to.sequence_ids.insert(to.sequence_ids.end(), count, sequence);
}

Encoding assemble(const Template& form, const Segment& text, Range of_text, const Segment& pair,
                  Range of_pair) {
  Encoding result;
  for (const TemplatePiece& piece : form.pieces) {
    switch (piece.kind) {
      case TemplatePiece::Kind::kText:
        append(text, of_text, piece.type_id, 0, result);
        break;
      case TemplatePiece::Kind::kPair:
        append(pair, of_pair, piece.type_id, 1, result);
        break;
      case TemplatePiece::Kind::kSpecial:
        result.ids.push_back(piece.id);
        result.offsets.push_back({});
        result.word_ids.push_back(-1);
        result.type_ids.push_back(piece.type_id);
        result.special_tokens_mask.push_back(1);
        result.sequence_ids.push_back(-1);
        break;
    }
  }
  return result;
}

// Lengths that two segments are cut to (the reference's truncate_encodings). The shorter one is
// kept whole where the longer one can give up enough; else they share `budget`, and the longer one,
// of equals the second, has the odd token. The reference stops reading a segment after max_length
// tokens, so what is longer counts as equally long.
std::pair<size_t, size_t> longest_first(size_t text, size_t pair, size_t budget,
                                        size_t max_length) {
  text = std::min(text, max_length);
  pair = std::min(pair, max_length);
  const size_t less = std::min({text, pair, budget / 2});
  return text > pair ? std::pair(budget - less, less) : std::pair(less, budget - less);
}

size_t cut(size_t length, size_t excess, const char* strategy) {
  if (length <= excess) {
    bad_input(std::string("truncation ") + strategy + ": the segment has " +
              std::to_string(length) + " tokens, " + std::to_string(excess) + " would have to go");
  }
  return length - excess;
}

// Tokens that max_length leaves beside the special ones.
size_t content_budget(int max_length, const Template& form) {
  const int budget = max_length - form.specials();
  if (budget < 0) {
    bad_input("max_length is " + std::to_string(max_length) + ", the special tokens alone are " +
              std::to_string(form.specials()));
  }
  return static_cast<size_t>(budget);
}

Encoding encode_segments(const TokenizerParts& parts, const Segment& text, const Segment* pair,
                         const EncodeOptions& options) {
  const Segment none;
  const Template& full = pair != nullptr ? parts.pair : parts.single;
  const Template form = options.add_special_tokens ? full : full.bare();
  Range of_text{0, text.size()};
  Range of_pair{0, pair != nullptr ? pair->size() : 0};
  const int max_length = options.max_length > 0 ? options.max_length : parts.model_max_length;
  bool truncated = false;
  if (options.truncation != Truncation::kNone && max_length > 0) {
    const size_t budget = content_budget(max_length, form);
    const size_t total = of_text.end + of_pair.end;
    if (total > budget) {
      truncated = true;
      if (options.truncation == Truncation::kOnlyFirst) {
        of_text.end = cut(of_text.end, total - budget, "only_first");
      } else if (options.truncation == Truncation::kOnlySecond) {
        if (pair == nullptr) bad_input("truncation only_second: there is no second text");
        of_pair.end = cut(of_pair.end, total - budget, "only_second");
      } else if (pair == nullptr) {
        of_text.end = budget;
      } else {
        std::tie(of_text.end, of_pair.end) =
            longest_first(of_text.end, of_pair.end, budget, static_cast<size_t>(max_length));
      }
    }
  }
  Encoding encoding = assemble(form, text, of_text, pair != nullptr ? *pair : none, of_pair);
  encoding.truncated = truncated;
  return encoding;
}

}  // namespace

Encoding Tokenizer::encode(std::string_view text, const EncodeOptions& options) const {
  return encode_segments(parts_, Segmenter(parts_, text).run(), nullptr, options);
}

Encoding Tokenizer::encode_pair(std::string_view text, std::string_view pair,
                                const EncodeOptions& options) const {
  const Segment second = Segmenter(parts_, pair).run();
  return encode_segments(parts_, Segmenter(parts_, text).run(), &second, options);
}

std::vector<Encoding> Tokenizer::encode_windows(std::string_view text, int max_length,
                                                int stride) const {
  const size_t budget = content_budget(max_length, parts_.single);
  if (stride < 0 || static_cast<size_t>(stride) >= budget) {
    bad_input("stride is " + std::to_string(stride) + ", windows have room for " +
              std::to_string(budget) + " tokens");
  }
  const Segment segment = Segmenter(parts_, text).run();
  const Segment none;
  const size_t step = budget - static_cast<size_t>(stride);
  std::vector<Encoding> windows;
  size_t begin = 0;
  do {
    const Range range{begin, std::min(segment.size(), begin + budget)};
    windows.push_back(assemble(parts_.single, segment, range, none, {}));
    if (range.end == segment.size()) break;
    begin += step;
  } while (true);
  return windows;
}

}  // namespace deberta
