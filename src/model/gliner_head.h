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
#include "base/pieces.h"
#include "model/lstm.h"
#include "model/mlp.h"
#include "model/span_scorer.h"
#include "model/token_scorer.h"
#include "ops/linear.h"
#include "tensor/matrix.h"
#include "tensor/workspace.h"

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
  // One call.
  class Run;
};

// Parts that GLiNER2's head has, too.

// Some rows of the hidden states; 0 for kNone. The result is in the workspace.
Matrix gather_rows(ConstMatrix hidden, std::span<const size_t> rows, Context& ctx);

// Spans of every sequence's words against its labels. Borrows everything; its memory of the
// workspace is released when it ends, complete or not.
class SpansRun {
 public:
  // q [labels of all sequences, size], words [words of all sequences, size]; on_logits as
  // GlinerHead has it.
  SpansRun(const SpanScorer& scorer, size_t max_width, ConstMatrix q, ConstMatrix words,
           std::span<const GlinerRows::Sequence> sequences, const GlinerHead::OnLogits& on_logits,
           Context& ctx);
  SpansRun(const SpansRun&) = delete;
  SpansRun& operator=(const SpansRun&) = delete;

  // Does the next piece, about kWorkOfPiece for each thread. Returns whether more are left.
  bool step() { return pieces_.step(); }

 private:
  void add_group(size_t begin, size_t end, ConstMatrix words);
  void score(size_t index);

  const SpanScorer& scorer_;
  size_t max_width_;
  std::span<const GlinerRows::Sequence> sequences_;
  const GlinerHead::OnLogits& on_logits_;
  Context& ctx_;
  Workspace::Scope scope_;
  SpanScorer::Labels labels_;  // of all sequences
  size_t label_ = 0;           // the next sequence's first one
  // A few sequences' words, whose products are in memory at a time.
  std::optional<Workspace::Scope> group_scope_;
  SpanScorer::Words group_;
  size_t word_ = 0;  // the next sequence's first one in the group
  Pieces pieces_;
};

// The whole head. Borrows everything; its memory of the workspace is released when it ends,
// complete or not.
class GlinerHead::Run {
 public:
  // hidden [tokens, hidden]
  Run(const GlinerHead& head, ConstMatrix hidden, const GlinerRows& rows, OnLogits on_logits,
      Context& ctx);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Does the next piece, about kWorkOfPiece for each thread. Returns whether more are left.
  bool step() { return pieces_.step(); }

 private:
  // The rows of the hidden states, projected, → to.
  void add_gather(const std::vector<size_t>& rows, Matrix to);
  void add_spans(const GlinerSpans& spans);
  void add_tokens(const TokenScorer& scorer);

  const GlinerHead& head_;
  ConstMatrix hidden_;
  const GlinerRows& rows_;
  OnLogits on_logits_;
  Context& ctx_;
  Workspace::Scope scope_;
  Matrix labels_;                // [labels of all sequences, size]
  Matrix words_;                 // [words of all sequences, size]
  std::vector<size_t> lengths_;  // words of each sequence
  // What is running.
  std::optional<BiLstm::Run> lstm_;
  std::optional<SpansRun> spans_;
  std::optional<Workspace::Scope> logits_scope_;
  Matrix logits_;
  std::optional<TokenScorer::Run> tokens_;
  Pieces pieces_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_GLINER_HEAD_H_
