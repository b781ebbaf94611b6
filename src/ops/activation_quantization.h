// Activations in 7 bits: x[k] ≈ scale · (q[k] − zero), q in 0 … 127, a scale and a zero for each
// row. So a row's numbers do not depend on what else is in the batch.
//
// A few channels of a transformer's feed-forward layers can be a hundred times larger than all
// others, and would leave one or two steps to those. They are taken out of the row, and multiplied
// as floats (after LLM.int8(), Dettmers et al. 2022, but chosen in each row).
#ifndef DEBERTA_OPS_ACTIVATION_QUANTIZATION_H_
#define DEBERTA_OPS_ACTIVATION_QUANTIZATION_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace deberta {

struct RowScale {
  float scale;
  int32_t zero;
};

// What was taken out: x[index[i]] = value[i].
struct Outliers {
  static constexpr size_t kMax = 8;
  size_t count = 0;
  std::array<uint32_t, kMax> index;
  std::array<float, kMax> value;
};

// Quantizes x[0 … n) into q[0 … n); fills up to q[padded) with anything that is in range. `Q` is
// uint8_t or int16_t, with the same numbers. x has `padded` readable elements.
template <class Q>
RowScale quantize_row(const float* x, size_t n, size_t padded, Q* q, Outliers& outliers);

}  // namespace deberta

#endif  // DEBERTA_OPS_ACTIVATION_QUANTIZATION_H_
