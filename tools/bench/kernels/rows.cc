// What goes row by row: softmax and layer norm.
#include <memory>

#include "kernels.h"
#include "memory.h"
#include "micro_kernels.h"
#include "operators.h"
#include "ops/layer_norm.h"
#include "ops/softmax.h"

namespace deberta::bench {
namespace {

struct Rows {
  Rows(size_t rows, size_t cols)
      : values(random_floats(rows * cols, 5)),
        mine(Buffer::of_floats({rows, cols})),
        theirs(Buffer::of_floats({rows, cols})),
        x(mine.floats(), rows, cols),
        their_x(theirs.floats(), rows, cols) {}
  void reset(Matrix to) { std::copy_n(values.floats(), to.rows * to.cols, to.data); }

  Buffer values, mine, theirs;
  Matrix x, their_x;
};

// In place, on numbers that stay harmless however often they are taken again.
Pair softmax_pair(size_t rows, size_t cols) {
  auto memory = std::make_shared<Rows>(rows, cols);
  Rows* m = memory.get();
  auto op = std::make_shared<xnn::Operator>(make_softmax(m->their_x));
  return {"softmax",
          times(rows, cols),
          {"softmax",
           [m] {
             for (size_t i = 0; i < m->x.rows; ++i) softmax(m->x.row(i), m->x.cols);
           },
           m->mine.floats(), [m] { m->reset(m->x); }},
          {"softmax_nc_f32", [op] { run(*op); }, m->theirs.floats(), [m] { m->reset(m->their_x); }},
          rows * cols,
          1e-5,
          memory};
}

// Attention leaves the division to the sum of the values.
Pair exponentials_pair(size_t rows, size_t cols) {
  auto memory = std::make_shared<Rows>(rows, cols);
  Rows* m = memory.get();
  const auto theirs = [m] {
    for (size_t i = 0; i < m->their_x.rows; ++i) {
      float* row = m->their_x.row(i);
      const size_t size = m->their_x.cols * sizeof(float);
      float max, sum;
      xnn_f32_rmax_ukernel__wasmsimd_pminmax_u16_acc4(size, row, &max, nullptr);
      DEBERTA_XNN_EXP(size, row, &max, row, &sum, nullptr);
    }
  };
  return {"softmax without its division",
          times(rows, cols),
          {"exponentials",
           [m] {
             for (size_t i = 0; i < m->x.rows; ++i) exponentials(m->x.row(i), m->x.cols);
           },
           m->mine.floats(), [m] { m->reset(m->x); }},
          {"rmax, raddstoreexpminusmax micro-kernels", theirs, m->theirs.floats(),
           [m] { m->reset(m->their_x); }},
          rows * cols,
          1e-5,
          memory};
}

// XNNPACK has no layer norm: its mean, difference, square, mean, sum with epsilon, reciprocal root,
// and three more products and sums.
struct Norm {
  Norm(size_t rows, size_t cols)
      : x(random_floats(rows * cols, 1)),
        y(Buffer::of_floats({rows, cols})),
        theirs(Buffer::of_floats({rows, cols})),
        squares(Buffer::of_floats({rows, cols})),
        means(Buffer::of_floats({rows})),
        variances(Buffer::of_floats({rows})),
        epsilon(Buffer::of_floats({1})),
        gamma(random_floats(cols, 1)),
        beta(random_floats(cols, 1)),
        output(y.floats(), rows, cols) {
    epsilon.floats()[0] = kEpsilon;
    Buffer g = Buffer::of_floats({cols}), b = Buffer::of_floats({cols});
    std::copy_n(gamma.floats(), cols, g.floats());
    std::copy_n(beta.floats(), cols, b.floats());
    ours = LayerNorm(std::move(g), std::move(b), cols, kEpsilon);
    const Operand all{theirs.floats(), rows, cols};
    const Operand of_rows{variances.floats(), rows, 1};
    float* to = theirs.floats();
    operators.push_back(make_row_means(ConstMatrix(x.floats(), rows, cols), means.floats()));
    operators.push_back(
        make_binary(xnn_binary_subtract, {x.floats(), rows, cols}, {means.floats(), rows, 1}, to));
    operators.push_back(make_unary(xnn_unary_square, to, squares.floats(), rows * cols));
    operators.push_back(
        make_row_means(ConstMatrix(squares.floats(), rows, cols), variances.floats()));
    operators.push_back(
        make_binary(xnn_binary_add, of_rows, {epsilon.floats(), 1, 1}, variances.floats()));
    operators.push_back(
        make_unary(xnn_unary_reciprocal_square_root, variances.floats(), variances.floats(), rows));
    operators.push_back(make_binary(xnn_binary_multiply, all, of_rows, to));
    operators.push_back(make_binary(xnn_binary_multiply, all, {gamma.floats(), 1, cols}, to));
    operators.push_back(make_binary(xnn_binary_add, all, {beta.floats(), 1, cols}, to));
  }

  static constexpr float kEpsilon = 1e-7f;
  OwnContext own;
  Buffer x, y, theirs, squares, means, variances, epsilon, gamma, beta;
  Matrix output;
  LayerNorm ours;
  std::vector<xnn::Operator> operators;
};

Pair layer_norm_pair(size_t rows, size_t cols) {
  auto memory = std::make_shared<Norm>(rows, cols);
  Norm* m = memory.get();
  return {"layer norm",
          times(rows, cols),
          {"LayerNorm", [m] { m->ours.normalize(m->output, m->own.ctx); }, m->y.floats(),
           [m] { std::copy_n(m->x.floats(), m->output.rows * m->output.cols, m->y.floats()); }},
          {"nine operators",
           [m] {
             for (const xnn::Operator& op : m->operators) run(op);
           },
           m->theirs.floats(), [] {}},
          rows * cols,
          1e-5,
          memory};
}

}  // namespace

Makers row_operations() {
  return {[] { return softmax_pair(1024, 128); },      [] { return softmax_pair(512, 512); },
          [] { return exponentials_pair(1024, 128); }, [] { return exponentials_pair(512, 512); },
          [] { return layer_norm_pair(16, 768); },     [] { return layer_norm_pair(512, 768); }};
}

}  // namespace deberta::bench
