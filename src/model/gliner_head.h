// GLiNER: labels that are written in front of a text, against its words. The encoder reads both;
// this is what follows it.
#ifndef DEBERTA_MODEL_GLINER_HEAD_H_
#define DEBERTA_MODEL_GLINER_HEAD_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "base/context.h"
#include "model/lstm.h"
#include "model/mlp.h"
#include "model/span_scorer.h"
#include "model/token_scorer.h"
#include "ops/linear.h"
#include "tensor/matrix.h"

namespace deberta {

// Where the labels and the words of a batch's sequences are.
struct GlinerRows {
  static constexpr size_t kNone = SIZE_MAX;  // of a word without tokens, whose vector is 0

  struct Sequence {
    size_t labels;
    size_t words;
  };
  std::vector<Sequence> sequences;
  // Rows of the hidden states, of all sequences, back to back: of each label's vector, and of each
  // word's first token.
  std::vector<size_t> labels;
  std::vector<size_t> words;
};

// What a model of spans has: an MLP for labels, too.
struct GlinerSpans {
  Mlp prompt;
  SpanScorer scorer;
  size_t max_width = 0;  // words
};

struct GlinerHead {
  std::optional<Linear> projection;  // [hidden → size], where the two differ
  std::vector<BiLstm> rnn;           // of the words
  std::variant<GlinerSpans, TokenScorer> scorer;

  // logits of one sequence: of spans [words · width, labels] with width = min(max_width, words),
  // where row i · width + w is the span from word i to word i + w, and rows of spans that end
  // behind the last word are not written; of tokens [words · labels, 3] (start, end, inside). The
  // matrix is valid during the call.
  using OnLogits = std::function<void(size_t sequence, ConstMatrix logits)>;
  // hidden [tokens, hidden]
  void operator()(ConstMatrix hidden, const GlinerRows& rows, const OnLogits& on_logits,
                  Context& ctx) const;

 private:
  Matrix gather(ConstMatrix hidden, const std::vector<size_t>& rows, Context& ctx) const;
};

// Parts that GLiNER2's head has, too.

// Some rows of the hidden states; 0 for kNone. The result is in the workspace.
Matrix gather_rows(ConstMatrix hidden, std::span<const size_t> rows, Context& ctx);

// Spans of every sequence's words against its labels. q [labels of all sequences, size], words
// [words of all sequences, size]; on_logits as GlinerHead has it.
void score_spans(const SpanScorer& scorer, size_t max_width, ConstMatrix q, ConstMatrix words,
                 std::span<const GlinerRows::Sequence> sequences,
                 const GlinerHead::OnLogits& on_logits, Context& ctx);

}  // namespace deberta

#endif  // DEBERTA_MODEL_GLINER_HEAD_H_
