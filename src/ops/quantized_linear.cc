#include "ops/quantized_linear.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>
#include <vector>

#include "ops/activation_quantization.h"
#include "ops/blocks.h"
#include "ops/panels.h"
#include "ops/quantized_tile.h"
#include "ops/rows.h"
#include "ops/simd.h"
#include "tensor/buffer.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// Q: of activations; kDepth: inputs of a column that lie together (both of an instruction).
template <class Q, size_t kDepth>
class QuantizedLinear : public LinearKernel {
 public:
  QuantizedLinear(const QuantizedWeights& weights, const float* bias, MultiplyRows<Q> multiply_rows)
      : multiply_rows_(multiply_rows),
        outputs_(weights.outputs()),
        inputs_(weights.inputs()),
        depth_((inputs_ + kStep - 1) / kStep * kStep),
        panels_(Buffer::of_bytes({padded_columns(outputs_), depth_})),
        scales_(padded_columns(outputs_), 0.0f),
        bias_(padded_columns(outputs_), 0.0f),
        sums_(padded_columns(outputs_), 0),
        float_columns_(weights.float_columns),
        float_values_(weights.float_values) {
    // What fills up the last panel, and the last step of each.
    if (padded_columns(outputs_) != outputs_ || depth_ != inputs_) {
      std::memset(panels_.data(), 0, panels_.size());
    }
    std::ranges::copy(weights.scales, scales_.begin());
    if (bias != nullptr) std::copy_n(bias, outputs_, bias_.begin());
    for (size_t n = 0; n < outputs_; ++n) {
      const int8_t* from = &weights.values[n * inputs_];
      auto* to = reinterpret_cast<int8_t*>(panels_.data()) + offset(n, 0);
      sums_[n] = std::accumulate(from, from + inputs_, int32_t{0});
      size_t k = 0;
      for (; k + kDepth <= inputs_; k += kDepth, to += kPanelColumns * kDepth) {
        std::memcpy(to, from + k, kDepth);
      }
      std::copy(from + k, from + inputs_, to);
    }
  }

  Precision precision() const override { return Precision::kInt8; }
  void split_activations() override { splits_ = true; }

  void run(ConstMatrix x, Matrix y, Context& ctx) const override {
    Workspace::Scope scope(ctx.workspace);
    const bool has_floats = !float_columns_.empty();
    const Rows rows = make_rows(x.rows, ctx.workspace);
    const Rows rests = splits_ ? make_rows(x.rows, ctx.workspace) : Rows();
    // What is left of a row when its floats, and then its first part, are taken out.
    const Matrix left = has_floats || splits_ ? ctx.workspace.matrix(x.rows, inputs_) : Matrix();
    const Matrix more = splits_ ? ctx.workspace.matrix(x.rows, outputs_) : Matrix();
    for_each_row(x.rows, inputs_, ctx.pool, [&](size_t i) {
      if (!has_floats && !splits_) return quantize(rows, i, x.row(i));
      std::copy_n(x.row(i), inputs_, left.row(i));
      for (const uint32_t k : float_columns_) left.row(i)[k] = 0;
      quantize(rows, i, left.row(i));
      if (!splits_) return;
      subtract(rows, i, left.row(i));
      quantize(rests, i, left.row(i));
    });

    constexpr size_t kCache = 192 * 1024;  // of the activations: the panels need the rest
    const size_t most = std::max<size_t>(16, kCache / (depth_ * sizeof(Q)) / 4 * 4);
    const uint64_t work =
        uint64_t{x.rows} * outputs_ * inputs_ / 2;  // two at a time, beside floats
    for_each_block(x.rows, most, panels_of(outputs_), work, ctx.pool, [&](Block block, size_t) {
      multiply(rows, bias_.data(), block, y);
      if (splits_) {
        multiply(rests, /*bias=*/nullptr, block, more);
        add(more, block, y);
      }
      if (!has_floats) return;
      for (size_t i = block.row_begin; i < block.row_end; ++i) {
        add_float_columns(x.row(i), block, y.row(i));
      }
    });
  }

 private:
  struct Rows {
    Q* q = nullptr;  // [rows, depth]
    RowScale* scales = nullptr;
    Outliers* outliers = nullptr;
  };
  Rows make_rows(size_t count, Workspace& workspace) const {
    // Byte after byte in what the workspace hands out as floats.
    const auto memory = [&]<class T>(T*, uint64_t size) {
      return reinterpret_cast<T*>(workspace.floats((size * sizeof(T) + 3) / 4));
    };
    Rows rows;
    rows.q = memory(rows.q, uint64_t{count} * depth_);
    rows.scales = memory(rows.scales, count);
    rows.outliers = memory(rows.outliers, count);
    return rows;
  }

  void quantize(const Rows& rows, size_t i, const float* x) const {
    rows.scales[i] = quantize_row(x, inputs_, depth_, rows.q + i * depth_, rows.outliers[i]);
  }
  // x −= what the row holds of it.
  void subtract(const Rows& rows, size_t i, float* x) const {
    const auto [scale, zero] = rows.scales[i];
    const Q* q = rows.q + i * depth_;
    for (size_t k = 0; k < inputs_; ++k) x[k] -= scale * static_cast<float>(q[k] - zero);
    const Outliers& outliers = rows.outliers[i];
    for (size_t o = 0; o < outliers.count; ++o) x[outliers.index[o]] = 0;
  }

  // y = rows · Wᵀ + bias, of a block.
  void multiply(const Rows& rows, const float* bias, const Block& block, Matrix y) const {
    constexpr float kZeros[kPanelColumns] = {};
    for (size_t p = block.panel_begin; p < block.panel_end; ++p) {
      const size_t first = p * kPanelColumns;
      const Columns of{&scales_[first], bias == nullptr ? kZeros : bias + first, &sums_[first]};
      multiply_rows_(block.row_end - block.row_begin, rows.q + block.row_begin * depth_, depth_,
                     depth_, at(first, 0), rows.scales + block.row_begin, of,
                     y.row(block.row_begin) + first, y.stride,
                     std::min(kPanelColumns, outputs_ - first),
                     p + 1 < block.panel_end ? at(first + kPanelColumns, 0) : nullptr);
    }
    for (size_t i = block.row_begin; i < block.row_end; ++i) {
      if (rows.outliers[i].count != 0) add(rows.outliers[i], block, y.row(i));
    }
  }
  // y += more, of a block.
  void add(ConstMatrix more, const Block& block, Matrix y) const {
    const size_t begin = block.panel_begin * kPanelColumns;
    const size_t end = std::min(outputs_, block.panel_end * kPanelColumns);
    for (size_t i = block.row_begin; i < block.row_end; ++i) {
      for (size_t n = begin; n < end; ++n) y.row(i)[n] += more.row(i)[n];
    }
  }
  // Of W[n, k].
  size_t offset(size_t n, size_t k) const {
    const size_t panel = n / kPanelColumns * kPanelColumns * depth_;
    return panel + offset_in_panel<kDepth>(n % kPanelColumns, k);
  }
  const int8_t* at(size_t n, size_t k) const {
    return reinterpret_cast<const int8_t*>(panels_.data()) + offset(n, k);
  }
  // y[n] += Σ x[k] · W[n, k] for the outliers of a row and the panels of a block.
  void add(const Outliers& outliers, const Block& block, float* y) const {
    for (size_t p = block.panel_begin; p < block.panel_end; ++p) {
      const size_t first = p * kPanelColumns;
      const size_t count = std::min(kPanelColumns, outputs_ - first);
      for (size_t o = 0; o < outliers.count; ++o) {
        const int8_t* w = at(first, outliers.index[o]);
        for (size_t c = 0; c < count; ++c) {
          y[first + c] += outliers.value[o] * (scales_[first + c] * w[c * kDepth]);
        }
      }
    }
  }

  void add_float_columns(const float* x, const Block& block, float* y) const {
    const size_t begin = block.panel_begin * kPanelColumns;
    const size_t end = std::min(outputs_, block.panel_end * kPanelColumns);
    for (size_t c = 0; c < float_columns_.size(); ++c) {
      const float factor = x[float_columns_[c]];
      const float* w = &float_values_[c * outputs_];
      for (size_t n = begin; n < end; ++n) y[n] += factor * w[n];
    }
  }

  // Inputs are filled up with zeros to whole steps of each instruction, and to what quantize_row()
  // writes at once.
  static constexpr size_t kStep = 8;

  MultiplyRows<Q> multiply_rows_;
  size_t outputs_;
  size_t inputs_;
  size_t depth_;  // inputs and what fills them up
  Buffer panels_;
  std::vector<float> scales_;  // [padded outputs], and so are the next two
  std::vector<float> bias_;
  std::vector<int32_t> sums_;
  std::vector<uint32_t> float_columns_;
  std::vector<float> float_values_;  // [float columns, outputs]
  bool splits_ = false;
};

}  // namespace

std::unique_ptr<LinearKernel> make_quantized_linear(const QuantizedWeights& weights,
                                                    const float* bias, [[maybe_unused]] Dot dot) {
#if !defined(__wasm_simd128__) || defined(__wasm_relaxed_simd__)
  if (dot != Dot::kPairs) {
    const auto multiply = dot == Dot::kQuads ? multiply_rows<Quads> : multiply_rows<FusedQuads>;
    return std::make_unique<QuantizedLinear<uint8_t, Quads::kDepth>>(weights, bias, multiply);
  }
#endif
  return std::make_unique<QuantizedLinear<int16_t, Pairs::kDepth>>(weights, bias,
                                                                   multiply_rows<Pairs>);
}

}  // namespace deberta
