#include "model/feed_forward.h"

#include <algorithm>

#include "ops/activation.h"
#include "tensor/workspace.h"

namespace deberta {

void FeedForward::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  // So many tokens at a time: what the two layers hand over is the largest matrix of the model, and
  // stays in a near cache where it is cut; the weights pass once for each part, which is cheap.
  constexpr size_t kTokens = 256;
  Workspace::Scope scope(ctx.workspace);
  const Matrix all = ctx.workspace.matrix(std::min(kTokens, x.rows), expand.outputs());
  for (size_t begin = 0; begin < x.rows; begin += kTokens) {
    const size_t count = std::min(kTokens, x.rows - begin);
    const Matrix h = all.slice_rows(0, count);  // [tokens, intermediate]
    {
      Profile::Timer timer(ctx.profile, Stage::kExpand);
      expand(x.slice_rows(begin, count), h, ctx);
    }
    {
      Profile::Timer timer(ctx.profile, Stage::kActivation);
      apply(activation, h, ctx);
    }
    Profile::Timer timer(ctx.profile, Stage::kContract);
    contract(h, y.slice_rows(begin, count), ctx);
  }
}

}  // namespace deberta
