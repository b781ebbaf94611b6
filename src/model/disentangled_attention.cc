#include "model/disentangled_attention.h"

#include <algorithm>
#include <array>
#include <limits>

#include "model/attention_tile.h"
#include "ops/eigen.h"
#include "ops/panels.h"
#include "ops/rows.h"
#include "ops/softmax.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// The stride between two queries' scores, in floats: an odd number of cache lines, so that the same
// column of all rows does not map to the same few cache sets.
size_t scores_stride(size_t keys) {
  constexpr size_t kLine = 16;
  return ((keys + kLine - 1) / kLine | 1) * kLine;
}

}  // namespace

size_t queries_of_tile(size_t keys) {
  constexpr size_t kMinTile = 8, kScores = size_t{1} << 20;
  return std::clamp(kScores / keys / 4 * 4, kMinTile, kMaxTile);
}

void exponentials_of(Matrix scores, size_t first, const uint8_t* mask, float* divisors) {
  const size_t n = scores.cols;
  for (size_t i = 0; i < scores.rows; ++i) {
    float* row = scores.row(i);
    if (mask != nullptr) {
      if (mask[first + i] == 0) {
        std::fill_n(row, n, 1.0f);
        divisors[i] = static_cast<float>(n);
        continue;
      }
      for (size_t j = 0; j < n; ++j) {
        if (mask[j] == 0) row[j] = -std::numeric_limits<float>::infinity();
      }
    }
    divisors[i] = exponentials(row, n);
  }
}

ConstMatrix DisentangledAttention::part(ConstMatrix qkv, size_t part, size_t head) const {
  return qkv.slice_cols((part * heads_ + head) * head_dim_, head_dim_);
}

DisentangledAttention::Scratch DisentangledAttention::make_scratch(size_t longest, size_t tile,
                                                                   Context& ctx) const {
  const size_t dim = padded_columns(head_dim_);
  const size_t table = std::max(weights.positions.key().scratch(positions_, longest, tile),
                                weights.positions.query().scratch(positions_, longest, tile));
  return {ctx.workspace.matrix(tile, head_dim_).data,
          ctx.workspace.matrix(padded_columns(longest), head_dim_).data,
          ctx.workspace.matrix(longest, dim).data,
          ctx.workspace.matrix(tile, scores_stride(longest)).data,
          ctx.workspace.matrix(tile, dim).data,
          ctx.workspace.floats(position_scratch(positions_, longest, tile)),
          ctx.workspace.floats(table)};
}

void DisentangledAttention::score(ConstMatrix qkv, size_t head, size_t first, Matrix scores,
                                  const Scratch& scratch) const {
  const ConstMatrix from = part(qkv, 0, head).slice_rows(first, scores.rows);
  const Matrix q(scratch.queries, from.rows, from.cols);  // contiguous, for the L1 cache
  for (size_t i = 0; i < q.rows; ++i) std::copy_n(from.row(i), q.cols, q.row(i));
  multiply_panels(q, scratch.keys, 0, panels_of(qkv.rows), scores.data, scores.stride);
  const PanelRange range = reached_panels(positions_, first, q.rows, qkv.rows);
  const PositionTable& pos_key = weights.positions.key();
  const PositionTable& pos_query = weights.positions.query();
  if (!pos_key.empty()) {
    const float* panels = pos_key.head(head, range, scratch.table);
    add_content_to_position(q, first, panels, positions_, scores, scratch.positions);
  }
  if (!pos_query.empty()) {
    const float* panels = pos_query.head(head, range, scratch.table);
    add_position_to_content(part(qkv, 1, head), first, panels, positions_, scores,
                            scratch.positions);
  }
}

void DisentangledAttention::weigh(const Sequence& sequence, size_t head, size_t first,
                                  ConstMatrix probabilities, const float* divisors,
                                  const Scratch& scratch) const {
  const size_t dim = padded_columns(head_dim_);
  multiply_panels(probabilities, scratch.values, 0, panels_of(head_dim_), scratch.output, dim);
  for (size_t i = 0; i < probabilities.rows; ++i) {
    const float* from = scratch.output + i * dim;
    const float scale = 1.0f / divisors[i];
    std::transform(from, from + head_dim_, sequence.y.row(first + i) + head * head_dim_,
                   [scale](float x) { return x * scale; });
  }
}

uint64_t DisentangledAttention::work_of_query(size_t keys) const {
  const uint64_t products =
      2 + (weights.positions.key().empty() ? 0 : 1) + (weights.positions.query().empty() ? 0 : 1);
  return products * keys * head_dim_;
}

void DisentangledAttention::pack(const Sequence& sequence, size_t head, Scratch& scratch) const {
  if (scratch.sequence == &sequence && scratch.head == head) return;
  pack_rows(part(sequence.qkv, 1, head), scratch.keys);
  pack_columns(part(sequence.qkv, 2, head), scratch.values);
  scratch.sequence = &sequence;
  scratch.head = head;
}

void DisentangledAttention::attend(const Sequence& sequence, size_t head, Tile tile,
                                   Scratch& scratch) const {
  pack(sequence, head, scratch);
  const size_t n = sequence.qkv.rows;
  std::array<float, kMaxTile> divisors;
  const Matrix scores(scratch.scores, tile.end - tile.begin, n, scores_stride(n));
  score(sequence.qkv, head, tile.begin, scores, scratch);
  exponentials_of(scores, tile.begin, sequence.mask, divisors.data());
  weigh(sequence, head, tile.begin, scores, divisors.data(), scratch);
}

void DisentangledAttention::mix_heads(const Buffer& mix, Matrix all, size_t begin, size_t end,
                                      Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t n = all.cols, count = end - begin;
  const Matrix before = ctx.workspace.matrix(uint64_t{heads_} * count, n);
  for (size_t head = 0; head < heads_; ++head) {
    as_eigen(before.slice_rows(head * count, count)) =
        as_eigen(all.slice_rows(head * n + begin, count));
  }
  const auto factors = as_eigen(ConstMatrix(mix.floats(), heads_, heads_));
  for_each_row(count, heads_ * n, ctx.pool, [&](size_t i) {
    // One query of all heads: [heads, n]
    const Matrix from(before.row(i), heads_, n, count * before.stride);
    const Matrix to(all.row(begin + i), heads_, n, n * all.stride);
    as_eigen(to) = factors.lazyProduct(as_eigen(from));
  });
}

}  // namespace deberta
