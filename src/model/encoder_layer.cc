#include "model/encoder_layer.h"

#include "tensor/workspace.h"

namespace deberta {

void EncoderLayer::operator()(Matrix x, const Batch& batch, Context& ctx,
                              const DisentangledAttention::OnProbabilities& on_probabilities) {
  Workspace::Scope scope(ctx.workspace);
  const Matrix heads = ctx.workspace.matrix(x.rows, x.cols);  // [tokens, hidden]
  const Matrix y = ctx.workspace.matrix(x.rows, x.cols);      // [tokens, hidden]
  attention(x, batch, heads, ctx, on_probabilities);
  {
    Profile::Timer timer(ctx.profile, Stage::kAttentionOutput);
    attention_output(heads, y, ctx);
  }
  attention_norm.add_and_normalize(y, x, ctx);  // x = LN(x + y)
  feed_forward(x, y, ctx);
  output_norm.add_and_normalize(y, x, ctx);  // x = LN(x + y)
}

}  // namespace deberta
