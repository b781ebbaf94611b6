#include "model/mlp.h"

#include "ops/activation.h"
#include "tensor/workspace.h"

namespace deberta {

void Mlp::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const Matrix inner = ctx.workspace.matrix(x.rows, first.outputs());  // [n, inner]
  first(x, inner, ctx);
  apply(Activation::kRelu, inner, ctx);
  second(inner, y, ctx);
}

}  // namespace deberta
