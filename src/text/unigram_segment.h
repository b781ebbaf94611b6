// Text → the tokens of one segment with a unigram model, for DeBERTa v2 and v3; see segment.h.
#ifndef DEBERTA_TEXT_UNIGRAM_SEGMENT_H_
#define DEBERTA_TEXT_UNIGRAM_SEGMENT_H_

#include <span>
#include <string_view>

#include "text/segment.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// As segment_of(). parts.unigram must be set.
Segment unigram_segment_of(const TokenizerParts& parts, std::string_view text);
Segment unigram_segment_of(const TokenizerParts& parts, std::span<const std::string_view> words);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNIGRAM_SEGMENT_H_
