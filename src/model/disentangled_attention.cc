#include "model/disentangled_attention.h"

#include <algorithm>
#include <array>
#include <limits>

#include "ops/eigen.h"
#include "ops/panels.h"
#include "ops/rows.h"
#include "ops/softmax.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// Queries whose scores are in memory at a time: 64 · 512 floats and the packed keys and values fit
// an L2 cache. With fewer, panels cut off more of the products in position_scores.h.
constexpr size_t kTile = 128;

// The stride between two queries' scores, in floats: an odd number of cache lines, so that the same
// column of all rows does not map to the same few cache sets.
size_t scores_stride(size_t keys) {
  constexpr size_t kLine = 16;
  return ((keys + kLine - 1) / kLine | 1) * kLine;
}

// Replaces rows by exp(score − max) and stores their sums as divisors.
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

// all[h](i, j) = Σ_g mix(h, g) all[g](i, j); mix [heads, heads], all [heads · n, n].
void mix_heads(const float* mix, size_t heads, Matrix all, Context& ctx) {
  Workspace::Scope scope(ctx.workspace);
  const size_t n = all.cols;
  const Matrix before = ctx.workspace.matrix(all.rows, n);
  as_eigen(before) = as_eigen(all);
  const auto weights = as_eigen(ConstMatrix(mix, heads, heads));
  for_each_row(n, heads * n, ctx.pool, [&](size_t i) {
    // Query i of all heads: [heads, n]
    const Matrix from(before.row(i), heads, n, n * before.stride);
    const Matrix to(all.row(i), heads, n, n * all.stride);
    as_eigen(to) = weights.lazyProduct(as_eigen(from));
  });
}

}  // namespace

ConstMatrix DisentangledAttention::part(ConstMatrix qkv, size_t part, size_t head) const {
  return qkv.slice_cols((part * heads_ + head) * head_dim_, head_dim_);
}

DisentangledAttention::Scratch DisentangledAttention::make_scratch(size_t longest,
                                                                   Context& ctx) const {
  const size_t tile = std::min(kTile, longest);
  const size_t dim = padded_columns(head_dim_);
  const size_t table = std::max(weights.positions.key().scratch(positions_, longest, tile),
                                weights.positions.query().scratch(positions_, longest, tile));
  // matrix() checks that the size fits in 32 bits.
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

// Multiplications. A position term counts as much as q·k.
uint64_t DisentangledAttention::work_of(std::span<const Sequence> sequences) const {
  const uint64_t products =
      2 + (weights.positions.key().empty() ? 0 : 1) + (weights.positions.query().empty() ? 0 : 1);
  uint64_t scores = 0;
  for (const Sequence& sequence : sequences) {
    for (const auto& [begin, end] : sequence.tiles) scores += (end - begin) * sequence.qkv.rows;
  }
  return products * scores * heads_ * head_dim_;
}

void DisentangledAttention::attend_head_by_head(std::span<const Sequence> sequences,
                                                std::span<const Scratch> scratch,
                                                Context& ctx) const {
  // A task is one head of a sequence; where these are too few to keep all threads busy to the end,
  // it is a few tiles of one head. Each task packs keys and values for itself.
  struct Task {
    const Sequence* sequence;
    size_t head;
    std::span<const Tile> tiles;
  };
  constexpr size_t kTasksOfThread = 4;
  const int threads = ctx.pool.threads_for(work_of(sequences));
  const size_t wanted = threads == 1 ? 1 : kTasksOfThread * static_cast<size_t>(threads);
  const size_t heads = heads_ * sequences.size();
  const size_t splits = (wanted + heads - 1) / heads;
  std::vector<Task> tasks;
  for (const Sequence& sequence : sequences) {
    const std::span<const Tile> tiles(sequence.tiles);
    const size_t step = (tiles.size() + splits - 1) / splits;
    for (size_t head = 0; head < heads_; ++head) {
      for (size_t begin = 0; begin < tiles.size(); begin += step) {
        tasks.push_back(
            {&sequence, head, tiles.subspan(begin, std::min(step, tiles.size() - begin))});
      }
    }
  }
  ctx.pool.parallel_for(tasks.size(), threads, [&](size_t index, size_t worker) {
    const auto& [sequence, head, tiles] = tasks[index];
    const Scratch& mine = scratch[worker];
    const size_t n = sequence->qkv.rows;
    pack_rows(part(sequence->qkv, 1, head), mine.keys);
    pack_columns(part(sequence->qkv, 2, head), mine.values);
    std::array<float, kTile> divisors;
    for (const auto& [begin, end] : tiles) {
      const Matrix scores(mine.scores, end - begin, n, scores_stride(n));
      score(sequence->qkv, head, begin, scores, mine);
      exponentials_of(scores, begin, sequence->mask, divisors.data());
      weigh(*sequence, head, begin, scores, divisors.data(), mine);
    }
  });
}

void DisentangledAttention::attend_all_heads(std::span<const Sequence> sequences,
                                             std::span<const Scratch> scratch, Context& ctx,
                                             const OnProbabilities& on_probabilities) const {
  const bool talking = weights.talking_logits.size() != 0;
  for (size_t index = 0; index < sequences.size(); ++index) {
    const Sequence& sequence = sequences[index];
    const size_t n = sequence.qkv.rows;
    const auto tiles_of = [n](auto&& f) {
      for (size_t first = 0; first < n; first += kTile) f(first, std::min(kTile, n - first));
    };
    Workspace::Scope scope(ctx.workspace);
    const Matrix padded = ctx.workspace.matrix(uint64_t{heads_} * n, padded_columns(n));
    const Matrix all = padded.slice_cols(0, n);  // [heads · query, key]
    const int threads = ctx.pool.threads_for(work_of({&sequence, 1}));
    ctx.pool.parallel_for(heads_, threads, [&](size_t head, size_t worker) {
      pack_rows(part(sequence.qkv, 1, head), scratch[worker].keys);
      tiles_of([&](size_t first, size_t count) {
        score(sequence.qkv, head, first, all.slice_rows(head * n + first, count), scratch[worker]);
      });
    });
    if (talking) mix_heads(weights.talking_logits.floats(), heads_, all, ctx);
    for_each_row(heads_, n * n, ctx.pool, [&](size_t head) {
      tiles_of([&](size_t first, size_t count) {
        std::array<float, kTile> divisors;
        const Matrix scores = all.slice_rows(head * n + first, count);
        exponentials_of(scores, first, sequence.mask, divisors.data());
        for (size_t i = 0; i < count; ++i) {
          const float scale = 1.0f / divisors[i];
          for (size_t j = 0; j < n; ++j) scores.row(i)[j] *= scale;
        }
      });
    });
    if (talking) mix_heads(weights.talking_weights.floats(), heads_, all, ctx);
    if (on_probabilities) on_probabilities(index, all);
    std::array<float, kTile> ones;
    ones.fill(1.0f);
    ctx.pool.parallel_for(heads_, threads, [&](size_t head, size_t worker) {
      pack_columns(part(sequence.qkv, 2, head), scratch[worker].values);
      tiles_of([&](size_t first, size_t count) {
        weigh(sequence, head, first, all.slice_rows(head * n + first, count), ones.data(),
              scratch[worker]);
      });
    });
  }
}

void DisentangledAttention::operator()(ConstMatrix x, const Batch& batch, Matrix y, Context& ctx,
                                       const OnProbabilities& on_probabilities) {
  attend(x, batch, std::nullopt, y, ctx, on_probabilities);
}

void DisentangledAttention::attend_rows(ConstMatrix x, const Batch& batch,
                                        std::span<const size_t> tokens, Matrix y, Context& ctx) {
  attend(x, batch, tokens, y, ctx, nullptr);
}

void DisentangledAttention::attend(ConstMatrix x, const Batch& batch,
                                   std::optional<std::span<const size_t>> tokens, Matrix y,
                                   Context& ctx, const OnProbabilities& on_probabilities) {
  Workspace::Scope scope(ctx.workspace);
  const Matrix qkv = ctx.workspace.matrix(x.rows, 3 * heads_ * head_dim_);  // [tokens, 3·hidden]
  {
    Profile::Timer timer(ctx.profile, Stage::kQkv);
    weights.qkv(x, qkv, ctx);
  }
  Profile::Timer timer(ctx.profile, Stage::kAttention);
  weights.positions.reach(batch.longest(), positions_, weights.qkv, heads_, ctx);
  const std::vector<size_t> first_tokens = batch.first_tokens();
  std::vector<Sequence> sequences;
  for (size_t i = 0; i < first_tokens.size(); ++i) {
    const size_t first = first_tokens[i];
    const uint8_t* mask =
        batch.attention_mask.empty() ? nullptr : batch.attention_mask.data() + first;
    const size_t length = batch.lengths[i];
    std::vector<Tile> tiles;
    if (tokens) {
      const auto begin = std::ranges::lower_bound(*tokens, first);
      const auto end = std::ranges::lower_bound(*tokens, first + length);
      for (auto token = begin; token != end; ++token) {
        const size_t query = *token - first;
        if (tiles.empty() || tiles.back().end != query || query - tiles.back().begin == kTile) {
          tiles.push_back({query, query});
        }
        ++tiles.back().end;
      }
    } else {
      for (size_t query = 0; query < length; query += kTile) {
        tiles.push_back({query, std::min(length, query + kTile)});
      }
    }
    sequences.push_back(
        {qkv.slice_rows(first, length), y.slice_rows(first, length), mask, std::move(tiles)});
  }
  // One per thread: a thread without a head of its own may take over a part of another's.
  std::vector<Scratch> scratch;
  for (int worker = 0; worker < ctx.pool.size(); ++worker) {
    scratch.push_back(make_scratch(batch.longest(), ctx));
  }
  if (on_probabilities || weights.talking_logits.size() != 0) {
    attend_all_heads(sequences, scratch, ctx, on_probabilities);
  } else {
    attend_head_by_head(sequences, scratch, ctx);
  }
}

}  // namespace deberta
