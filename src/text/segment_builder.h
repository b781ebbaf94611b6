// The part of splitting a text into tokens that all kinds of vocabularies share.
#ifndef DEBERTA_TEXT_SEGMENT_BUILDER_H_
#define DEBERTA_TEXT_SEGMENT_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "text/segment.h"

namespace deberta {

// A segment under construction, and the index of the next token's word.
class SegmentBuilder {
 public:
  void reserve(size_t bytes) {
    const size_t tokens = bytes / 4 + 8;  // enough for English; the segment grows beyond
    segment_.ids.reserve(tokens);
    segment_.offsets.reserve(tokens);
    segment_.word_ids.reserve(tokens);
  }

  // The word_ids of the next text are `index`, until the next call.
  void begin_word(int32_t index) {
    word_ = index;
    counts_words_ = false;
    segment_.in_words = true;
  }

  Segment result() && { return std::move(segment_); }

 protected:
  // Throws kInput for a text whose offsets would exceed 32 bits.
  static void check_size(std::string_view text) {
    if (text.size() >= UINT32_MAX)
      throw Error(ErrorCode::kInput, "expected a text of less than 4 GiB");
  }

  void push(int32_t id, ByteSpan span) {
    segment_.ids.push_back(id);
    segment_.word_ids.push_back(word_);
    segment_.offsets.push_back(span);
  }

  // Keeps the own text of the next token, whose id is the unknown token's.
  void begin_unknown_token(std::string text) {
    segment_.unknown.push_back({segment_.size(), std::move(text)});
  }

  // Marks the next token as an added one.
  void begin_added_token() { segment_.added.push_back(static_cast<uint32_t>(segment_.size())); }

  void end_word() { word_ += counts_words_; }

  Segment segment_;

 private:
  int32_t word_ = 0;
  bool counts_words_ = true;
};

// Build a segment of a whole text, or of split words, with a builder that has add_text().
template <class Builder, class Parts>
Segment build_segment(const Parts& parts, std::string_view text) {
  Builder builder(parts);
  builder.reserve(text.size());
  builder.add_text(text);
  return std::move(builder).result();
}

template <class Builder, class Parts>
Segment build_segment(const Parts& parts, std::span<const std::string_view> words) {
  Builder builder(parts);
  for (size_t i = 0; i < words.size(); ++i) {
    builder.begin_word(static_cast<int32_t>(i));
    builder.add_text(words[i]);
  }
  return std::move(builder).result();
}

}  // namespace deberta

#endif  // DEBERTA_TEXT_SEGMENT_BUILDER_H_
