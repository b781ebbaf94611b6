// Text → the tokens of one segment of an encoding, without special tokens.
#ifndef DEBERTA_TEXT_SEGMENT_H_
#define DEBERTA_TEXT_SEGMENT_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/encoding.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// Vectors are [tokens].
struct Segment {
  std::vector<int32_t> ids;
  std::vector<ByteSpan> offsets;
  std::vector<int32_t> word_ids;
  // The `offsets` of a token that becomes the first after truncation. Empty where they are the
  // same; see OffsetTrimming.
  std::vector<ByteSpan> offsets_in_front;
  std::vector<uint32_t> added;        // indices of added tokens, ascending
  std::vector<UnknownToken> unknown;  // ascending
  bool in_words = false;              // word_ids are indices of words that the caller has split

  size_t size() const { return ids.size(); }
};

// A text, which these functions split into words. Throws kInput for a text of 4 GiB or more.
Segment segment_of(const TokenizerParts& parts, std::string_view text);

// Words that the caller has split (is_split_into_words): offsets are within the word, word_ids are
// the word's index. Each word is tokenized as a text of its own.
Segment segment_of(const TokenizerParts& parts, std::span<const std::string_view> words);

}  // namespace deberta

#endif  // DEBERTA_TEXT_SEGMENT_H_
