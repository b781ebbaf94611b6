// The words of a text as readers see them: what stands between white space and the signs of data,
// such as JSON and CSV, without the punctuation around it.
//
//   “Ada O'Brien-King” (U.N., $5)     →  Ada · O'Brien-King · U.N. · $5
//   {"name":"Ada","age":36},1,000;ok  →  name · Ada · age · 36 · 1,000 · ok
#ifndef DEBERTA_TEXT_UNICODE_WORDS_H_
#define DEBERTA_TEXT_UNICODE_WORDS_H_

#include <string_view>
#include <vector>

#include "text/unicode/byte_span.h"

namespace deberta {

// The words of text[range), in order; none overlap. What is not in a word is
// - white space (ends_words() in white_space.h), or an invisible character beside it;
// - between words: double quotes and guillemets, brackets ( [ { <, ; | = and a dash (—), ellipses,
//   bullets, pictographs; two or more of - or . in a row; a comma, but not before the three digits
//   of thousands; a colon, but not between digits, before /, or in an address of IPv6 or hardware;
//   & before a key and its =;
// - at the edge of a word: punctuation and symbols, except # $ % & + / @ and signs of currencies.
// The full stop of an abbreviation ("U.N.") belongs to its word. Scripts that are written without
// spaces (Chinese, Japanese, Thai, Lao, Burmese, Khmer): every character is a word, and so is a run
// of katakana, as in UAX #29.
std::vector<ByteSpan> words_in(std::string_view text, ByteSpan range);

// The word that the position is inside of, after its beginning and before its end; nullptr where it
// cuts none. words: as words_in() returns them.
const ByteSpan* word_cut_at(const std::vector<ByteSpan>& words, uint32_t position);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_WORDS_H_
