// Rows in tiles whose size the compiler knows.
#ifndef DEBERTA_OPS_TILES_H_
#define DEBERTA_OPS_TILES_H_

#include <cstddef>

namespace deberta {

// Calls f.operator()<Rows>(first) for tiles of `Most` rows (4 or 6), and of at most four at the
// end.
template <size_t Most, class F>
void for_each_tile(size_t rows, F&& f) {
  size_t whole = rows / Most;
  if constexpr (Most == 6) {
    // Fewer than four rows take as long as four: each sum waits for its last product. So 6 + 2 take
    // longer than 4 + 4.
    const size_t rest = rows % Most;
    if (whole != 0 && (rest == 1 || rest == 2 || rest == 5)) --whole;
  }
  size_t i = 0;
  for (; i < whole * Most; i += Most) f.template operator()<Most>(i);
  for (; i + 4 <= rows; i += 4) f.template operator()<4>(i);
  if (rows - i == 3) f.template operator()<3>(i);
  if (rows - i == 2) f.template operator()<2>(i);
  if (rows - i == 1) f.template operator()<1>(i);
}

}  // namespace deberta

#endif  // DEBERTA_OPS_TILES_H_
