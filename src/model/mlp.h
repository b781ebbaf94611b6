// y = W₂·ReLU(W₁x + b₁) + b₂
#ifndef DEBERTA_MODEL_MLP_H_
#define DEBERTA_MODEL_MLP_H_

#include "base/context.h"
#include "ops/linear.h"
#include "tensor/matrix.h"

namespace deberta {

struct Mlp {
  Linear first;   // [inputs → inner]
  Linear second;  // [inner → outputs]

  // x [n, inputs] → y [n, outputs], as Linear has them.
  void operator()(ConstMatrix x, Matrix y, Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_MLP_H_
