#include "model/encoder_layer.h"

#include <algorithm>

#include "tensor/workspace.h"

namespace deberta {

void EncoderLayer::operator()(Matrix x, const Batch& batch, Context& ctx,
                              const DisentangledAttention::OnProbabilities& on_probabilities) {
  Workspace::Scope scope(ctx.workspace);
  const Matrix heads = ctx.workspace.matrix(x.rows, x.cols);  // [tokens, hidden]
  attention(x, batch, heads, ctx, on_probabilities);
  finish(heads, x, ctx);
}

void EncoderLayer::run_rows(Matrix x, const Batch& batch, std::span<const size_t> tokens,
                            Context& ctx) {
  Workspace::Scope scope(ctx.workspace);
  const Matrix heads = ctx.workspace.matrix(x.rows, x.cols);              // [tokens, hidden]
  const Matrix some_heads = ctx.workspace.matrix(tokens.size(), x.cols);  // [some, hidden]
  const Matrix some = ctx.workspace.matrix(tokens.size(), x.cols);        // [some, hidden]
  attention.attend_rows(x, batch, tokens, heads, ctx);
  for (size_t i = 0; i < tokens.size(); ++i) {
    std::copy_n(heads.row(tokens[i]), x.cols, some_heads.row(i));
    std::copy_n(x.row(tokens[i]), x.cols, some.row(i));
  }
  finish(some_heads, some, ctx);
  for (size_t i = 0; i < tokens.size(); ++i) std::copy_n(some.row(i), x.cols, x.row(tokens[i]));
}

void EncoderLayer::finish(ConstMatrix heads, Matrix x, Context& ctx) {
  const Matrix y = ctx.workspace.matrix(x.rows, x.cols);
  {
    Profile::Timer timer(ctx.profile, Stage::kAttentionOutput);
    attention_output(heads, y, ctx);
  }
  attention_norm.add_and_normalize(y, x, ctx);  // x = LN(x + y)
  feed_forward(x, y, ctx);
  output_norm.add_and_normalize(y, x, ctx);  // x = LN(x + y)
}

}  // namespace deberta
