#include "model/lstm.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/sort.h"
#include "model/recurrent_gates.h"
#include "ops/activation.h"

namespace deberta {

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

BiLstm::Run::Run(const BiLstm& lstm, ConstMatrix x, std::span<const size_t> lengths, Matrix y,
                 Context& ctx)
    : lstm_(lstm),
      y_(y),
      ctx_(ctx),
      scope_(ctx.workspace),
      inputs_(ctx.workspace.matrix(x.rows, lstm.input_.outputs())),
      products_(ctx.workspace.matrix(lengths.size(), 4 * lstm.size_)),
      h_(ctx.workspace.matrix(lengths.size(), lstm.size_)),
      c_(ctx.workspace.matrix(lengths.size(), lstm.size_)) {
  size_t first = 0;
  for (const size_t length : lengths) {
    sequences_.push_back({first, length});
    first += length;
  }
  sort_stably(sequences_, std::greater(), &Sequence::length);
  const uint64_t work_of_row = uint64_t{x.cols} * inputs_.cols;
  pieces_.add(x.rows, units_of_piece(work_of_row, ctx.pool.limit(), kFewestRows),
              [this, x](size_t begin, size_t end) {
                lstm_.input_(x.slice_rows(begin, end - begin),
                             inputs_.slice_rows(begin, end - begin), ctx_);
              });
  const size_t steps = sequences_.empty() ? 0 : sequences_.front().length;
  const uint64_t work_of_step = uint64_t{products_.rows} * products_.cols * lstm.size_;
  for (size_t direction = 0; direction < 2; ++direction) {
    pieces_.add(steps, units_of_piece(work_of_step, /*threads=*/1),
                [this, direction](size_t begin, size_t end) {
                  for (size_t step = begin; step < end; ++step) run_step(step, direction);
                });
  }
}

void BiLstm::Run::run_step(size_t step, size_t direction) {
  const size_t size = lstm_.size_, gates = products_.cols;
  if (step == 0) {
    active_ = sequences_.size();
    std::fill_n(h_.data, active_ * size, 0.0f);
    std::fill_n(c_.data, active_ * size, 0.0f);
  }
  while (sequences_[active_ - 1].length <= step) --active_;
  const Matrix h = h_.slice_rows(0, active_), z = products_.slice_rows(0, active_);
  lstm_.recurrent_[direction](h, z, ctx_);
  for (size_t s = 0; s < active_; ++s) {
    const float* input = inputs_.row(row(sequences_[s], step, direction)) + direction * gates;
    std::transform(input, input + gates, z.row(s), z.row(s), std::plus());
  }
  apply(Activation::kTanh, z, ctx_);
  for (size_t s = 0; s < active_; ++s) {
    const float* gate = z.row(s);  // i, f, g, o
    float* c = c_.row(s);
    for (size_t k = 0; k < size; ++k) {
      c[k] = sigmoid_of_tanh(gate[size + k]) * c[k] + sigmoid_of_tanh(gate[k]) * gate[2 * size + k];
    }
    std::copy_n(c, size, h.row(s));
  }
  apply(Activation::kTanh, h, ctx_);
  for (size_t s = 0; s < active_; ++s) {
    const float* output_gate = z.row(s) + 3 * size;
    for (size_t k = 0; k < size; ++k) h.row(s)[k] *= sigmoid_of_tanh(output_gate[k]);
    std::copy_n(h.row(s), size, y_.row(row(sequences_[s], step, direction)) + direction * size);
  }
}

}  // namespace deberta
