// Rows in tiles whose size the compiler knows.
#ifndef DEBERTA_OPS_TILES_H_
#define DEBERTA_OPS_TILES_H_

#include <cstddef>

namespace deberta {

// Calls f.operator()<Rows>(first) for tiles of four rows and one of what is left.
template <class F>
void for_each_tile(size_t rows, F&& f) {
  size_t i = 0;
  for (; i + 4 <= rows; i += 4) f.template operator()<4>(i);
  if (rows - i == 3) f.template operator()<3>(i);
  if (rows - i == 2) f.template operator()<2>(i);
  if (rows - i == 1) f.template operator()<1>(i);
}

}  // namespace deberta

#endif  // DEBERTA_OPS_TILES_H_
