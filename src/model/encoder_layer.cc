#include "model/encoder_layer.h"

#include <algorithm>
#include <vector>

#include "tensor/workspace.h"

namespace deberta {

void EncoderLayer::operator()(Matrix x, const Batch& batch, Context& ctx,
                              const DisentangledAttention::OnProbabilities& on_probabilities) {
  Workspace::Scope scope(ctx.workspace);
  const Matrix heads = ctx.workspace.matrix(x.rows, x.cols);  // [tokens, hidden]
  attention(x, batch, heads, ctx, on_probabilities);
  finish(heads, x, ctx);
}

void EncoderLayer::run_first_tokens(Matrix x, const Batch& batch, Context& ctx) {
  Workspace::Scope scope(ctx.workspace);
  const size_t sequences = batch.sequences();
  const Matrix heads = ctx.workspace.matrix(x.rows, x.cols);           // [tokens, hidden]
  const Matrix first_heads = ctx.workspace.matrix(sequences, x.cols);  // [sequences, hidden]
  const Matrix first = ctx.workspace.matrix(sequences, x.cols);        // [sequences, hidden]
  attention.attend_first_tokens(x, batch, heads, ctx);
  const std::vector<size_t> tokens = batch.first_tokens();
  for (size_t i = 0; i < sequences; ++i) {
    std::copy_n(heads.row(tokens[i]), x.cols, first_heads.row(i));
    std::copy_n(x.row(tokens[i]), x.cols, first.row(i));
  }
  finish(first_heads, first, ctx);
  for (size_t i = 0; i < sequences; ++i) std::copy_n(first.row(i), x.cols, x.row(tokens[i]));
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
