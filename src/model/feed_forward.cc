#include "model/feed_forward.h"

#include "ops/activation.h"
#include "tensor/workspace.h"

namespace deberta {

void FeedForward::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const Matrix h = ctx.workspace.matrix(x.rows, expand.outputs());  // [tokens, intermediate]
  {
    Profile::Timer timer(ctx.profile, Stage::kExpand);
    expand(x, h, ctx);
  }
  {
    Profile::Timer timer(ctx.profile, Stage::kActivation);
    apply(activation, h, ctx);
  }
  Profile::Timer timer(ctx.profile, Stage::kContract);
  contract(h, y, ctx);
}

}  // namespace deberta
