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

// Whether a few channels between the two layers outweigh all others together. The weight of channel
// j is ‖W₁[j, :]‖² · ‖W₂[:, j]‖²; an outlier has more than 16 times the median, and at most an
// eighth of the channels are outliers. Such layers add almost the same vector to each token of
// every text, and the differences between texts are small compared with the steps of 8 bits.
bool has_outlier_channels(ConstMatrix expand, ConstMatrix contract);

}  // namespace deberta

#endif  // DEBERTA_MODEL_FEED_FORWARD_H_
