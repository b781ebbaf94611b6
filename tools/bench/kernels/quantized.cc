// y = x·Wᵀ + b with weights in 8 bits, the same on both sides.
#include <memory>
#include <vector>

#include "kernels.h"
#include "memory.h"
#include "operators.h"
#include "ops/panel_linear.h"
#include "ops/quantized_linear.h"

namespace deberta::bench {
namespace {

template <class Theirs>
struct Layers {
  template <class MakeOurs, class MakeTheirs>
  Layers(size_t rows, size_t inputs, size_t outputs, MakeOurs make_ours, MakeTheirs make_theirs)
      : x(random_floats(rows * inputs, 1)),
        bias(random_floats(outputs, 1)),
        input(x.floats(), rows, inputs),
        y(Buffer::of_floats({rows, outputs})),
        their_y(Buffer::of_floats({rows, outputs})),
        output(y.floats(), rows, outputs),
        count(matrices_of(outputs * inputs)) {
    for (size_t i = 0; i < count; ++i) {
      const Buffer values = random_floats(outputs * inputs, 0.05f);
      const QuantizedWeights weights =
          quantize_weights(ConstMatrix(values.floats(), outputs, inputs));
      ours.push_back(make_ours(weights, bias.floats()));
      theirs.push_back(std::make_unique<Theirs>(make_theirs(weights, bias.floats())));
    }
  }

  OwnContext own;
  Buffer x, bias;
  ConstMatrix input;
  Buffer y, their_y;
  Matrix output;
  size_t count;
  std::vector<std::unique_ptr<LinearKernel>> ours;
  std::vector<std::unique_ptr<Theirs>> theirs;
  size_t my_turn = 0, their_turn = 0;
};

template <class Theirs, class Run>
Pair pair_of(const char* operation, const char* mine, const char* name, double tolerance,
             std::shared_ptr<Layers<Theirs>> layers, Run run_theirs) {
  auto* l = layers.get();
  return {
      operation,
      std::to_string(l->input.rows) + " rows, " + times(l->input.cols, l->output.cols),
      {mine,
       [l] {
         l->ours[l->my_turn = (l->my_turn + 1) % l->count]->run(l->input, l->output, l->own.ctx);
       },
       l->y.floats(),
       {}},
      {name,
       [l, run_theirs] { run_theirs(*l->theirs[l->their_turn = (l->their_turn + 1) % l->count]); },
       l->their_y.floats(),
       {}},
      l->output.rows * l->output.cols,
      tolerance,
      layers};
}

Pair int8(size_t rows, size_t inputs, size_t outputs) {
  auto layers = std::make_shared<Layers<Int8Linear>>(
      rows, inputs, outputs,
      [](const QuantizedWeights& w, const float* bias) {
        return make_quantized_linear(w, bias, fastest_dot());
      },
      [](const QuantizedWeights& w, const float* bias) {
        return Int8Linear(w.inputs(), w.outputs(), w.values.data(), w.scales.data(), bias);
      });
  for (auto& each : layers->theirs) each->set(layers->input, layers->their_y.floats());
  constexpr const char* kNames[] = {"pairs", "quads", "fused quads"};
  return pair_of("linear, q8", kNames[static_cast<size_t>(fastest_dot())], "qd8_f32_qc8w", 0.02,
                 layers, [](const Int8Linear& op) { op.run(); });
}

Pair int8_weights(size_t rows, size_t inputs, size_t outputs) {
  auto layers = std::make_shared<Layers<xnn::Operator>>(
      rows, inputs, outputs,
      // Without a bias, which XNNPACK's kernel multiplies by the scale as well.
      [](const QuantizedWeights& w, const float*) {
        return deberta::make_int8_weights_linear(w, /*bias=*/nullptr);
      },
      [](const QuantizedWeights& w, const float*) {
        return make_int8_weights_linear(w.inputs(), w.outputs(), w.values.data(), w.scales.data(),
                                        /*bias=*/nullptr);
      });
  for (auto& each : layers->theirs) {
    set_int8_weights_rows(*each, layers->input, layers->their_y.floats());
  }
  return pair_of("linear, q8-weights", "panels, widened", "f32_qc8w", 1e-4, layers,
                 [](const xnn::Operator& op) { run(op); });
}

}  // namespace

Makers quantized_layers() {
  Makers makers;
  const auto add = [&](auto make, size_t rows, size_t inputs, size_t outputs) {
    makers.push_back([=] { return make(rows, inputs, outputs); });
  };
  for (const size_t rows : {1, 16, 128, 256}) add(int8, rows, 768, 768);
  add(int8, 128, 768, 3072);
  add(int8, 128, 3072, 768);
  for (const size_t rows : {1, 16, 128}) add(int8_weights, rows, 768, 768);
  return makers;
}

}  // namespace deberta::bench
