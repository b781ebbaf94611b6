// A task's input: one text, or two that belong together.
#ifndef DEBERTA_TASKS_TEXT_PAIR_H_
#define DEBERTA_TASKS_TEXT_PAIR_H_

#include <string_view>

namespace deberta {

struct TextPair {
  std::string_view text;
  std::string_view pair;
  bool has_pair = false;
};

}  // namespace deberta

#endif  // DEBERTA_TASKS_TEXT_PAIR_H_
