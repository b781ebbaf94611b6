// The two products of a head of attention: queries with keys, probabilities with values. Packing is
// part of the time on both sides: neither right-hand side is known before the call.
#include <memory>

#include "kernels.h"
#include "memory.h"
#include "micro_kernels.h"
#include "operators.h"
#include "ops/panels.h"

namespace deberta::bench {
namespace {

constexpr size_t kHeadSize = 64;
constexpr size_t kTile = 128;  // queries at a time, as in model/disentangled_attention.cc

// a [m, k] · b. Ours reads b where the projection of queries, keys and values has left it, in rows
// of 3 · 768; theirs needs it side by side, and has it so.
struct Head {
  Head(size_t m, size_t k, size_t n, bool transposed)
      : a(random_floats(m * k, 1)),
        rows(random_floats((transposed ? n : k) * kStride, 1)),
        b(rows.floats(), transposed ? n : k, transposed ? k : n, kStride),
        side_by_side(Buffer::of_floats({b.rows, b.cols})),
        panels(Buffer::of_floats({padded_columns(n), k})),
        y(Buffer::of_floats({m, n})),
        their_y(Buffer::of_floats({m, n})) {
    for (size_t i = 0; i < b.rows; ++i) {
      std::copy_n(b.row(i), b.cols, side_by_side.floats() + i * b.cols);
    }
    theirs = std::make_unique<Product>(a.floats(), side_by_side.floats(), their_y.floats(), m, k, n,
                                       transposed);
  }

  static constexpr size_t kStride = 3 * 768;
  Buffer a, rows;
  ConstMatrix b;
  Buffer side_by_side, panels, y, their_y;
  std::unique_ptr<Product> theirs;
};

Pair product(const char* operation, size_t m, size_t k, size_t n, bool transposed) {
  auto head = std::make_shared<Head>(m, k, n, transposed);
  Head* h = head.get();
  const auto ours = [=] {
    transposed ? pack_rows(h->b, h->panels.floats()) : pack_columns(h->b, h->panels.floats());
    for (size_t i = 0; i < m; i += kTile) {
      const ConstMatrix tile(h->a.floats() + i * k, std::min(kTile, m - i), k);
      multiply_panels(tile, h->panels.floats(), 0, panels_of(n), h->y.floats() + i * n, n);
    }
  };
  return {operation,
          times(m, k) + " · " + times(k, n),
          {"panels", ours, h->y.floats(), {}},
          {"batch_matrix_multiply_nc_f32", [h] { h->theirs->run(); }, h->their_y.floats(), {}},
          m * n,
          1e-5,
          head};
}

// The products alone, of panels that are there, with the micro-kernel in our order of loops.
struct Panels {
  Panels(size_t m, size_t k, size_t n)
      : a(random_floats(m * k, 1)),
        b(random_floats(n * k, 1)),
        panels(Buffer::of_floats({n, k})),
        packed(Buffer::of_floats({n, k + 1})),
        y(Buffer::of_floats({m, n})),
        their_y(Buffer::of_floats({m, n})) {
    pack_rows(ConstMatrix(b.floats(), n, k), panels.floats());
    const size_t size = k * kPanelColumns;
    for (size_t p = 0; p < n / kPanelColumns; ++p) {
      float* to = packed.floats() + p * (size + kPanelColumns);
      std::fill_n(to, kPanelColumns, 0.0f);
      std::copy_n(panels.floats() + p * size, size, to + kPanelColumns);
    }
  }
  Buffer a, b, panels, packed, y, their_y;
};

Pair micro_kernel(size_t m, size_t k, size_t n) {
  auto memory = std::make_shared<Panels>(m, k, n);
  Panels* h = memory.get();
  const auto theirs = [=] {
    const size_t bytes = k * sizeof(float), stride = n * sizeof(float);
    const float* w = h->packed.floats();
    for (size_t p = 0; p < n; p += kPanelColumns, w += (k + 1) * kPanelColumns) {
      for (size_t i = 0; i < m; i += 4) {
        DEBERTA_XNN_GEMM_4X8(4, kPanelColumns, bytes, h->a.floats() + i * k, bytes, w,
                             h->their_y.floats() + i * n + p, stride, 32, nullptr);
      }
    }
  };
  return {"attention, products alone",
          times(m, k) + " · " + times(k, n),
          {"panels",
           [=] {
             multiply_panels(ConstMatrix(h->a.floats(), m, k), h->panels.floats(), 0, panels_of(n),
                             h->y.floats(), n);
           },
           h->y.floats(),
           {}},
          {"f32_gemm 4x8 micro-kernel", theirs, h->their_y.floats(), {}},
          m * n,
          1e-5,
          memory};
}

}  // namespace

Makers attention_products() {
  Makers makers;
  for (const size_t n : {32, 128, 512}) {
    makers.push_back(
        [n] { return product("attention, q·kᵀ", n, kHeadSize, n, /*transposed=*/true); });
    makers.push_back(
        [n] { return product("attention, p·v", n, n, kHeadSize, /*transposed=*/false); });
  }
  for (const size_t n : {128, 512}) {
    makers.push_back([n] { return micro_kernel(kTile, kHeadSize, n); });
  }
  return makers;
}

}  // namespace deberta::bench
