// Normalises a text before WordPiece splits it: removes control characters, puts spaces around
// Chinese characters, removes accents, makes lower case.
#ifndef DEBERTA_TEXT_NORMALIZERS_BERT_NORMALIZER_H_
#define DEBERTA_TEXT_NORMALIZERS_BERT_NORMALIZER_H_

#include <string_view>

#include "text/normalizers/normalized_text.h"
#include "text/unicode/byte_span.h"

namespace deberta {

class BertNormalizer {
 public:
  struct Rules {
    bool cleans_text = true;  // removes BertClass::kRemoved, and makes all white space a space
    bool separates_chinese = true;
    bool strips_accents = true;  // decomposes, and removes BertClass::kMark
    bool lowercases = true;
    // As BasicTokenizer of transformers: makes lower case first; where accents stay, composes them.
    bool python = false;
  };

  static const Rules kAsItIs;     // no rule
  static const Rules kLowerCase;  // only `lowercases`

  BertNormalizer() : BertNormalizer(Rules()) {}
  explicit BertNormalizer(const Rules& rules) : rules_(rules) {}

  // Appends a part of the text, normalised. Bytes that are not UTF-8 count as U+FFFD. Throws kInput
  // where the result would have 4 GiB.
  void normalize(std::string_view text, ByteSpan part, NormalizedText& out) const;

  const Rules& rules() const { return rules_; }

 private:
  Rules rules_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_NORMALIZERS_BERT_NORMALIZER_H_
