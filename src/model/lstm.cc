#include "model/lstm.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "model/recurrent_gates.h"
#include "ops/activation.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// Sequences in lockstep, the longest first: at each step those that have not ended are the first.
struct Lockstep {
  struct Sequence {
    size_t first;  // row
    size_t length;
  };
  std::vector<Sequence> sequences;

  explicit Lockstep(std::span<const size_t> lengths) {
    size_t first = 0;
    for (const size_t length : lengths) {
      sequences.push_back({first, length});
      first += length;
    }
    std::ranges::stable_sort(sequences, std::greater(), &Sequence::length);
  }
  size_t steps() const { return sequences.empty() ? 0 : sequences.front().length; }
  // How many of the first `active` sequences have this step.
  size_t active(size_t step, size_t active) const {
    while (active > 0 && sequences[active - 1].length <= step) --active;
    return active;
  }
  size_t row(size_t index, size_t step, bool is_backward) const {
    const auto [first, length] = sequences[index];
    return first + (is_backward ? length - 1 - step : step);
  }
};

}  // namespace

BiLstm::BiLstm(Direction forward, Direction backward, size_t inputs, size_t size) : size_(size) {
  const size_t gates = 4 * size;
  Buffer weight = Buffer::of_floats({2, gates, inputs});
  Buffer bias = Buffer::of_floats({2, gates});
  Direction* directions[] = {&forward, &backward};
  for (size_t d = 0; d < 2; ++d) {
    Direction& from = *directions[d];
    std::copy_n(from.weight_ih.floats(), gates * inputs, weight.floats() + d * gates * inputs);
    for (size_t i = 0; i < gates; ++i) {
      bias.floats()[d * gates + i] = from.bias_ih.floats()[i] + from.bias_hh.floats()[i];
    }
    halve_sigmoid_rows(Matrix(weight.floats() + d * gates * inputs, gates, inputs), size);
    halve_sigmoid_rows(Matrix(bias.floats() + d * gates, gates, 1), size);
    const Matrix recurrent(from.weight_hh.floats(), gates, size);
    halve_sigmoid_rows(recurrent, size);
    recurrent_[d] = Linear(recurrent, /*bias=*/nullptr);
  }
  input_ = Linear(ConstMatrix(weight.floats(), 2 * gates, inputs), bias.floats());
}

void BiLstm::operator()(ConstMatrix x, std::span<const size_t> lengths, Matrix y,
                        Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t size = size_, gates = 4 * size;
  const Lockstep lockstep(lengths);
  const size_t count = lockstep.sequences.size();
  const Matrix inputs = ctx.workspace.matrix(x.rows, 2 * gates);  // [rows, 2 · gates]
  input_(x, inputs, ctx);
  const Matrix products = ctx.workspace.matrix(count, gates);
  const Matrix h = ctx.workspace.matrix(count, size);
  const Matrix c = ctx.workspace.matrix(count, size);
  for (size_t d = 0; d < 2; ++d) {
    std::fill_n(h.data, count * size, 0.0f);
    std::fill_n(c.data, count * size, 0.0f);
    size_t active = count;
    for (size_t step = 0; step < lockstep.steps(); ++step) {
      active = lockstep.active(step, active);
      const Matrix z(products.data, active, gates);
      recurrent_[d](ConstMatrix(h.data, active, size), z, ctx);
      for (size_t s = 0; s < active; ++s) {
        const float* input = inputs.row(lockstep.row(s, step, d == 1)) + d * gates;
        std::transform(input, input + gates, z.row(s), z.row(s), std::plus());
      }
      apply(Activation::kTanh, z, ctx);
      for (size_t s = 0; s < active; ++s) {
        const float* gate = z.row(s);  // i, f, g, o
        for (size_t k = 0; k < size; ++k) {
          c.row(s)[k] = sigmoid_of_tanh(gate[size + k]) * c.row(s)[k] +
                        sigmoid_of_tanh(gate[k]) * gate[2 * size + k];
        }
        std::copy_n(c.row(s), size, h.row(s));
      }
      apply(Activation::kTanh, Matrix(h.data, active, size), ctx);
      for (size_t s = 0; s < active; ++s) {
        const float* output_gate = z.row(s) + 3 * size;
        for (size_t k = 0; k < size; ++k) h.row(s)[k] *= sigmoid_of_tanh(output_gate[k]);
        std::copy_n(h.row(s), size, y.row(lockstep.row(s, step, d == 1)) + d * size);
      }
    }
  }
}

}  // namespace deberta
