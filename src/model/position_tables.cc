#include "model/position_tables.h"

#include <algorithm>
#include <bit>

#include "ops/panels.h"
#include "tensor/workspace.h"

namespace deberta {

void PositionTables::reach(size_t longest, const RelativePositions& positions, const Linear& qkv,
                           size_t heads, Context& ctx) {
  if (!source.rel_embeddings) return;
  const size_t rows = positions.rows();
  const size_t hidden = qkv.inputs();
  const auto window_of = [&](size_t length) {
    const auto farthest = static_cast<ptrdiff_t>(length) - 1;
    return std::pair(positions.row(-farthest) / kPanelColumns * kPanelColumns,
                     std::min(rows, padded_columns(positions.row(farthest) + 1)));
  };
  const auto [needed_begin, needed_end] = window_of(longest);
  if (begin_ <= needed_begin && needed_end <= end_) return;
  // Lengths that grow little by little make few windows, each anew.
  const auto [begin, end] = window_of(std::bit_ceil(longest));
  begin_ = end_ = 0;
  key_ = PositionTable();  // first: old and new need not fit together
  query_ = PositionTable();

  const size_t head_dim = hidden / heads;
  const auto make = [&] {
    return PositionTable(begin, end - begin, heads, head_dim, source.precision);
  };
  if (source.has_key) key_ = make();
  if (source.has_query) query_ = make();
  const bool shared = source.key.outputs() == 0 && source.query.outputs() == 0;
  // So many rows at a time: all of them would be the largest matrix of the call.
  constexpr size_t kRows = 64;
  static_assert(kRows % kPanelColumns == 0);
  Workspace::Scope scope(ctx.workspace);
  const Matrix all = ctx.workspace.matrix(kRows, (shared ? 3 : 1) * hidden);
  for (size_t row = begin; row < end; row += kRows) {
    const size_t count = std::min(kRows, end - row);
    // Hugging Face's rows are in reverse.
    const ConstMatrix rel = ConstMatrix(source.rel_embeddings->floats(), rows, hidden)
                                .slice_rows(rows - row - count, count);
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
  begin_ = begin;
  end_ = end;
  if (begin == 0 && end == rows) source = Source();
}

}  // namespace deberta
