#include "ops/panel_linear.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "ops/blocks.h"
#include "ops/panels.h"
#include "ops/simd.h"
#include "tensor/buffer.h"
#include "tensor/dtype.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

using simd::F32x4;
using simd::I32x4;

// Floats as they are.
class FloatPanels {
 public:
  static constexpr Precision kPrecision = Precision::kFloat32;
  static constexpr bool kWidens = false;

  explicit FloatPanels(ConstMatrix weight)
      : inputs_(weight.cols),
        panels_(Buffer::of_floats({padded_columns(weight.rows), weight.cols})) {
    pack_rows(weight, panels_.floats());
  }
  const float* get(size_t p, float*) const {
    return panels_.floats() + p * kPanelColumns * inputs_;
  }

 private:
  size_t inputs_;
  Buffer panels_;
};

class HalfPanels {
 public:
  static constexpr Precision kPrecision = Precision::kFloat16;
  static constexpr bool kWidens = true;

  explicit HalfPanels(ConstMatrix weight)
      : size_(kPanelColumns * weight.cols),
        panels_(Buffer::of_bytes({panels_of(weight.rows), size_, 2})) {
    std::vector<float> wide(size_);
    auto* to = reinterpret_cast<uint16_t*>(panels_.data());
    for (size_t begin = 0; begin < weight.rows; begin += kPanelColumns) {
      pack_rows(weight.slice_rows(begin, std::min(kPanelColumns, weight.rows - begin)),
                wide.data());
      narrow_f16(wide.data(), size_, to);
      to += size_;
    }
  }
  const float* get(size_t p, float* wide) const {
    widen(DType::kF16, panels_.data() + p * size_ * 2, size_, wide);
    return wide;
  }

 private:
  size_t size_;  // elements of a panel
  Buffer panels_;
};

class Int8Panels {
 public:
  static constexpr Precision kPrecision = Precision::kInt8Weights;
  static constexpr bool kWidens = true;

  explicit Int8Panels(const QuantizedWeights& weights)
      : inputs_(weights.inputs()),
        outputs_(weights.outputs()),
        panels_(Buffer::of_bytes({padded_columns(outputs_), inputs_})),
        scales_(weights.scales),
        float_columns_(weights.float_columns),
        float_values_(weights.float_values) {
    auto* to = reinterpret_cast<int8_t*>(panels_.data());
    for (size_t first = 0; first < outputs_; first += kPanelColumns) {
      for (size_t k = 0; k < inputs_; ++k) {
        for (size_t n = first; n < first + kPanelColumns; ++n) {
          *to++ = n < outputs_ ? weights.values[n * inputs_ + k] : int8_t{0};
        }
      }
    }
    scales_.resize(padded_columns(outputs_), 0.0f);
  }
  const float* get(size_t p, float* wide) const {
    const size_t first = p * kPanelColumns;
    const auto* from = reinterpret_cast<const int8_t*>(panels_.data()) + first * inputs_;
    const F32x4 low = simd::load(&scales_[first]);
    const F32x4 high = simd::load(&scales_[first + 4]);
    const auto floats = [](const int8_t* w) {
      return __builtin_convertvector(__builtin_convertvector(simd::load<simd::I8x4>(w), I32x4),
                                     F32x4);
    };
    for (size_t k = 0; k < inputs_; ++k, from += kPanelColumns) {
      simd::store(floats(from) * low, wide + k * kPanelColumns);
      simd::store(floats(from + 4) * high, wide + k * kPanelColumns + 4);
    }
    const size_t count = std::min(kPanelColumns, outputs_ - first);
    for (size_t c = 0; c < float_columns_.size(); ++c) {
      std::copy_n(&float_values_[c * outputs_ + first], count,
                  wide + float_columns_[c] * kPanelColumns);
    }
    return wide;
  }

 private:
  size_t inputs_;
  size_t outputs_;
  Buffer panels_;
  std::vector<float> scales_;  // [padded outputs]
  std::vector<uint32_t> float_columns_;
  std::vector<float> float_values_;  // [float columns, outputs]
};

// Eight rows of an embedding table.
class TablePanels {
 public:
  static constexpr bool kWidens = true;

  explicit TablePanels(const EmbeddingTable& table) : table_(table) {}
  // `wide` has room for the panel and as much again.
  const float* get(size_t p, float* wide) const {
    const size_t first = p * kPanelColumns;
    const size_t count = std::min(kPanelColumns, table_.rows() - first);
    const Matrix rows(wide + kPanelColumns * table_.cols(), count, table_.cols());
    for (size_t i = 0; i < count; ++i) table_.copy_row(first + i, rows.row(i));
    pack_rows(rows, wide);
    return wide;
  }

 private:
  const EmbeddingTable& table_;
};

// Floats, each panel after its bias.
class PackedPanels {
 public:
  static constexpr bool kWidens = false;

  PackedPanels(const float* packed, size_t inputs)
      : packed_(packed), stride_((inputs + 1) * kPanelColumns) {}
  const float* bias(size_t p) const { return packed_ + p * stride_; }
  const float* get(size_t p, float*) const { return bias(p) + kPanelColumns; }

 private:
  const float* packed_;
  size_t stride_;
};

// x [n, inputs] → y [n, outputs]; bias_of(p): of the outputs of a panel.
template <class Panels, class BiasOf>
void multiply(ConstMatrix x, const Panels& panels, BiasOf&& bias_of, Matrix y, Context& ctx) {
  const size_t inputs = x.cols;
  const size_t outputs = y.cols;
  // The widening of a panel has to be worth it.
  const size_t most = Panels::kWidens ? 128 : rows_at_once(inputs);
  Workspace::Scope scope(ctx.workspace);
  const auto workers = static_cast<size_t>(ctx.pool.size());
  // A widened panel, what it is made of, and, for outputs that do not fill the last one, its
  // columns.
  const Matrix scratch = ctx.workspace.matrix(workers, (2 * inputs + most) * kPanelColumns);
  for_each_block(x.rows, most, panels_of(outputs), uint64_t{x.rows} * inputs * outputs, ctx.pool,
                 [&](Block block, size_t worker) {
                   const ConstMatrix rows =
                       x.slice_rows(block.row_begin, block.row_end - block.row_begin);
                   for (size_t p = block.panel_begin; p < block.panel_end; ++p) {
                     const size_t first = p * kPanelColumns;
                     const float* panel = panels.get(p, scratch.row(worker));
                     const float* next = nullptr;
                     if constexpr (!Panels::kWidens) {
                       if (p + 1 < block.panel_end) next = panels.get(p + 1, nullptr);
                     }
                     float* out = y.row(block.row_begin) + first;
                     if (first + kPanelColumns <= outputs) {
                       multiply_panel(rows, panel, bias_of(p), out, y.stride, next);
                       continue;
                     }
                     float* tile = scratch.row(worker) + 2 * inputs * kPanelColumns;
                     multiply_panel(rows, panel, bias_of(p), tile, kPanelColumns);
                     for (size_t i = 0; i < rows.rows; ++i) {
                       std::copy_n(tile + i * kPanelColumns, outputs - first, out + i * y.stride);
                     }
                   }
                 });
}

template <class Panels>
class PanelLinear : public LinearKernel {
 public:
  PanelLinear(size_t outputs, Panels panels, const float* bias)
      : panels_(std::move(panels)), bias_(padded_columns(outputs), 0.0f) {
    if (bias != nullptr) std::copy_n(bias, outputs, bias_.begin());
  }

  Precision precision() const override { return Panels::kPrecision; }

  void run(ConstMatrix x, Matrix y, Context& ctx) const override {
    multiply(
        x, panels_, [this](size_t p) { return &bias_[p * kPanelColumns]; }, y, ctx);
  }

 private:
  Panels panels_;
  std::vector<float> bias_;  // [padded outputs]
};

template <class Panels>
std::unique_ptr<LinearKernel> make(size_t outputs, Panels panels, const float* bias) {
  return std::make_unique<PanelLinear<Panels>>(outputs, std::move(panels), bias);
}

}  // namespace

size_t rows_at_once(size_t inputs) {
  constexpr size_t kCache = 256 * 1024;
  return std::max<size_t>(16, kCache / (inputs * sizeof(float)) / 4 * 4);
}

std::unique_ptr<LinearKernel> make_float_linear(ConstMatrix weight, const float* bias) {
  return make(weight.rows, FloatPanels(weight), bias);
}

std::unique_ptr<LinearKernel> make_half_linear(ConstMatrix weight, const float* bias) {
  return make(weight.rows, HalfPanels(weight), bias);
}

std::unique_ptr<LinearKernel> make_int8_weights_linear(const QuantizedWeights& weights,
                                                       const float* bias) {
  return make(weights.outputs(), Int8Panels(weights), bias);
}

void multiply_packed(ConstMatrix x, const float* packed, Matrix y, Context& ctx) {
  const PackedPanels panels(packed, x.cols);
  multiply(
      x, panels, [&](size_t p) { return panels.bias(p); }, y, ctx);
}

void multiply_table(ConstMatrix x, const EmbeddingTable& table, const float* bias, Matrix y,
                    Context& ctx) {
  if (x.rows == 0) return;
  multiply(
      x, TablePanels(table), [bias](size_t p) { return bias + p * kPanelColumns; }, y, ctx);
}

}  // namespace deberta
