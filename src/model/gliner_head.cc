#include "model/gliner_head.h"

#include <algorithm>
#include <utility>

namespace deberta {
namespace {

// Words whose products are in memory at a time, unless a sequence has more.
constexpr size_t kWordsAtOnce = 1024;

// [words · rows, cols], whose size the workspace checks.
Matrix logits_of(size_t words, size_t rows, size_t cols, Context& ctx) {
  return Matrix(ctx.workspace.matrix(words, rows * cols).data, words * rows, cols);
}

void copy_rows(ConstMatrix hidden, std::span<const size_t> rows, Matrix to) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != GlinerRows::kNone) {
      std::copy_n(hidden.row(rows[i]), hidden.cols, to.row(i));
    } else {
      std::fill_n(to.row(i), hidden.cols, 0.0f);
    }
  }
}

}  // namespace

Matrix gather_rows(ConstMatrix hidden, std::span<const size_t> rows, Context& ctx) {
  const Matrix to = ctx.workspace.matrix(rows.size(), hidden.cols);
  copy_rows(hidden, rows, to);
  return to;
}

SpansRun::SpansRun(const SpanScorer& scorer, size_t max_width, ConstMatrix q, ConstMatrix words,
                   std::span<const GlinerRows::Sequence> sequences,
                   const GlinerHead::OnLogits& on_logits, Context& ctx)
    : scorer_(scorer),
      max_width_(max_width),
      sequences_(sequences),
      on_logits_(on_logits),
      ctx_(ctx),
      scope_(ctx.workspace),
      labels_(scorer.room_for_labels(q.rows, ctx)) {
  const uint64_t work_of_label = uint64_t{q.cols} * labels_.vectors.cols;
  pieces_.add(q.rows, units_of_piece(work_of_label, ctx.pool.limit(), kFewestRows),
              [this, q](size_t begin, size_t end) {
                scorer_.prepare_labels(q.slice_rows(begin, end - begin),
                                       labels_.rows(begin, end - begin), ctx_);
              });
  size_t word = 0;
  for (size_t begin = 0; begin < sequences.size();) {
    size_t end = begin, count = 0;
    do {
      count += sequences[end++].words;
    } while (end < sequences.size() && count + sequences[end].words <= kWordsAtOnce);
    add_group(begin, end, words.slice_rows(word, count));
    word += count;
    begin = end;
  }
}

// words: of sequences [begin, end)
void SpansRun::add_group(size_t begin, size_t end, ConstMatrix words) {
  pieces_.add([this, words] {
    group_scope_.emplace(ctx_.workspace);
    group_ = scorer_.room_for_words(words.rows, ctx_);
    word_ = 0;
  });
  pieces_.add(words.rows, units_of_piece(scorer_.work_of_word(), ctx_.pool.limit(), kFewestRows),
              [this, words](size_t first, size_t last) {
                scorer_.prepare(words.slice_rows(first, last - first),
                                group_.rows(first, last - first), ctx_);
              });
  pieces_.add(end - begin, 1, [this, begin, end](size_t index, size_t) {
    score(begin + index);
    if (begin + index + 1 == end) group_scope_.reset();
  });
}

void SpansRun::score(size_t index) {
  Workspace::Scope scope(ctx_.workspace);
  const auto& [labels, words] = sequences_[index];
  const size_t width = std::min(max_width_, words);
  const Matrix logits = logits_of(words, width, labels, ctx_);
  scorer_(group_.rows(word_, words), labels_.rows(label_, labels), width, logits, ctx_);
  on_logits_(index, logits);
  word_ += words;
  label_ += labels;
}

GlinerHead::Run::Run(const GlinerHead& head, ConstMatrix hidden, const GlinerRows& rows,
                     OnLogits on_logits, Context& ctx)
    : head_(head),
      hidden_(hidden),
      rows_(rows),
      on_logits_(std::move(on_logits)),
      ctx_(ctx),
      scope_(ctx.workspace) {
  const size_t size = head.projection ? head.projection->outputs() : hidden.cols;
  labels_ = ctx.workspace.matrix(rows.labels.size(), size);
  words_ = ctx.workspace.matrix(rows.words.size(), size);
  for (const GlinerRows::Sequence& sequence : rows.sequences) lengths_.push_back(sequence.words);
  add_gather(rows.labels, labels_);
  add_gather(rows.words, words_);
  for (const BiLstm& layer : head.rnn) {
    pieces_.add_steps([this, &layer] {
      if (!lstm_) lstm_.emplace(layer, words_, lengths_, words_, ctx_);
      if (lstm_->step()) return true;
      lstm_.reset();
      return false;
    });
  }
  if (const auto* spans = std::get_if<GlinerSpans>(&head.scorer)) {
    add_spans(*spans);
  } else {
    add_tokens(std::get<TokenScorer>(head.scorer));
  }
}

void GlinerHead::Run::add_gather(const std::vector<size_t>& rows, Matrix to) {
  if (!head_.projection) return copy_rows(hidden_, rows, to);
  pieces_.add(rows.size(),
              units_of_piece(uint64_t{hidden_.cols} * to.cols, ctx_.pool.limit(), kFewestRows),
              [this, &rows, to](size_t begin, size_t end) {
                Workspace::Scope scope(ctx_.workspace);
                const auto some = std::span(rows).subspan(begin, end - begin);
                (*head_.projection)(gather_rows(hidden_, some, ctx_),
                                    to.slice_rows(begin, end - begin), ctx_);
                for (size_t i = begin; i < end; ++i) {
                  if (rows[i] == GlinerRows::kNone) {
                    std::fill_n(to.row(i), to.cols, 0.0f);  // also no bias
                  }
                }
              });
}

void GlinerHead::Run::add_spans(const GlinerSpans& spans) {
  const Matrix prompts = ctx_.workspace.matrix(labels_.rows, labels_.cols);
  const uint64_t work = 2 * uint64_t{spans.prompt.first.inputs()} * spans.prompt.first.outputs();
  pieces_.add(labels_.rows, units_of_piece(work, ctx_.pool.limit(), kFewestRows),
              [this, &spans, prompts](size_t begin, size_t end) {
                spans.prompt(labels_.slice_rows(begin, end - begin),
                             prompts.slice_rows(begin, end - begin), ctx_);
              });
  pieces_.add_steps([this, &spans, prompts] {
    if (!spans_) {
      spans_.emplace(spans.scorer, spans.max_width, prompts, words_, rows_.sequences, on_logits_,
                     ctx_);
    }
    return spans_->step();
  });
}

void GlinerHead::Run::add_tokens(const TokenScorer& scorer) {
  size_t label = 0, word = 0;
  for (size_t i = 0; i < rows_.sequences.size(); ++i) {
    const auto& [labels, words] = rows_.sequences[i];
    const ConstMatrix its_labels = labels_.slice_rows(label, labels);
    const ConstMatrix its_words = words_.slice_rows(word, words);
    pieces_.add_steps([=, this, &scorer] {
      if (!tokens_) {
        logits_scope_.emplace(ctx_.workspace);
        logits_ = logits_of(its_words.rows, its_labels.rows, 3, ctx_);
        tokens_.emplace(scorer, its_words, its_labels, logits_, ctx_);
      }
      if (tokens_->step()) return true;
      tokens_.reset();
      on_logits_(i, logits_);
      logits_scope_.reset();
      return false;
    });
    label += labels;
    word += words;
  }
}

}  // namespace deberta
