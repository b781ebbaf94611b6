// Rows in 7 bits by a panel of weights in 8, with each of the instructions of dot.h. For ops/*.cc
// alone: what these are depends on the module's kind of SIMD.
#ifndef DEBERTA_OPS_QUANTIZED_TILE_H_
#define DEBERTA_OPS_QUANTIZED_TILE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "ops/activation_quantization.h"
#include "ops/panels.h"
#include "ops/read_ahead.h"
#include "ops/simd.h"
#include "ops/tiles.h"

namespace deberta {

// How four columns of a panel meet a row, `kDepth` inputs of each at a time; in a step of the loop,
// kGroups times. A tile has kRows rows and eight columns: it has to fit the sixteen registers of
// x86.
struct Pairs {
  using Activation = int16_t;
  static constexpr size_t kDepth = 2;
  static constexpr size_t kGroups = 1;
  static constexpr size_t kRows = 4;
  using Weights = simd::I16x8;

  static Weights load(const int8_t* panel) {
    return __builtin_convertvector(simd::load<simd::I8x8>(panel), simd::I16x8);
  }
  static simd::I32x4 multiply_add(const Weights (&w)[1], const simd::I32x4 (&x)[1],
                                  simd::I32x4 sum) {
    const auto a = reinterpret_cast<const simd::I16x8&>(x[0]);
#ifdef __wasm_simd128__
    return sum + __builtin_wasm_dot_s_i32x4_i16x8(w[0], a);
#else
    for (size_t i = 0; i < 4; ++i)
      sum[i] += w[0][2 * i] * a[2 * i] + w[0][2 * i + 1] * a[2 * i + 1];
    return sum;
#endif
  }
};

template <size_t Groups>
struct QuadsOf {
  using Activation = uint8_t;
  static constexpr size_t kDepth = 4;
  static constexpr size_t kGroups = Groups;
  using Weights = simd::I8x16;

  static Weights load(const int8_t* panel) { return simd::load<simd::I8x16>(panel); }
#ifndef __wasm_relaxed_simd__
  static simd::I32x4 multiply_add(const Weights (&w)[Groups], const simd::I32x4 (&x)[Groups],
                                  simd::I32x4 sum) {
    for (size_t g = 0; g < Groups; ++g) {
      const auto a = reinterpret_cast<const simd::I8x16&>(x[g]);
      for (size_t i = 0; i < 16; ++i) sum[i / 4] += w[g][i] * a[i];
    }
    return sum;
  }
#endif
};

struct Quads : QuadsOf<2> {
  static constexpr size_t kRows = 4;

#ifdef __wasm_relaxed_simd__
  // Four products of each column pair fit 16 bits (kMaxOfFour), so the two groups are added there:
  // widening keeps the same units of the processor busy as multiplying.
  static simd::I32x4 multiply_add(const Weights (&w)[2], const simd::I32x4 (&x)[2],
                                  simd::I32x4 sum) {
    return sum + __builtin_wasm_extadd_pairwise_i16x8_s_i32x4(dot(w[0], x[0]) + dot(w[1], x[1]));
  }

 private:
  static simd::I16x8 dot(Weights w, simd::I32x4 x) {
    return __builtin_wasm_relaxed_dot_i8x16_i7x16_s_i16x8(w, reinterpret_cast<simd::I8x16>(x));
  }
#endif
};

struct FusedQuads : QuadsOf<1> {
  // Each sum waits five cycles for its last product, and two products begin in each: eight sums
  // would leave a fifth of the units' time.
  static constexpr size_t kRows = 6;

#ifdef __wasm_relaxed_simd__
  static simd::I32x4 multiply_add(const Weights (&w)[1], const simd::I32x4 (&x)[1],
                                  simd::I32x4 sum) {
    return __builtin_wasm_relaxed_dot_i8x16_i7x16_add_s_i32x4(
        w[0], reinterpret_cast<simd::I8x16>(x[0]), sum);
  }
#endif
};

// Where a panel has a column's input k: [k / kDepth][column][k % kDepth].
template <size_t kDepth>
size_t offset_in_panel(size_t column, size_t k) {
  return (k / kDepth * kPanelColumns + column) * kDepth + k % kDepth;
}

// Of one panel: what turns its integer sums into outputs.
struct Columns {
  const float* scales;
  const float* bias;
  const int32_t* sums;  // Σ_k w[k]
};

// Sums [Rows, 8] of up to D::kRows rows by one panel.
template <class D, size_t Rows>
void multiply_tile(const typename D::Activation* q, size_t stride, size_t depth,
                   const int8_t* panel, int32_t* sums, ReadAhead& ahead) {
  using simd::I32x4;
  I32x4 low[Rows];
  I32x4 high[Rows];
  const typename D::Activation* row[Rows];
  for (size_t r = 0; r < Rows; ++r) {
    low[r] = high[r] = I32x4{};
    row[r] = q + r * stride;
  }
  constexpr size_t kStep = D::kGroups * D::kDepth;
  ahead.for_each_step(depth / kStep, [&] {
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
      row[r] += kStep;
      low[r] = D::multiply_add(w_low, x, low[r]);
      high[r] = D::multiply_add(w_high, x, high[r]);
    }
  });
  for (size_t r = 0; r < Rows; ++r) {
    simd::store(low[r], sums + r * kPanelColumns);
    simd::store(high[r], sums + r * kPanelColumns + 4);
  }
}

// The outputs of one row and panel; `columns` of the eight are there.
inline void write_outputs(const int32_t* sums, const RowScale& row, const Columns& of, float* out,
                          size_t columns) {
  using simd::F32x4;
  using simd::I32x4;
  float tile[kPanelColumns];
  float* y = columns == kPanelColumns ? out : tile;
  for (size_t half = 0; half < kPanelColumns; half += 4) {
    const I32x4 zero{row.zero, row.zero, row.zero, row.zero};
    const I32x4 sum = simd::load<I32x4>(sums + half) - zero * simd::load<I32x4>(of.sums + half);
    const F32x4 scale = simd::splat(row.scale) * simd::load(of.scales + half);
    simd::store(__builtin_convertvector(sum, F32x4) * scale + simd::load(of.bias + half), y + half);
  }
  if (y == tile) std::copy_n(tile, columns, out);
}

// next: the panel that is multiplied next, or null. A function of its own: fastest_dot() checks the
// code that layers run.
template <class D>
[[gnu::noinline]] void multiply_rows(size_t count, const typename D::Activation* q, size_t stride,
                                     size_t depth, const int8_t* panel, const RowScale* rows,
                                     const Columns& of, float* out, size_t out_stride,
                                     size_t columns, const int8_t* next) {
  ReadAhead ahead(next, depth * kPanelColumns, count, D::kRows, depth / (D::kGroups * D::kDepth));
  int32_t sums[D::kRows * kPanelColumns];
  for_each_tile<D::kRows>(count, [&]<size_t Rows>(size_t i) {
    multiply_tile<D, Rows>(q + i * stride, stride, depth, panel, sums, ahead);
#pragma clang loop unroll(disable)
    for (size_t r = 0; r < Rows; ++r) {
      write_outputs(sums + r * kPanelColumns, rows[i + r], of, out + (i + r) * out_stride, columns);
    }
  });
}

// Of one instruction.
template <class Q>
using MultiplyRows = void (*)(size_t count, const Q* q, size_t stride, size_t depth,
                              const int8_t* panel, const RowScale* rows, const Columns& of,
                              float* out, size_t out_stride, size_t columns, const int8_t* next);

}  // namespace deberta

#endif  // DEBERTA_OPS_QUANTIZED_TILE_H_
