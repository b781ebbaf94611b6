// Entities of whole words.
#ifndef DEBERTA_TASKS_ENTITY_WORDS_H_
#define DEBERTA_TASKS_ENTITY_WORDS_H_

#include <string_view>
#include <vector>

#include "tasks/token_classification.h"
#include "text/unicode/byte_span.h"

namespace deberta {

// Widens each entity to the words that it touches, so that none is cut. words: of words_in(). Where
// two then overlap:
// - Two of one label become one, with the better score.
// - Otherwise the one with the better score has the words that both touch, and the other keeps the
//   words that are left, if any. What is labelled "O" gives way to all others.
// The result is in the order of the text, and without overlaps if the entities of one label and
// position are not twice there.
std::vector<Entity> align_to_words(std::vector<Entity> entities,
                                   const std::vector<ByteSpan>& words);

}  // namespace deberta

#endif  // DEBERTA_TASKS_ENTITY_WORDS_H_
