// The beginning and end of an answer, from a question-answering head's output for every token:
//
//   score(i, j) = softmax(start)_i · softmax(end)_j,  i ≤ j < i + max_answer_len
#ifndef DEBERTA_TASKS_ANSWER_SPANS_H_
#define DEBERTA_TASKS_ANSWER_SPANS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tensor/matrix.h"
#include "text/encoding.h"

namespace deberta {

// Tokens [first, last].
struct TokenSpan {
  size_t first = 0;
  size_t last = 0;
  float score = 0;
};

// The top_k best spans, best first; of equal ones, the first. start and end are probabilities
// [tokens]. first_ends: for each start, the first allowed end; empty: the start itself. Takes
// memory for top_k spans only.
std::vector<TokenSpan> best_spans(std::span<const float> start, std::span<const float> end,
                                  size_t top_k, size_t max_answer_len,
                                  std::span<const size_t> first_ends = {});

struct WindowSpans {
  std::vector<TokenSpan> spans;  // of the second text's tokens, best first
  float null_score = 0;          // of "no answer here", the score of the first token
};

// One window, a question and a part of its context: logits [length of encoding, 2] of starts and
// ends. Probabilities are computed over the context's tokens and [CLS], `cls` (transformers'
// select_starts_ends). Spans of only `blank` tokens are excluded.
WindowSpans spans_of_window(ConstMatrix logits, const Encoding& encoding, int32_t cls, size_t top_k,
                            size_t max_answer_len, const std::vector<bool>& blank = {});

// For each token, whether its context_span() is only white space.
std::vector<bool> blank_tokens(const Encoding& encoding, std::string_view context,
                               bool align_to_words);

// The part of the context that the tokens stand for. align_to_words: extended to whole words, as
// far as the window has them (transformers' get_indices).
ByteSpan context_span(const Encoding& encoding, const TokenSpan& tokens, bool align_to_words);

}  // namespace deberta

#endif  // DEBERTA_TASKS_ANSWER_SPANS_H_
