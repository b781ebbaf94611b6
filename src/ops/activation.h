// Element-wise functions.
#ifndef DEBERTA_OPS_ACTIVATION_H_
#define DEBERTA_OPS_ACTIVATION_H_

#include "base/activation.h"
#include "base/context.h"
#include "tensor/matrix.h"

namespace deberta {

// x = f(x), x contiguous.
void apply(Activation f, Matrix x, Context& ctx);

}  // namespace deberta

#endif  // DEBERTA_OPS_ACTIVATION_H_
