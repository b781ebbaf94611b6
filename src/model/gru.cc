#include "model/gru.h"

#include <algorithm>
#include <functional>

#include "model/recurrent_gates.h"
#include "ops/activation.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// A layer with half its weights in the rows of r and z.
Linear gates_of(Buffer& weight, Buffer& bias, size_t size) {
  const Matrix rows(weight.floats(), 3 * size, size);
  halve_sigmoid_rows(rows, size);
  halve_sigmoid_rows(Matrix(bias.floats(), 3 * size, 1), size);
  return Linear(rows, bias.floats());
}

}  // namespace

Gru::Gru(Weights weights, ConstMatrix inputs, Context& ctx)
    : inputs_(Buffer::of_floats({inputs.rows, 3, inputs.cols})),
      recurrent_(gates_of(weights.weight_hh, weights.bias_hh, inputs.cols)) {
  const Linear input = gates_of(weights.weight_ih, weights.bias_ih, inputs.cols);
  input(inputs, Matrix(inputs_.floats(), inputs.rows, 3 * inputs.cols), ctx);
}

void Gru::operator()(size_t step, Matrix h, Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t size = h.cols, gates = 3 * size;
  const float* input = inputs_.floats() + step * gates;
  const Matrix products = ctx.workspace.matrix(h.rows, gates);
  recurrent_(h, products, ctx);
  for (size_t i = 0; i < h.rows; ++i) {
    float *r = products.row(i), *z = r + size, *n = z + size, *state = h.row(i);
    std::transform(r, n, input, r, std::plus());
    apply(Activation::kTanh, Matrix(r, 1, 2 * size), ctx);
    for (size_t k = 0; k < size; ++k) n[k] = input[2 * size + k] + sigmoid_of_tanh(r[k]) * n[k];
    apply(Activation::kTanh, Matrix(n, 1, size), ctx);
    for (size_t k = 0; k < size; ++k) state[k] = n[k] + sigmoid_of_tanh(z[k]) * (state[k] - n[k]);
  }
}

}  // namespace deberta
