#include "model/disentangled_attention.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "ops/rows.h"
#include "ops/softmax.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

void copy(ConstMatrix from, Matrix to) {
  for (size_t i = 0; i < from.rows; ++i) std::copy_n(from.row(i), from.cols, to.row(i));
}

// to = fromᵀ, eight rows at a time so that each write run fills a good part of a cache line.
void copy_transposed(ConstMatrix from, Matrix to) {
  constexpr size_t kBlock = 8;
  for (size_t begin = 0; begin < from.rows; begin += kBlock) {
    const size_t end = std::min(from.rows, begin + kBlock);
    for (size_t column = 0; column < from.cols; ++column) {
      for (size_t i = begin; i < end; ++i) to.row(column)[i] = from.row(i)[column];
    }
  }
}

// scores(i, j) += c2p(i, row(j − i)); column 0 of c2p is table row `first`.
void add_content_to_position(ConstMatrix c2p, size_t first, const RelativePositions& positions,
                             Matrix scores) {
  const auto n = static_cast<ptrdiff_t>(scores.rows);
  for (ptrdiff_t i = 0; i < n; ++i) {
    float* score = scores.row(static_cast<size_t>(i));
    const float* c = c2p.row(static_cast<size_t>(i)) - first;
    const ptrdiff_t begin = std::clamp<ptrdiff_t>(i + positions.linear_begin(), 0, n);
    const ptrdiff_t end = std::clamp<ptrdiff_t>(i + positions.linear_end(), begin, n);
    for (ptrdiff_t j = 0; j < begin; ++j) score[j] += c[positions.row(j - i)];
    if (begin < end) {
      const float* skewed = c + positions.row(begin - i);
      for (ptrdiff_t j = begin; j < end; ++j) score[j] += skewed[j - begin];
    }
    for (ptrdiff_t j = end; j < n; ++j) score[j] += c[positions.row(j - i)];
  }
}

// scores(i, j) += p2c(j, row(j − i)); column 0 of p2c is table row `first`.
// For a key the queries lie side by side in p2c and a row apart in scores: a tile of queries at a
// time keeps both in the nearest cache.
void add_position_to_content(ConstMatrix p2c, size_t first, const RelativePositions& positions,
                             Matrix scores) {
  constexpr ptrdiff_t kTile = 16;
  const auto n = static_cast<ptrdiff_t>(scores.rows);
  for (ptrdiff_t tile = 0; tile < n; tile += kTile) {
    const ptrdiff_t tile_end = std::min(n, tile + kTile);
    for (ptrdiff_t j = 0; j < n; ++j) {
      const float* p = p2c.row(static_cast<size_t>(j)) - first;
      float* score = scores.data + j;
      const bool linear =
          j - tile < positions.linear_end() && j - (tile_end - 1) >= positions.linear_begin();
      if (linear) {
        const float* skewed = p + positions.row(j - tile);
        for (ptrdiff_t i = tile; i < tile_end; ++i) {
          score[static_cast<size_t>(i) * scores.stride] += skewed[tile - i];
        }
      } else {
        for (ptrdiff_t i = tile; i < tile_end; ++i) {
          score[static_cast<size_t>(i) * scores.stride] += p[positions.row(j - i)];
        }
      }
    }
  }
}

void softmax_rows(Matrix scores, const uint8_t* mask) {
  const size_t n = scores.cols;
  for (size_t i = 0; i < scores.rows; ++i) {
    float* row = scores.row(i);
    if (mask != nullptr) {
      if (mask[i] == 0) {
        std::fill_n(row, n, 1.0f / static_cast<float>(n));
        continue;
      }
      for (size_t j = 0; j < n; ++j) {
        if (mask[j] == 0) row[j] = -std::numeric_limits<float>::infinity();
      }
    }
    softmax(row, n);
  }
}

const uint8_t* mask_of(const Batch& batch, size_t first_token) {
  return batch.attention_mask.empty() ? nullptr : batch.attention_mask.data() + first_token;
}

// all[h](i, j) = Σ_g mix(h, g) all[g](i, j); mix [heads, heads], all [heads · n, n].
void mix_heads(const float* mix, size_t heads, Matrix all, Context& ctx) {
  Workspace::Scope scope(ctx.workspace);
  const size_t n = all.cols;
  const Matrix before = ctx.workspace.matrix(all.rows, n);
  copy(all, before);
  for_each_row(n, heads * n, ctx.pool, [&](size_t i) {
    for (size_t h = 0; h < heads; ++h) {
      float* row = all.row(h * n + i);
      std::fill_n(row, n, 0.0f);
      for (size_t g = 0; g < heads; ++g) {
        const float factor = mix[h * heads + g];
        const float* from = before.row(g * n + i);
        for (size_t j = 0; j < n; ++j) row[j] += factor * from[j];
      }
    }
  });
}

}  // namespace

struct DisentangledAttention::Scratch {
  float* keys;       // [n, head_dim]
  float* values;     // [head_dim, n]
  float* scores;     // [n, n]
  float* positions;  // [n, window]: first c2p, then p2c
};

ConstMatrix DisentangledAttention::window(const PositionTable& table, size_t head,
                                          size_t length) const {
  const auto farthest = static_cast<ptrdiff_t>(length) - 1;
  const size_t first = positions_.row(-farthest);
  const size_t count = positions_.row(farthest) + 1 - first;
  return ConstMatrix(table.values.floats() + (head * positions_.rows() + first) * head_dim_, count,
                     head_dim_);
}

void DisentangledAttention::score(ConstMatrix qkv, size_t head, Matrix scores,
                                  const Scratch& scratch, Matmul& times_transposed) const {
  const size_t n = qkv.rows;
  const ConstMatrix q = qkv.slice_cols(head * head_dim_, head_dim_);
  const Matrix k(scratch.keys, n, head_dim_);
  copy(qkv.slice_cols((heads_ + head) * head_dim_, head_dim_), k);
  const size_t first = positions_.row(1 - static_cast<ptrdiff_t>(n));

  times_transposed(q, k, scores);
  if (!weights.pos_key.empty()) {
    const ConstMatrix pos_key = window(weights.pos_key, head, n);
    const Matrix c2p(scratch.positions, n, pos_key.rows);  // [query, position]
    times_transposed(q, pos_key, c2p);
    add_content_to_position(c2p, first, positions_, scores);
  }
  if (!weights.pos_query.empty()) {
    const ConstMatrix pos_query = window(weights.pos_query, head, n);
    const Matrix p2c(scratch.positions, n, pos_query.rows);  // [key, position]
    times_transposed(k, pos_query, p2c);
    add_position_to_content(p2c, first, positions_, scores);
  }
}

void DisentangledAttention::weigh(ConstMatrix qkv, size_t head, ConstMatrix probabilities, Matrix y,
                                  const Scratch& scratch, Matmul& times_transposed) const {
  const Matrix v(scratch.values, head_dim_, qkv.rows);  // transposed
  copy_transposed(qkv.slice_cols((2 * heads_ + head) * head_dim_, head_dim_), v);
  times_transposed(probabilities, v, y.slice_cols(head * head_dim_, head_dim_));
}

void DisentangledAttention::reserve(size_t workers, size_t longest, const Scratch& scratch) {
  while (products_.size() < workers) products_.emplace_back();
  const ConstMatrix scores(scratch.scores, longest, longest);
  const ConstMatrix keys(scratch.keys, longest, head_dim_);
  const ConstMatrix values(scratch.values, head_dim_, longest);
  for (size_t worker = 0; worker < workers; ++worker) {
    Matmul& times_transposed = products_[worker];
    times_transposed.reserve(keys, keys);
    times_transposed.reserve(scores, values);
    for (const PositionTable* table : {&weights.pos_key, &weights.pos_query}) {
      if (!table->empty()) times_transposed.reserve(keys, window(*table, 0, longest));
    }
  }
}

void DisentangledAttention::attend_head_by_head(ConstMatrix qkv, const Batch& batch, Matrix y,
                                                std::span<const Scratch> scratch, Context& ctx) {
  struct Task {
    size_t begin, length, head;
  };
  std::vector<Task> tasks;
  size_t begin = 0;
  for (size_t length : batch.lengths) {
    for (size_t head = 0; head < heads_; ++head) tasks.push_back({begin, length, head});
    begin += length;
  }
  ctx.pool.parallel_for(tasks.size(), [&](size_t index, size_t worker) {
    const auto [first, length, head] = tasks[index];
    const ConstMatrix rows = qkv.slice_rows(first, length);
    const Matrix scores(scratch[worker].scores, length, length);  // [query, key]
    score(rows, head, scores, scratch[worker], products_[worker]);
    softmax_rows(scores, mask_of(batch, first));
    weigh(rows, head, scores, y.slice_rows(first, length), scratch[worker], products_[worker]);
  });
}

void DisentangledAttention::attend_all_heads(ConstMatrix qkv, const Batch& batch, Matrix y,
                                             std::span<const Scratch> scratch, Context& ctx,
                                             const OnProbabilities& on_probabilities) {
  const bool talking = weights.talking_logits.size() != 0;
  size_t begin = 0;
  for (size_t sequence = 0; sequence < batch.sequences(); ++sequence) {
    const size_t n = batch.lengths[sequence];
    Workspace::Scope scope(ctx.workspace);
    const Matrix all = ctx.workspace.matrix(heads_ * n, n);  // [heads · query, key]
    const ConstMatrix rows = qkv.slice_rows(begin, n);
    const Matrix out = y.slice_rows(begin, n);
    ctx.pool.parallel_for(heads_, [&](size_t head, size_t worker) {
      score(rows, head, all.slice_rows(head * n, n), scratch[worker], products_[worker]);
    });
    if (talking) mix_heads(weights.talking_logits.floats(), heads_, all, ctx);
    for_each_row(heads_, n * n, ctx.pool, [&](size_t head) {
      softmax_rows(all.slice_rows(head * n, n), mask_of(batch, begin));
    });
    if (talking) mix_heads(weights.talking_weights.floats(), heads_, all, ctx);
    if (on_probabilities) on_probabilities(sequence, all);
    ctx.pool.parallel_for(heads_, [&](size_t head, size_t worker) {
      weigh(rows, head, all.slice_rows(head * n, n), out, scratch[worker], products_[worker]);
    });
    begin += n;
  }
}

void DisentangledAttention::operator()(ConstMatrix x, const Batch& batch, Matrix y, Context& ctx,
                                       const OnProbabilities& on_probabilities) {
  Workspace::Scope scope(ctx.workspace);
  const Matrix qkv = ctx.workspace.matrix(x.rows, 3 * heads_ * head_dim_);  // [tokens, 3·hidden]
  weights.qkv(x, qkv, ctx);

  const size_t longest = batch.longest();
  const size_t window_rows = std::min(2 * longest - 1, positions_.rows());
  // As many as there are threads: one without a head of its own may take over another's.
  const auto workers = static_cast<size_t>(ctx.pool.size());
  std::vector<Scratch> scratch;
  for (size_t worker = 0; worker < workers; ++worker) {
    // matrix(), which checks what does not fit in 32 bits.
    scratch.push_back({ctx.workspace.matrix(longest, head_dim_).data,
                       ctx.workspace.matrix(longest, head_dim_).data,
                       ctx.workspace.matrix(longest, longest).data,
                       ctx.workspace.matrix(longest, window_rows).data});
  }
  reserve(workers, longest, scratch[0]);
  if (on_probabilities || weights.talking_logits.size() != 0) {
    attend_all_heads(qkv, batch, y, scratch, ctx, on_probabilities);
  } else {
    attend_head_by_head(qkv, batch, y, scratch, ctx);
  }
}

}  // namespace deberta
