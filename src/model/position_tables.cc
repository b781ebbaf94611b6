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

  // Hugging Face's rows are in reverse.
  const ConstMatrix rel = ConstMatrix(source.rel_embeddings->floats(), rows, hidden)
                              .slice_rows(rows - end, end - begin);
  Workspace::Scope scope(ctx.workspace);
  if (source.key.outputs() == 0 && source.query.outputs() == 0) {
    const Matrix projected = ctx.workspace.matrix(rel.rows, 3 * hidden);
    qkv(rel, projected, ctx);
    const auto part = [&](size_t index) { return projected.slice_cols(index * hidden, hidden); };
    if (source.has_key) key_ = PositionTable(part(1), begin, heads, 1.0f, source.precision);
    if (source.has_query) query_ = PositionTable(part(0), begin, heads, 1.0f, source.precision);
  } else {
    const Matrix projected = ctx.workspace.matrix(rel.rows, hidden);
    if (source.has_key) {
      source.key(rel, projected, ctx);
      key_ = PositionTable(projected, begin, heads, 1.0f, source.precision);
    }
    if (source.has_query) {
      source.query(rel, projected, ctx);
      query_ = PositionTable(projected, begin, heads, source.query_scale, source.precision);
    }
  }
  begin_ = begin;
  end_ = end;
  if (begin == 0 && end == rows) source = Source();
}

}  // namespace deberta
