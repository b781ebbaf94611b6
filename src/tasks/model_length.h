// The number of tokens that a model accepts at once.
#ifndef DEBERTA_TASKS_MODEL_LENGTH_H_
#define DEBERTA_TASKS_MODEL_LENGTH_H_

#include <algorithm>

#include "io/config.h"
#include "text/tokenizer.h"

namespace deberta {

// The tokenizer's model_max_length where its files set one (as in transformers' pipelines), else
// the model's max_position_embeddings; at most the latter where positions are looked up in a table
// of that size.
inline int model_length(const Tokenizer& tokenizer, const Config& config) {
  const int said = tokenizer.model_max_length();
  if (said <= 0) return config.max_position_embeddings;
  return config.position_biased_input ? std::min(said, config.max_position_embeddings) : said;
}

}  // namespace deberta

#endif  // DEBERTA_TASKS_MODEL_LENGTH_H_
