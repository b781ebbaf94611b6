#include "model/encoder_layer.h"

#include <algorithm>

namespace deberta {

EncoderLayer::Run::Run(EncoderLayer& layer, Matrix x, const Batch& batch,
                       DisentangledAttention::Tokens tokens, Context& ctx,
                       DisentangledAttention::OnProbabilities on_probabilities)
    : layer_(layer),
      x_(x),
      tokens_(tokens),
      ctx_(ctx),
      scope_(ctx.workspace),
      heads_(ctx.workspace.matrix(x.rows, x.cols)) {
  attention_.emplace(layer.attention, x, batch, tokens, heads_, ctx, std::move(on_probabilities));
}

bool EncoderLayer::Run::step() {
  if (!attention_) return pieces_.step();
  if (attention_->step()) return true;
  attention_.reset();
  begin_rest();
  return true;
}

// What follows attention goes by rows.
void EncoderLayer::Run::begin_rest() {
  constexpr size_t kMostRows = 256;
  const FeedForward& feed_forward = layer_.feed_forward;
  const uint64_t hidden = x_.cols;
  const uint64_t work = hidden * (hidden + 2 * feed_forward.expand.outputs());
  const size_t rows = tokens_ ? tokens_->size() : x_.rows;
  const size_t most =
      std::min(rows, std::min(kMostRows * static_cast<size_t>(ctx_.pool.limit()),
                              units_of_piece(work, ctx_.pool.limit(), kFewestRows)));
  y_ = ctx_.workspace.matrix(most, hidden);
  if (!tokens_) {
    pieces_.add(rows, most, [this](size_t begin, size_t end) {
      finish(heads_.slice_rows(begin, end - begin), x_.slice_rows(begin, end - begin));
    });
    return;
  }
  const Matrix some_heads = ctx_.workspace.matrix(most, hidden);
  const Matrix some = ctx_.workspace.matrix(most, hidden);
  pieces_.add(rows, most, [=, this](size_t begin, size_t end) {
    const size_t count = end - begin;
    for (size_t i = 0; i < count; ++i) {
      std::copy_n(heads_.row((*tokens_)[begin + i]), x_.cols, some_heads.row(i));
      std::copy_n(x_.row((*tokens_)[begin + i]), x_.cols, some.row(i));
    }
    finish(some_heads.slice_rows(0, count), some.slice_rows(0, count));
    for (size_t i = 0; i < count; ++i) {
      std::copy_n(some.row(i), x_.cols, x_.row((*tokens_)[begin + i]));
    }
  });
}

void EncoderLayer::Run::finish(ConstMatrix heads, Matrix rows) {
  const Matrix y = y_.slice_rows(0, rows.rows);
  {
    Profile::Timer timer(ctx_.profile, Stage::kAttentionOutput);
    layer_.attention_output(heads, y, ctx_);
  }
  layer_.attention_norm.add_and_normalize(y, rows, ctx_);  // x = LN(x + y)
  layer_.feed_forward(rows, y, ctx_);
  layer_.output_norm.add_and_normalize(y, rows, ctx_);  // x = LN(x + y)
}

}  // namespace deberta
