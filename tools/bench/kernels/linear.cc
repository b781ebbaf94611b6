// y = x·Wᵀ + b in floats.
#include <memory>

#include "kernels.h"
#include "memory.h"
#include "micro_kernels.h"
#include "operators.h"
#include "ops/panel_linear.h"
#include "ops/panels.h"

namespace deberta::bench {
namespace {

// Panels that each come after their bias, as XNNPACK packs them.
Buffer pack_with_bias(ConstMatrix weight, const float* bias) {
  const size_t size = (weight.cols + 1) * kPanelColumns;
  Buffer packed = Buffer::of_floats({panels_of(weight.rows), size});
  for (size_t n = 0; n < weight.rows; n += kPanelColumns) {
    float* to = packed.floats() + n / kPanelColumns * size;
    std::copy_n(bias + n, kPanelColumns, to);
    pack_rows(weight.slice_rows(n, kPanelColumns), to + kPanelColumns);
  }
  return packed;
}

// multiply_panel() with XNNPACK's micro-kernel in place of ours.
void multiply_with_micro_kernel(ConstMatrix x, const float* packed, Matrix y) {
  constexpr size_t kRows = 4;
  const size_t k = x.cols * sizeof(float), x_stride = x.stride * sizeof(float);
  const size_t y_stride = y.stride * sizeof(float);
  for (size_t n = 0; n < y.cols; n += kPanelColumns) {
    for (size_t i = 0; i < x.rows; i += kRows) {
      const size_t rows = std::min(kRows, x.rows - i);
      const auto kernel = rows == 1 ? DEBERTA_XNN_GEMM_1X8 : DEBERTA_XNN_GEMM_4X8;
      kernel(rows, kPanelColumns, k, x.row(i), x_stride, packed, y.row(i) + n, y_stride,
             kPanelColumns * sizeof(float), nullptr);
    }
    packed += (x.cols + 1) * kPanelColumns;
  }
}

struct Shape {
  size_t rows, inputs, outputs;
  std::string text() const { return std::to_string(rows) + " rows, " + times(inputs, outputs); }
};

// What both pairs below have.
struct Layers {
  explicit Layers(const Shape& s)
      : count(matrices_of(s.outputs * s.inputs * sizeof(float))),
        x(random_floats(s.rows * s.inputs, 1)),
        bias(random_floats(s.outputs, 1)),
        y(Buffer::of_floats({s.rows, s.outputs})),
        their_y(Buffer::of_floats({s.rows, s.outputs})),
        input(x.floats(), s.rows, s.inputs),
        output(y.floats(), s.rows, s.outputs),
        their_output(their_y.floats(), s.rows, s.outputs) {}
  // Of the next matrix, of a side's own counter.
  size_t next(size_t& at) const { return at = (at + 1) % count; }

  OwnContext own;
  size_t count;
  Buffer x, bias, y, their_y;
  ConstMatrix input;
  Matrix output, their_output;
  size_t mine = 0, theirs = 0;
};

struct OperatorLayers : Layers {
  explicit OperatorLayers(const Shape& s) : Layers(s) {
    for (size_t i = 0; i < count; ++i) {
      const Buffer values = random_floats(s.outputs * s.inputs, 0.05f);
      const ConstMatrix weight(values.floats(), s.outputs, s.inputs);
      panels.push_back(make_float_linear(weight, bias.floats()));
      operators.push_back(make_linear(weight, bias.floats()));
      set_rows(operators.back(), input, their_y.floats());
    }
  }
  std::vector<std::unique_ptr<LinearKernel>> panels;
  std::vector<xnn::Operator> operators;
};

Pair operators_of(const Shape& shape) {
  auto layers = std::make_shared<OperatorLayers>(shape);
  OperatorLayers* l = layers.get();
  return {"linear, fp32",
          shape.text(),
          {"panels",
           [l] { l->panels[l->next(l->mine)]->run(l->input, l->output, l->own.ctx); },
           l->y.floats(),
           {}},
          {"fully_connected_nc_f32",
           [l] { run(l->operators[l->next(l->theirs)]); },
           l->their_y.floats(),
           {}},
          shape.rows * shape.outputs,
          1e-5,
          layers};
}

// The same packed weights; theirs begins with those that ours read longest ago.
struct PackedLayers : Layers {
  explicit PackedLayers(const Shape& s) : Layers(s) {
    count *= 2;
    for (size_t i = 0; i < count; ++i) {
      const Buffer values = random_floats(s.outputs * s.inputs, 0.05f);
      packed.push_back(
          pack_with_bias(ConstMatrix(values.floats(), s.outputs, s.inputs), bias.floats()));
    }
  }
  std::vector<Buffer> packed;
  bool compared = false;  // the first call of both sides is of one matrix
};

Pair micro_kernels_of(const Shape& shape) {
  auto layers = std::make_shared<PackedLayers>(shape);
  PackedLayers* l = layers.get();
  return {"linear, fp32, our loops",
          shape.text(),
          {"panels",
           [l] {
             multiply_packed(l->input, l->packed[l->next(l->mine)].floats(), l->output, l->own.ctx);
           },
           l->y.floats(),
           {}},
          {"f32_gemm 4x8 micro-kernel",
           [l] {
             const size_t mine = l->next(l->theirs);
             const size_t at = l->compared ? (mine + l->count / 2) % l->count : mine;
             l->compared = true;
             multiply_with_micro_kernel(l->input, l->packed[at].floats(), l->their_output);
           },
           l->their_y.floats(),
           {}},
          shape.rows * shape.outputs,
          1e-5,
          layers};
}

}  // namespace

Makers linear_layers() {
  Makers makers;
  const auto add = [&](auto make, const Shape& shape) {
    makers.push_back([=] { return make(shape); });
  };
  for (const size_t rows : {1, 16, 64, 128, 256}) add(operators_of, {rows, 768, 768});
  for (const size_t rows : {16, 128}) {
    add(operators_of, {rows, 768, 3072});
    add(operators_of, {rows, 3072, 768});
  }
  for (const size_t rows : {1, 16, 64, 128}) add(micro_kernels_of, {rows, 768, 768});
  return makers;
}

}  // namespace deberta::bench
