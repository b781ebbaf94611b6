#include "ops/panels.h"

#include <algorithm>

#include "ops/read_ahead.h"
#include "ops/simd.h"
#include "ops/tile_rows.h"
#include "ops/tiles.h"

namespace deberta {
namespace {

using simd::F32x4;

// `Rows` rows by one panel. Unrolling by hand made every engine spill registers.
template <size_t Rows>
void multiply_tile(const float* a, size_t a_stride, size_t k, const float* panel, const float* bias,
                   float* out, size_t out_stride, ReadAhead& ahead) {
  F32x4 low[Rows];
  F32x4 high[Rows];
  const float* row[Rows];
  for (size_t r = 0; r < Rows; ++r) {
    low[r] = simd::load(bias);
    high[r] = simd::load(bias + 4);
    row[r] = a + r * a_stride;
  }
  ahead.for_each_step(k, [&] {
    const F32x4 b_low = simd::load(panel);
    const F32x4 b_high = simd::load(panel + 4);
    panel += kPanelColumns;
#pragma clang loop unroll(full)
    for (size_t r = 0; r < Rows; ++r) {
      const F32x4 x = simd::splat(*row[r]++);
      low[r] = simd::multiply_add(x, b_low, low[r]);
      high[r] = simd::multiply_add(x, b_high, high[r]);
    }
  });
  for (size_t r = 0; r < Rows; ++r) {
    simd::store(low[r], out + r * out_stride);
    simd::store(high[r], out + r * out_stride + 4);
  }
}

}  // namespace

void multiply_panel(ConstMatrix a, const float* panel, const float* bias, float* out,
                    size_t out_stride, const float* next) {
  ReadAhead ahead(next, a.cols * kPanelColumns * sizeof(float), a.rows, kTileRows, a.cols);
  for_each_tile<kTileRows>(a.rows, [&]<size_t Rows>(size_t i) {
    multiply_tile<Rows>(a.row(i), a.stride, a.cols, panel, bias, out + i * out_stride, out_stride,
                        ahead);
  });
}

void pack_columns(ConstMatrix b, float* panels) {
  for (size_t begin = 0; begin < b.cols; begin += kPanelColumns) {
    const size_t count = std::min(kPanelColumns, b.cols - begin);
    if (count == kPanelColumns) {
      for (size_t i = 0; i < b.rows; ++i, panels += kPanelColumns) {
        simd::store(simd::load(b.row(i) + begin), panels);
        simd::store(simd::load(b.row(i) + begin + 4), panels + 4);
      }
      continue;
    }
    for (size_t i = 0; i < b.rows; ++i, panels += kPanelColumns) {
      std::copy_n(b.row(i) + begin, count, panels);
      std::fill_n(panels + count, kPanelColumns - count, 0.0f);
    }
  }
}

void pack_rows(ConstMatrix b, float* panels) {
  for (size_t begin = 0; begin < b.rows; begin += kPanelColumns) {
    const size_t count = std::min(kPanelColumns, b.rows - begin);
    size_t k = 0;
    if (count == kPanelColumns) {
      for (; k + 4 <= b.cols; k += 4, panels += 4 * kPanelColumns) {
        for (size_t half = 0; half < kPanelColumns; half += 4) {
          F32x4 rows[4];
          for (size_t r = 0; r < 4; ++r) rows[r] = simd::load(b.row(begin + half + r) + k);
          simd::transpose(rows[0], rows[1], rows[2], rows[3]);
          for (size_t r = 0; r < 4; ++r) simd::store(rows[r], panels + r * kPanelColumns + half);
        }
      }
    }
    for (; k < b.cols; ++k, panels += kPanelColumns) {
      for (size_t r = 0; r < count; ++r) panels[r] = b.row(begin + r)[k];
      std::fill_n(panels + count, kPanelColumns - count, 0.0f);
    }
  }
}

}  // namespace deberta
