// Extended grapheme clusters (UAX #29): characters as readers see them, such as "é" of e and
// U+0301.
#ifndef DEBERTA_TEXT_UNICODE_GRAPHEME_H_
#define DEBERTA_TEXT_UNICODE_GRAPHEME_H_

#include <cstddef>
#include <string_view>

namespace deberta {

// The end of the cluster that begins at `begin` < text.size(). A byte of invalid UTF-8 is a cluster
// of its own, with the characters that extend it.
size_t grapheme_end(std::string_view text, size_t begin);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_GRAPHEME_H_
