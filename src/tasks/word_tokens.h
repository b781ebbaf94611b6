// The tokens of words, each tokenized as a text of its own.
#ifndef DEBERTA_TASKS_WORD_TOKENS_H_
#define DEBERTA_TASKS_WORD_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"

namespace deberta {

// Without special tokens.
struct WordTokens {
  std::vector<int32_t> ids;
  // [words + 1] index of each word's first token, or, for a word without tokens, of what follows
  // it; then the number of tokens.
  std::vector<size_t> first;
};
WordTokens word_tokens(std::span<const std::string_view> words, const Tokenizer& tokenizer);

}  // namespace deberta

#endif  // DEBERTA_TASKS_WORD_TOKENS_H_
