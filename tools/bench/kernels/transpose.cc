// Packing into panels of eight columns. Ours reads rows that lie apart, as those of a head do;
// theirs needs them side by side, and has them so.
#include <memory>

#include "kernels.h"
#include "memory.h"
#include "operators.h"
#include "ops/panels.h"

namespace deberta::bench {
namespace {

struct Packing {
  // b [rows, cols]
  Packing(size_t rows, size_t cols)
      : apart(random_floats(rows * kStride, 1)),
        b(apart.floats(), rows, cols, kStride),
        side_by_side(Buffer::of_floats({rows, cols})),
        mine(Buffer::of_floats({rows, cols})),
        theirs(Buffer::of_floats({rows, cols})) {
    for (size_t i = 0; i < rows; ++i) {
      std::copy_n(b.row(i), cols, side_by_side.floats() + i * cols);
    }
  }
  static constexpr size_t kStride = 3 * 768;
  Buffer apart;
  ConstMatrix b;
  Buffer side_by_side, mine, theirs;
  xnn::Operator op;
};

Pair keys(size_t n, size_t head_size) {
  auto memory = std::make_shared<Packing>(n, head_size);
  Packing* m = memory.get();
  m->op = make_transpose(m->side_by_side.floats(), {n / kPanelColumns, kPanelColumns, head_size},
                         {0, 2, 1}, m->theirs.floats());
  return {"pack, rows become columns",
          times(n, head_size),
          {"pack_rows", [m] { pack_rows(m->b, m->mine.floats()); }, m->mine.floats(), {}},
          {"transpose_nd_x32", [m] { run(m->op); }, m->theirs.floats(), {}},
          n * head_size,
          0,
          memory};
}

Pair values(size_t n, size_t head_size) {
  auto memory = std::make_shared<Packing>(n, head_size);
  Packing* m = memory.get();
  m->op = make_transpose(m->side_by_side.floats(), {n, head_size / kPanelColumns, kPanelColumns},
                         {1, 0, 2}, m->theirs.floats());
  return {"pack, columns stay",
          times(n, head_size),
          {"pack_columns", [m] { pack_columns(m->b, m->mine.floats()); }, m->mine.floats(), {}},
          {"transpose_nd_x32", [m] { run(m->op); }, m->theirs.floats(), {}},
          n * head_size,
          0,
          memory};
}

}  // namespace

Makers transpositions() {
  return {[] { return keys(128, 64); }, [] { return keys(512, 64); },
          [] { return values(128, 64); }, [] { return values(512, 64); }};
}

}  // namespace deberta::bench
