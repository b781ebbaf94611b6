// Text → the tokens of one segment with WordPiece; see segment.h.
#ifndef DEBERTA_TEXT_WORDPIECE_SEGMENT_H_
#define DEBERTA_TEXT_WORDPIECE_SEGMENT_H_

#include <span>
#include <string_view>

#include "text/segment.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// As segment_of(). parts.wordpiece must be set. A word is what stands between white space and
// punctuation, or one mark of punctuation.
Segment wordpiece_segment_of(const TokenizerParts& parts, std::string_view text);
Segment wordpiece_segment_of(const TokenizerParts& parts, std::span<const std::string_view> words);

}  // namespace deberta

#endif  // DEBERTA_TEXT_WORDPIECE_SEGMENT_H_
