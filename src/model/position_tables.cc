#include "model/position_tables.h"

#include <algorithm>
#include <bit>
#include <utility>

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

size_t PositionTables::begin_reach(size_t longest, const RelativePositions& positions, size_t heads,
                                   size_t head_dim) {
  if (!source.rel_embeddings || window_.contains(window_of(longest, positions))) return 0;
  // A power of two, so that slowly growing lengths make few windows.
  next_ = window_of(std::bit_ceil(longest), positions);
  // Freed before the new ones are made: memory for both may not be available.
  window_ = Window();
  key_ = PositionTable();
  query_ = PositionTable();

  rows_ = positions.rows();
  hidden_ = heads * head_dim;
  const size_t rows = next_.end - next_.begin;
  const auto table = [&](bool exists) {
    return exists ? PositionTable(next_.begin, rows, heads, head_dim, source.precision)
                  : PositionTable();
  };
  PositionTable key = table(source.has_key);
  query_ = table(source.has_query);
  key_ = std::move(key);
  return (rows + kRowsAtOnce - 1) / kRowsAtOnce;
}

void PositionTables::project(size_t block, const Linear& qkv, Context& ctx) {
  const ConstMatrix rel_embeddings(source.rel_embeddings->floats(), rows_, hidden_);
  const size_t row = next_.begin + block * kRowsAtOnce;
  const size_t count = std::min(kRowsAtOnce, next_.end - row);
  // Hugging Face's rows are in reverse order.
  const ConstMatrix rel = rel_embeddings.slice_rows(rows_ - row - count, count);
  Workspace::Scope scope(ctx.workspace);
  const Matrix projected = ctx.workspace.matrix(count, (source.shares_qkv ? 3 : 1) * hidden_);
  if (source.shares_qkv) {
    qkv(rel, projected, ctx);
    if (source.has_key) key_.write(row, projected.slice_cols(hidden_, hidden_), 1.0f);
    if (source.has_query) query_.write(row, projected.slice_cols(0, hidden_), 1.0f);
    return;
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

void PositionTables::end_reach() {
  window_ = next_;
  if (window_.end - window_.begin == rows_) source = Source();
}

bool PositionTables::can_project(const Linear& qkv) const {
  if (!source.rel_embeddings) return false;
  if (source.shares_qkv) return qkv.outputs() != 0 && !source.qkv_may_change;
  return (!source.has_key || source.key.outputs() != 0) &&
         (!source.has_query || source.query.outputs() != 0);
}

uint64_t PositionTables::work_of_block(const Linear& qkv) const {
  const uint64_t outputs =
      source.shares_qkv ? qkv.outputs() : source.key.outputs() + source.query.outputs();
  return kRowsAtOnce * qkv.inputs() * outputs;
}

}  // namespace deberta
