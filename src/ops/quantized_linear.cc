#include "ops/quantized_linear.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>
#include <vector>

#include "ops/activation_quantization.h"
#include "ops/blocks.h"
#include "ops/panels.h"
#include "ops/rows.h"
#include "ops/simd.h"
#include "ops/tiles.h"
#include "tensor/buffer.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

using simd::F32x4;
using simd::I16x8;
using simd::I32x4;
using simd::I8x16;
using simd::I8x8;

// How four columns of a panel meet one row, `kDepth` inputs of each at a time; in a step of the
// loop, kGroups times.
struct Pairs {
  using Activation = int16_t;
  static constexpr size_t kDepth = 2;
  static constexpr size_t kGroups = 1;
  using Weights = I16x8;

  static Weights load(const int8_t* panel) {
    return __builtin_convertvector(simd::load<I8x8>(panel), I16x8);
  }
  static I32x4 multiply_add(const Weights (&w)[1], const I32x4 (&x)[1], I32x4 sum) {
    const I16x8 a = reinterpret_cast<const I16x8&>(x[0]);
#ifdef __wasm_simd128__
    return sum + __builtin_wasm_dot_s_i32x4_i16x8(w[0], a);
#else
    for (size_t i = 0; i < 4; ++i)
      sum[i] += w[0][2 * i] * a[2 * i] + w[0][2 * i + 1] * a[2 * i + 1];
    return sum;
#endif
  }
};

struct Quads {
  using Activation = uint8_t;
  static constexpr size_t kDepth = 4;
  static constexpr size_t kGroups = 2;
  using Weights = I8x16;

  static Weights load(const int8_t* panel) { return simd::load<I8x16>(panel); }
  // Four products of each column pair fit 16 bits (kMaxOfFour), so the two groups are added there:
  // widening keeps the same units of the processor busy as multiplying.
  static I32x4 multiply_add(const Weights (&w)[2], const I32x4 (&x)[2], I32x4 sum) {
#ifdef __wasm_relaxed_simd__
    return sum + __builtin_wasm_extadd_pairwise_i16x8_s_i32x4(dot(w[0], x[0]) + dot(w[1], x[1]));
#else
    for (size_t g = 0; g < 2; ++g) {
      const I8x16 a = reinterpret_cast<const I8x16&>(x[g]);
      for (size_t i = 0; i < 16; ++i) sum[i / 4] += w[g][i] * a[i];
    }
    return sum;
#endif
  }

#ifdef __wasm_relaxed_simd__
 private:
  static I16x8 dot(Weights w, I32x4 x) {
    return __builtin_wasm_relaxed_dot_i8x16_i7x16_s_i16x8(w, reinterpret_cast<I8x16>(x));
  }
#endif
};

// Of one panel: what turns its integer sums into outputs.
struct Columns {
  const float* scales;
  const float* bias;
  const int32_t* sums;  // Σ_k w[k]
};

// Up to four rows by one panel; `columns` of the eight are there.
template <class D, size_t Rows>
void multiply_tile(const typename D::Activation* q, size_t stride, size_t depth,
                   const int8_t* panel, const RowScale* rows, const Columns& of, float* out,
                   size_t out_stride, size_t columns) {
  I32x4 low[Rows];
  I32x4 high[Rows];
  const typename D::Activation* row[Rows];
  for (size_t r = 0; r < Rows; ++r) {
    low[r] = high[r] = I32x4{};
    row[r] = q + r * stride;
  }
#pragma clang loop unroll(disable)
  for (size_t k = 0; k < depth; k += D::kGroups * D::kDepth) {
    typename D::Weights w_low[D::kGroups], w_high[D::kGroups];
#pragma clang loop unroll(full)
    for (size_t g = 0; g < D::kGroups; ++g) {
      w_low[g] = D::load(panel);
      w_high[g] = D::load(panel + 4 * D::kDepth);
      panel += kPanelColumns * D::kDepth;
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < Rows; ++r) {
      I32x4 x[D::kGroups];
#pragma clang loop unroll(full)
      for (size_t g = 0; g < D::kGroups; ++g) {
        int32_t inputs;
        std::memcpy(&inputs, row[r] + g * D::kDepth, sizeof inputs);
        x[g] = I32x4{inputs, inputs, inputs, inputs};
      }
      row[r] += D::kGroups * D::kDepth;
      low[r] = D::multiply_add(w_low, x, low[r]);
      high[r] = D::multiply_add(w_high, x, high[r]);
    }
  }
  for (size_t r = 0; r < Rows; ++r) {
    float* to = out + r * out_stride;
    float tile[kPanelColumns];
    float* y = columns == kPanelColumns ? to : tile;
    for (size_t half = 0; half < kPanelColumns; half += 4) {
      const I32x4 zero{rows[r].zero, rows[r].zero, rows[r].zero, rows[r].zero};
      const I32x4 sum = (half == 0 ? low[r] : high[r]) - zero * simd::load<I32x4>(of.sums + half);
      const F32x4 scale = simd::splat(rows[r].scale) * simd::load(of.scales + half);
      simd::store(__builtin_convertvector(sum, F32x4) * scale + simd::load(of.bias + half),
                  y + half);
    }
    if (y == tile) std::copy_n(tile, columns, to);
  }
}

template <class D>
void multiply_rows(size_t count, const typename D::Activation* q, size_t stride, size_t depth,
                   const int8_t* panel, const RowScale* rows, const Columns& of, float* out,
                   size_t out_stride, size_t columns) {
  for_each_tile(count, [&]<size_t Rows>(size_t i) {
    multiply_tile<D, Rows>(q + i * stride, stride, depth, panel, rows + i, of, out + i * out_stride,
                           out_stride, columns);
  });
}

template <class D>
class QuantizedLinear : public LinearKernel {
 public:
  QuantizedLinear(const QuantizedWeights& weights, const float* bias)
      : outputs_(weights.outputs()),
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
      for (; k + D::kDepth <= inputs_; k += D::kDepth, to += kPanelColumns * D::kDepth) {
        std::memcpy(to, from + k, D::kDepth);
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
  using Q = typename D::Activation;

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
      multiply_rows<D>(block.row_end - block.row_begin, rows.q + block.row_begin * depth_, depth_,
                       depth_, at(first, 0), rows.scales + block.row_begin, of,
                       y.row(block.row_begin) + first, y.stride,
                       std::min(kPanelColumns, outputs_ - first));
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
  // Of W[n, k]: [panel][k / depth][column][k % depth].
  size_t offset(size_t n, size_t k) const {
    const size_t panel = n / kPanelColumns * kPanelColumns * depth_;
    return panel + (k / D::kDepth * kPanelColumns + n % kPanelColumns) * D::kDepth + k % D::kDepth;
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
          y[first + c] += outliers.value[o] * (scales_[first + c] * w[c * D::kDepth]);
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

  // Inputs are filled up with zeros to whole steps, and to what quantize_row() writes at once.
  static constexpr size_t kStep = std::max<size_t>(4, D::kGroups* D::kDepth);

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

bool quads_are_exact() {
#ifdef __wasm_relaxed_simd__
  // Behind a volatile, so that the engine computes it and not the compiler.
  const volatile int8_t weight = -127;
  const volatile int8_t activation = 127;
  I8x16 w[2], a[2];
  for (size_t i = 0; i < 16; ++i) {
    // Every second pair of the first group is as large as can be; the other group adds to it.
    const bool is_large = i % 4 < 2;
    w[0][i] = static_cast<int8_t>(is_large ? weight : 127 - static_cast<int>(i));
    a[0][i] = static_cast<int8_t>(is_large ? activation : static_cast<int>(i));
    w[1][i] = static_cast<int8_t>(i % 2 == 0 ? -3 : 1);
    a[1][i] = static_cast<int8_t>(127 - static_cast<int>(i));
  }
  I32x4 expected{1000, -1000, 7, 0};
  const I32x4 x[2] = {reinterpret_cast<I32x4>(a[0]), reinterpret_cast<I32x4>(a[1])};
  const I32x4 sum = Quads::multiply_add(w, x, expected);
  for (size_t g = 0; g < 2; ++g) {
    for (size_t i = 0; i < 16; ++i) expected[i / 4] += w[g][i] * a[g][i];
  }
  return std::memcmp(&sum, &expected, sizeof sum) == 0;
#else
  return false;
#endif
}

}  // namespace

Dot fastest_dot() {
  static const Dot dot = quads_are_exact() ? Dot::kQuads : Dot::kPairs;
  return dot;
}

std::unique_ptr<LinearKernel> make_quantized_linear(const QuantizedWeights& weights,
                                                    const float* bias, Dot dot) {
  if (dot == Dot::kQuads) return std::make_unique<QuantizedLinear<Quads>>(weights, bias);
  return std::make_unique<QuantizedLinear<Pairs>>(weights, bias);
}

}  // namespace deberta
