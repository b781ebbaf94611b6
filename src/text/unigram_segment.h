// Text → the tokens of one segment, by a unigram: what segment.h promises, for DeBERTa v2 and v3.
#ifndef DEBERTA_TEXT_UNIGRAM_SEGMENT_H_
#define DEBERTA_TEXT_UNIGRAM_SEGMENT_H_

#include <span>
#include <string_view>

#include "text/segment.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// parts.unigram is there. As segment_of().
Segment unigram_segment_of(const TokenizerParts& parts, std::string_view text);
Segment unigram_segment_of(const TokenizerParts& parts, std::span<const std::string_view> words);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNIGRAM_SEGMENT_H_
