#include "model/position_tables.h"

#include <algorithm>
#include <bit>

#include "ops/panels.h"
#include "tensor/workspace.h"

namespace deberta {

namespace {

// Rows projected at a time: all of them would be the largest matrix of a call.
constexpr size_t kRowsAtOnce = 64;
static_assert(kRowsAtOnce % kPanelColumns == 0);

}  // namespace

PositionTables::Window PositionTables::window_of(size_t length,
                                                 const RelativePositions& positions) {
  const auto farthest = static_cast<ptrdiff_t>(length) - 1;
  return {positions.row(-farthest) / kPanelColumns * kPanelColumns,
          std::min(positions.rows(), padded_columns(positions.row(farthest) + 1))};
}

void PositionTables::reach(size_t longest, const RelativePositions& positions, const Linear& qkv,
                           size_t heads, Context& ctx) {
  if (!source.rel_embeddings || window_.contains(window_of(longest, positions))) return;
  // A power of two, so that slowly growing lengths make few windows.
  const Window window = window_of(std::bit_ceil(longest), positions);
  // Freed before the new ones are made: memory for both may not be available.
  window_ = Window();
  key_ = PositionTable();
  query_ = PositionTable();

  const size_t rows = window.end - window.begin, head_dim = qkv.inputs() / heads;
  const auto table = [&] {
    return PositionTable(window.begin, rows, heads, head_dim, source.precision);
  };
  if (source.has_key) key_ = table();
  if (source.has_query) query_ = table();
  project(window, positions.rows(), qkv, ctx);
  window_ = window;
  if (rows == positions.rows()) source = Source();
}

void PositionTables::project(Window window, size_t rows, const Linear& qkv, Context& ctx) {
  const size_t hidden = qkv.inputs();
  const bool shared = source.key.outputs() == 0 && source.query.outputs() == 0;
  const ConstMatrix rel_embeddings(source.rel_embeddings->floats(), rows, hidden);
  Workspace::Scope scope(ctx.workspace);
  const Matrix all = ctx.workspace.matrix(kRowsAtOnce, (shared ? 3 : 1) * hidden);
  for (size_t row = window.begin; row < window.end; row += kRowsAtOnce) {
    const size_t count = std::min(kRowsAtOnce, window.end - row);
    // Hugging Face's rows are in reverse order.
    const ConstMatrix rel = rel_embeddings.slice_rows(rows - row - count, count);
    const Matrix projected = all.slice_rows(0, count);
    if (shared) {
      qkv(rel, projected, ctx);
      if (source.has_key) key_.write(row, projected.slice_cols(hidden, hidden), 1.0f);
      if (source.has_query) query_.write(row, projected.slice_cols(0, hidden), 1.0f);
      continue;
    }
    if (source.has_key) {
      source.key(rel, projected, ctx);
      key_.write(row, projected, 1.0f);
    }
    if (source.has_query) {
      source.query(rel, projected, ctx);
      query_.write(row, projected, source.query_scale);
    }
  }
}

}  // namespace deberta
