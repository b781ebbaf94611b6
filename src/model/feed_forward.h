// FF(x) = W₂ f(W₁ x + b₁) + b₂
#ifndef DEBERTA_MODEL_FEED_FORWARD_H_
#define DEBERTA_MODEL_FEED_FORWARD_H_

#include "base/activation.h"
#include "base/context.h"
#include "ops/linear.h"
#include "tensor/matrix.h"

namespace deberta {

struct FeedForward {
  Linear expand;    // [hidden → intermediate]
  Linear contract;  // [intermediate → hidden]
  Activation activation = Activation::kGelu;

  // x [tokens, hidden] → y [tokens, hidden]
  void operator()(ConstMatrix x, Matrix y, Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_FEED_FORWARD_H_
