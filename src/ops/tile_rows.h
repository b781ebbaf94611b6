// For kernels alone, not for headers: it depends on the module's kind of SIMD.
#ifndef DEBERTA_OPS_TILE_ROWS_H_
#define DEBERTA_OPS_TILE_ROWS_H_

#include <cstddef>

namespace deberta {

// Rows of floats that meet a panel at a time. A sum waits four cycles for its last product and two
// products begin in each, so eight sums are the fewest; twelve, and what they are made of, fill
// x86's sixteen registers, and need fewer loads. Without one instruction that multiplies and adds,
// they would not fit. (Natively they are for the sanitizers, whatever the time.)
#if defined(__wasm_simd128__) && !defined(__wasm_relaxed_simd__)
inline constexpr size_t kTileRows = 4;
#else
inline constexpr size_t kTileRows = 6;
#endif

}  // namespace deberta

#endif  // DEBERTA_OPS_TILE_ROWS_H_
