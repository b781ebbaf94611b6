// Where an answer begins and ends, from what a question-answering head says of every token:
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
// [tokens]. first_ends: of each start, the first end that counts; none: the start. Takes memory for
// top_k alone.
std::vector<TokenSpan> best_spans(std::span<const float> start, std::span<const float> end,
                                  size_t top_k, size_t max_answer_len,
                                  std::span<const size_t> first_ends = {});

struct WindowSpans {
  std::vector<TokenSpan> spans;  // of the second text's tokens, best first
  float null_score = 0;          // of "no answer here", which is what the first token stands for
};

// One window, a question and a part of its context: logits [length of encoding, 2] of starts and
// ends. Probabilities are among the context's tokens and [CLS], `cls` (transformers'
// select_starts_ends). No span is of `blank` tokens alone.
WindowSpans spans_of_window(ConstMatrix logits, const Encoding& encoding, int32_t cls, size_t top_k,
                            size_t max_answer_len, const std::vector<bool>& blank = {});

// Of each token, whether context_span() of it is white space alone.
std::vector<bool> blank_tokens(const Encoding& encoding, std::string_view context,
                               bool align_to_words);

// What the tokens stand for in the context. align_to_words: the whole words that they are of, as
// far as the window has them (transformers' get_indices).
ByteSpan context_span(const Encoding& encoding, const TokenSpan& tokens, bool align_to_words);

}  // namespace deberta

#endif  // DEBERTA_TASKS_ANSWER_SPANS_H_
