// Products with a right-hand side that was rearranged once: b [k, n] in panels of eight columns,
// each [k, 8] and contiguous, the last one filled up with zeros. A panel of 768 rows stays in the
// nearest cache while all rows of `a` pass it.
#ifndef DEBERTA_OPS_PANELS_H_
#define DEBERTA_OPS_PANELS_H_

#include <cstddef>

#include "tensor/matrix.h"

namespace deberta {

inline constexpr size_t kPanelColumns = 8;

inline size_t panels_of(size_t columns) { return (columns + kPanelColumns - 1) / kPanelColumns; }
// Columns with those that fill up the last panel.
inline size_t padded_columns(size_t columns) { return panels_of(columns) * kPanelColumns; }

// b [k, n] → panels [panels_of(n)][k][8]
void pack_columns(ConstMatrix b, float* panels);
// The same of bᵀ: b [n, k] → panels [panels_of(n)][k][8]
void pack_rows(ConstMatrix b, float* panels);

// out[i][0 … 8) = bias[0 … 8) + Σ_k a[i][k] · panel[k][0 … 8): one panel, `out` at its first
// column. Each number is summed in the order of k, whatever the other rows and panels are.
// next: the panel that is multiplied next, where it comes from far away, or null.
void multiply_panel(ConstMatrix a, const float* panel, const float* bias, float* out,
                    size_t out_stride, const float* next = nullptr);

// out [rows, padded_columns] = a · b for the panels [begin, end) of b.
inline void multiply_panels(ConstMatrix a, const float* panels, size_t begin, size_t end,
                            float* out, size_t out_stride) {
  constexpr float kZeros[kPanelColumns] = {};
  for (size_t p = begin; p < end; ++p) {
    multiply_panel(a, panels + p * kPanelColumns * a.cols, kZeros,
                   out + (p - begin) * kPanelColumns, out_stride);
  }
}

}  // namespace deberta

#endif  // DEBERTA_OPS_PANELS_H_
