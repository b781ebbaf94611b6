// Segments → encodings: special tokens, truncation, windows.
#ifndef DEBERTA_TEXT_ENCODE_SEGMENTS_H_
#define DEBERTA_TEXT_ENCODE_SEGMENTS_H_

#include <vector>

#include "text/encode_options.h"
#include "text/encoding.h"
#include "text/segment.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// Borrows both.
struct Segments {
  const Segment& text;
  const Segment* pair = nullptr;  // null: a single sequence
};

// The part of Tokenizer::encode() and encode_windows() after making the segments. The same errors.
Encoding encode_segments(const TokenizerParts& parts, const Segments& segments,
                         const EncodeOptions& options);
std::vector<Encoding> encode_segment_windows(const TokenizerParts& parts, const Segments& segments,
                                             const EncodeOptions& options);

}  // namespace deberta

#endif  // DEBERTA_TEXT_ENCODE_SEGMENTS_H_
