#include "model/feed_forward.h"

#include "ops/activation.h"
#include "tensor/workspace.h"

namespace deberta {

void FeedForward::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const Matrix h = ctx.workspace.matrix(x.rows, expand.outputs());  // [tokens, intermediate]
  expand(x, h, ctx);
  apply(activation, h, ctx);
  contract(h, y, ctx);
}

}  // namespace deberta
