// Extended grapheme clusters (UAX #29): what a reader takes for one character, "é" as e and U+0301.
#ifndef DEBERTA_TEXT_UNICODE_GRAPHEME_H_
#define DEBERTA_TEXT_UNICODE_GRAPHEME_H_

#include <cstddef>
#include <string_view>

namespace deberta {

// Where the cluster that begins at `begin` < text.size() ends. A byte of no valid UTF-8 is a
// cluster of its own, but for what extends it.
size_t grapheme_end(std::string_view text, size_t begin);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_GRAPHEME_H_
