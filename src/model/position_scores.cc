#include "model/position_scores.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "ops/panels.h"
#include "ops/simd.h"
#include "ops/tile_rows.h"

namespace deberta {
namespace {

using simd::F32x4;

constexpr size_t kSheared = 4;  // queries and keys that are transposed at once
// Queries or keys that are multiplied at once, whole tiles of them. Few, because with each one more
// a row of the table is multiplied that only this one needs.
constexpr size_t kGroup = std::lcm(kTileRows, kSheared);

// to[x] += from[x]
void add(const float* from, float* to, ptrdiff_t count) {
  ptrdiff_t x = 0;
  for (; x + 4 <= count; x += 4) simd::store(simd::load(to + x) + simd::load(from + x), to + x);
  for (; x < count; ++x) to[x] += from[x];
}

// score[j] += products[row(j − i)] for all keys j; products[0] belongs to the table's row 0.
void add_shifted(const float* products, ptrdiff_t i, const RelativePositions& positions,
                 float* score, ptrdiff_t n) {
  const ptrdiff_t begin = std::clamp<ptrdiff_t>(i + positions.linear_begin(), 0, n);
  const ptrdiff_t end = std::clamp<ptrdiff_t>(i + positions.linear_end(), begin, n);
  for (ptrdiff_t j = 0; j < begin; ++j) score[j] += products[positions.row(j - i)];
  if (begin < end) add(products + positions.row(begin - i), score + begin, end - begin);
  for (ptrdiff_t j = end; j < n; ++j) score[j] += products[positions.row(j - i)];
}

// scores(y, x) += products(x, r − y) for x < 4 and all queries y, where r is the row of y = 0.
void add_sheared(const float* products, size_t stride, size_t r, Matrix scores, size_t column) {
  size_t y = 0;
  for (; y + kSheared <= scores.rows; y += kSheared) {
    // Four queries lie side by side, the last one first.
    F32x4 keys[kSheared];
    for (size_t x = 0; x < kSheared; ++x) {
      keys[x] = simd::load(products + x * stride + r + x - y - (kSheared - 1));
    }
    simd::transpose(keys[0], keys[1], keys[2], keys[3]);
    for (size_t q = 0; q < kSheared; ++q) {
      float* score = scores.row(y + q) + column;
      simd::store(simd::load(score) + keys[kSheared - 1 - q], score);
    }
  }
  for (; y < scores.rows; ++y) {
    for (size_t x = 0; x < kSheared; ++x)
      scores.row(y)[column + x] += products[x * stride + r + x - y];
  }
}

}  // namespace

PanelRange::PanelRange(const RelativePositions& positions, ptrdiff_t nearest, ptrdiff_t farthest)
    : begin(positions.row(nearest) / kPanelColumns),
      end(positions.row(farthest) / kPanelColumns + 1) {}
size_t PanelRange::columns() const { return (end - begin) * kPanelColumns; }
size_t PanelRange::first_row() const { return begin * kPanelColumns; }

PanelRange reached_panels(const RelativePositions& positions, size_t first, size_t queries,
                          size_t n) {
  const auto i = static_cast<ptrdiff_t>(first);
  return {positions, -(i + static_cast<ptrdiff_t>(queries) - 1), static_cast<ptrdiff_t>(n) - 1 - i};
}

PositionTable::PositionTable(size_t first, size_t rows, size_t heads, size_t head_dim,
                             Precision precision)
    : dtype_(precision == Precision::kFloat32 ? DType::kF32 : DType::kF16),
      panel_size_(head_dim * kPanelColumns),
      first_panel_(first / kPanelColumns) {
  assert(first % kPanelColumns == 0);
  for (size_t head = 0; head < heads; ++head) {
    heads_.push_back(Buffer::of_bytes({panels_of(rows), panel_size_, size_of(dtype_)}));
  }
}

void PositionTable::write(size_t row, ConstMatrix projected, float scale) {
  assert(row % kPanelColumns == 0);
  const size_t rows = projected.rows;
  const size_t head_dim = projected.cols / heads_.size();
  const size_t at = (row / kPanelColumns - first_panel_) * panel_size_;
  const size_t size = panels_of(rows) * panel_size_;
  Buffer values = Buffer::of_floats({rows, head_dim});
  const Matrix of_head(values.floats(), rows, head_dim);
  Buffer wide = Buffer::of_floats({dtype_ == DType::kF32 ? 0 : size});
  for (size_t head = 0; head < heads_.size(); ++head) {
    for (size_t i = 0; i < rows; ++i) {
      const float* from = projected.row(rows - 1 - i) + head * head_dim;
      std::transform(from, from + head_dim, of_head.row(i), [&](float x) { return x * scale; });
    }
    Buffer& panels = heads_[head];
    if (dtype_ == DType::kF32) {
      pack_rows(of_head, panels.floats() + at);
    } else {
      pack_rows(of_head, wide.floats());
      narrow_f16(wide.floats(), size, reinterpret_cast<uint16_t*>(panels.data()) + at);
    }
  }
}

const float* PositionTable::head(size_t head, const PanelRange& range, float* wide) const {
  const std::byte* panels = heads_[head].data();
  if (dtype_ == DType::kF32) {
    return reinterpret_cast<const float*>(panels) - first_panel_ * panel_size_;
  }
  widen(dtype_, panels + (range.begin - first_panel_) * panel_size_ * size_of(dtype_),
        (range.end - range.begin) * panel_size_, wide);
  return wide - range.begin * panel_size_;
}

size_t PositionTable::scratch(const RelativePositions& positions, size_t longest,
                              size_t queries) const {
  if (dtype_ == DType::kF32) return 0;
  // The range may begin and end inside a panel.
  return (panels_of(std::min(longest + queries, positions.rows())) + 1) * panel_size_;
}

size_t position_scratch(const RelativePositions& positions, size_t longest, size_t queries) {
  // Every key for a group of queries, or every query of the tile for a group of keys; the range may
  // begin and end inside a panel.
  const size_t reach = std::max(longest, queries) + kGroup;
  return kGroup * (std::min(reach, positions.rows()) + 2 * kPanelColumns);
}

void add_content_to_position(ConstMatrix q, size_t first, const float* pos_key,
                             const RelativePositions& positions, Matrix scores, float* scratch) {
  const auto n = static_cast<ptrdiff_t>(scores.cols);
  for (size_t begin = 0; begin < q.rows; begin += kGroup) {
    const size_t count = std::min(kGroup, q.rows - begin);
    const auto i = static_cast<ptrdiff_t>(first + begin);
    const PanelRange window = reached_panels(positions, first + begin, count, scores.cols);
    const size_t stride = window.columns();
    multiply_panels(q.slice_rows(begin, count), pos_key, window.begin, window.end, scratch, stride);
    for (size_t x = 0; x < count; ++x) {
      add_shifted(scratch + x * stride - window.first_row(), i + static_cast<ptrdiff_t>(x),
                  positions, scores.row(begin + x), n);
    }
  }
}

void add_position_to_content(ConstMatrix k, size_t first, const float* pos_query,
                             const RelativePositions& positions, Matrix scores, float* scratch) {
  const auto i_begin = static_cast<ptrdiff_t>(first);
  const ptrdiff_t i_last = i_begin + static_cast<ptrdiff_t>(scores.rows) - 1;
  for (size_t begin = 0; begin < k.rows; begin += kGroup) {
    const size_t count = std::min(kGroup, k.rows - begin);
    const auto j = static_cast<ptrdiff_t>(begin);
    const ptrdiff_t j_last = j + static_cast<ptrdiff_t>(count) - 1;
    const PanelRange window(positions, j - i_last, j_last - i_begin);
    const size_t stride = window.columns();
    multiply_panels(k.slice_rows(begin, count), pos_query, window.begin, window.end, scratch,
                    stride);
    const float* products = scratch - window.first_row();
    for (size_t x = 0; x < count;) {
      const ptrdiff_t key = j + static_cast<ptrdiff_t>(x);
      const ptrdiff_t last = key + static_cast<ptrdiff_t>(kSheared) - 1;
      if (x + kSheared <= count && key - i_last >= positions.linear_begin() &&
          last - i_begin < positions.linear_end()) {
        add_sheared(products + x * stride, stride, positions.row(key - i_begin), scores, begin + x);
        x += kSheared;
        continue;
      }
      for (size_t y = 0; y < scores.rows; ++y) {
        const ptrdiff_t distance = key - i_begin - static_cast<ptrdiff_t>(y);
        scores.row(y)[begin + x] += products[x * stride + positions.row(distance)];
      }
      ++x;
    }
  }
}

}  // namespace deberta
