#include "model/gliner_head.h"

#include <algorithm>

#include "tensor/workspace.h"

namespace deberta {
namespace {

// Words whose products are in memory at a time, unless a sequence has more: enough rows that the
// weights' way through the caches does not count.
constexpr size_t kWordsAtOnce = 1024;

// [words · rows, cols], whose size the workspace checks.
Matrix logits_of(size_t words, size_t rows, size_t cols, Context& ctx) {
  return Matrix(ctx.workspace.matrix(words, rows * cols).data, words * rows, cols);
}

void score_tokens(const TokenScorer& scorer, ConstMatrix labels, ConstMatrix words,
                  const GlinerRows& rows, const GlinerHead::OnLogits& on_logits, Context& ctx) {
  size_t label = 0, word = 0;
  for (size_t i = 0; i < rows.sequences.size(); ++i) {
    Workspace::Scope scope(ctx.workspace);
    const auto& [its_labels, its_words] = rows.sequences[i];
    const Matrix logits = logits_of(its_words, its_labels, 3, ctx);
    scorer(words.slice_rows(word, its_words), labels.slice_rows(label, its_labels), logits, ctx);
    on_logits(i, logits);
    label += its_labels;
    word += its_words;
  }
}

}  // namespace

void score_spans(const SpanScorer& scorer, size_t max_width, ConstMatrix q, ConstMatrix words,
                 std::span<const GlinerRows::Sequence> sequences,
                 const GlinerHead::OnLogits& on_logits, Context& ctx) {
  const SpanScorer::Labels labels = scorer.prepare_labels(q, ctx);
  size_t label = 0, word = 0;
  for (size_t begin = 0; begin < sequences.size();) {
    size_t end = begin, count = 0;
    do {
      count += sequences[end++].words;
    } while (end < sequences.size() && count + sequences[end].words <= kWordsAtOnce);
    Workspace::Scope scope(ctx.workspace);
    const SpanScorer::Words some = scorer.prepare(words.slice_rows(word, count), ctx);
    for (size_t at = 0; begin < end; ++begin) {
      Workspace::Scope of_sequence(ctx.workspace);
      const auto& [its_labels, its_words] = sequences[begin];
      const size_t width = std::min(max_width, its_words);
      const Matrix logits = logits_of(its_words, width, its_labels, ctx);
      scorer(some.rows(at, its_words), labels.rows(label, its_labels), width, logits, ctx);
      on_logits(begin, logits);
      at += its_words;
      label += its_labels;
    }
    word += count;
  }
}

Matrix gather_rows(ConstMatrix hidden, std::span<const size_t> rows, Context& ctx) {
  const Matrix to = ctx.workspace.matrix(rows.size(), hidden.cols);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != GlinerRows::kNone) {
      std::copy_n(hidden.row(rows[i]), hidden.cols, to.row(i));
    } else {
      std::fill_n(to.row(i), hidden.cols, 0.0f);
    }
  }
  return to;
}

// Some rows of the hidden states, projected.
Matrix GlinerHead::gather(ConstMatrix hidden, const std::vector<size_t>& rows, Context& ctx) const {
  if (!projection) return gather_rows(hidden, rows, ctx);
  const size_t size = projection->outputs();
  const Matrix to = ctx.workspace.matrix(rows.size(), size);
  Workspace::Scope scope(ctx.workspace);
  (*projection)(gather_rows(hidden, rows, ctx), to, ctx);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == GlinerRows::kNone) std::fill_n(to.row(i), size, 0.0f);  // also no bias
  }
  return to;
}

void GlinerHead::operator()(ConstMatrix hidden, const GlinerRows& rows, const OnLogits& on_logits,
                            Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const Matrix labels = gather(hidden, rows.labels, ctx);  // [labels of all sequences, size]
  const Matrix words = gather(hidden, rows.words, ctx);    // [words of all sequences, size]
  std::vector<size_t> lengths;
  for (const GlinerRows::Sequence& sequence : rows.sequences) lengths.push_back(sequence.words);
  for (const BiLstm& layer : rnn) layer(words, lengths, words, ctx);

  if (const auto* spans = std::get_if<GlinerSpans>(&scorer)) {
    const Matrix prompts = ctx.workspace.matrix(labels.rows, labels.cols);
    spans->prompt(labels, prompts, ctx);
    score_spans(spans->scorer, spans->max_width, prompts, words, rows.sequences, on_logits, ctx);
  } else {
    score_tokens(std::get<TokenScorer>(scorer), labels, words, rows, on_logits, ctx);
  }
}

}  // namespace deberta
