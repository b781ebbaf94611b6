// Element-wise functions.
#include <memory>

#include "kernels.h"
#include "memory.h"
#include "operators.h"
#include "ops/activation.h"

namespace deberta::bench {
namespace {

struct Elements {
  Elements(size_t rows, size_t cols, xnn_unary_operator f)
      : values(random_floats(rows * cols, 4)),
        mine(Buffer::of_floats({rows, cols})),
        theirs(Buffer::of_floats({rows, cols})),
        x(mine.floats(), rows, cols),
        op(make_unary(f, theirs.floats(), theirs.floats(), rows * cols)) {}
  void reset(Buffer& to) { std::copy_n(values.floats(), x.rows * x.cols, to.floats()); }

  OwnContext own;
  Buffer values, mine, theirs;
  Matrix x;
  xnn::Operator op;
};

Pair pair_of(const char* name, Activation ours, xnn_unary_operator theirs) {
  constexpr size_t kRows = 128, kCols = 3072;
  auto memory = std::make_shared<Elements>(kRows, kCols, theirs);
  Elements* m = memory.get();
  return {name,
          times(kRows, kCols),
          {"apply", [m, ours] { apply(ours, m->x, m->own.ctx); }, m->mine.floats(),
           [m] { m->reset(m->mine); }},
          {"unary_elementwise_nc", [m] { run(m->op); }, m->theirs.floats(),
           [m] { m->reset(m->theirs); }},
          kRows * kCols,
          1e-6,
          memory,
          /*repeats=*/false};
}

}  // namespace

Makers activations() {
  return {[] { return pair_of("GELU", Activation::kGelu, xnn_unary_gelu); },
          [] { return pair_of("tanh", Activation::kTanh, xnn_unary_tanh); },
          [] { return pair_of("sigmoid", Activation::kSigmoid, xnn_unary_sigmoid); }};
}

}  // namespace deberta::bench
