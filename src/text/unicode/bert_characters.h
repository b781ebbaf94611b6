// Classes of code points, as BERT's normalizer and pre-tokenizer see them.
#ifndef DEBERTA_TEXT_UNICODE_BERT_CHARACTERS_H_
#define DEBERTA_TEXT_UNICODE_BERT_CHARACTERS_H_

#include <cstdint>

namespace deberta {

enum class BertClass : uint8_t {
  kOther,
  kRemoved,  // by clean_text: NUL, U+FFFD and category C without tab, line feed, carriage return
  kMark,     // Mn: removed by strip_accents
  kPunctuation,  // category P, and the other symbols of ASCII
};

// Properties of a code point. The two implementations use different versions of Unicode.
struct BertCharacter {
  BertClass rust;      // the library `tokenizers`
  BertClass python;    // BasicTokenizer; here always with Unicode 17.0
  uint8_t rank;        // that of its canonical combining class; 0: a starter
  bool recent;         // `tokenizers` does not know its normal form
  uint32_t begin = 0;  // the first and the last but one code point with these properties
  uint32_t end = 0;
};

// Accepts any value.
BertCharacter bert_character(uint32_t code_point);

// A "Chinese character" in the sense of BERT: one of the CJK Unified Ideographs, which are words of
// their own. `tokenizers` excludes U+2B820…U+2B91F.
bool is_chinese(uint32_t code_point, bool python);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_BERT_CHARACTERS_H_
