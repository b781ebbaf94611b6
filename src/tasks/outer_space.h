// A byte-level token carries the space before it, which is no part of what a task finds.
#ifndef DEBERTA_TASKS_OUTER_SPACE_H_
#define DEBERTA_TASKS_OUTER_SPACE_H_

#include <string_view>

#include "text/encoding.h"

namespace deberta {

// The span without the white space at both its ends; of white space alone, an empty one at its end.
ByteSpan without_outer_space(std::string_view text, ByteSpan span);

}  // namespace deberta

#endif  // DEBERTA_TASKS_OUTER_SPACE_H_
