// Texts → words, as GLiNER and GLiNER2 split them.
#ifndef DEBERTA_TASKS_GLINER_WORDS_H_
#define DEBERTA_TASKS_GLINER_WORDS_H_

#include <string_view>
#include <vector>

#include "text/unicode/byte_span.h"

namespace deberta {

// All matches of \w+(?:[-_]\w+)*|\S of Python's re on str: there \w is a letter, a number or "_"
// (no marks), and \S also excludes U+001C to U+001F.
std::vector<ByteSpan> gliner_words(std::string_view text);

// All matches of, ignoring case as Python's re does on str,
//
//   https?://\S+ | www\.\S+ | [a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,} | @[a-z0-9_]+
//   | \w+(?:[-_]\w+)* | \S
//
// There [a-z] also is İ, ı, ſ and the Kelvin sign. In linear time.
std::vector<ByteSpan> gliner2_words(std::string_view text);

}  // namespace deberta

#endif  // DEBERTA_TASKS_GLINER_WORDS_H_
