#include "model/attention_run.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/attention_tile.h"
#include "ops/panels.h"

namespace deberta {

DisentangledAttention::Run::Run(DisentangledAttention& attention, ConstMatrix x, const Batch& batch,
                                Tokens tokens, Matrix y, Context& ctx,
                                OnProbabilities on_probabilities)
    : attention_(attention),
      x_(x),
      ctx_(ctx),
      on_probabilities_(std::move(on_probabilities)),
      tile_(std::min(queries_of_tile(batch.longest()), batch.longest())),
      scope_(ctx.workspace),
      qkv_(ctx.workspace.matrix(x.rows, attention.weights.qkv.outputs())) {
  const size_t longest = batch.longest();
  add_projections();
  PositionTables& positions = attention.weights.positions;
  const Linear& qkv = attention.weights.qkv;
  const size_t blocks = attention.begin_positions(longest);
  pieces_.add(blocks, units_of_piece(positions.work_of_block(qkv), ctx.pool.limit()),
              [this](size_t begin, size_t end) {
                Profile::Timer timer(ctx_.profile, Stage::kAttention);
                for (size_t block = begin; block < end; ++block) {
                  attention_.project_positions(block, ctx_);
                }
              });
  if (blocks != 0) pieces_.add([&positions] { positions.end_reach(); });

  make_sequences(batch, tokens, y);
  for (int worker = 0; worker < ctx.pool.size(); ++worker) {
    scratch_.push_back(attention.make_scratch(longest, tile_, ctx));
  }
  if (on_probabilities_ || attention.weights.talking_logits.size() != 0) {
    for (size_t i = 0; i < sequences_.size(); ++i) add_all_heads(i);
  } else {
    add_heads_one_by_one();
  }
}

void DisentangledAttention::Run::add_projections() {
  const Linear& qkv = attention_.weights.qkv;
  const uint64_t work = uint64_t{qkv.inputs()} * qkv.outputs();
  pieces_.add(x_.rows, units_of_piece(work, ctx_.pool.limit(), kFewestRows),
              [this](size_t begin, size_t end) {
                Profile::Timer timer(ctx_.profile, Stage::kQkv);
                attention_.weights.qkv(x_.slice_rows(begin, end - begin),
                                       qkv_.slice_rows(begin, end - begin), ctx_);
              });
}

void DisentangledAttention::Run::make_sequences(const Batch& batch, const Tokens& tokens,
                                                Matrix y) {
  const std::vector<size_t> first_tokens = batch.first_tokens();
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
        if (tiles.empty() || tiles.back().end != query || query - tiles.back().begin == tile_) {
          tiles.push_back({query, query});
        }
        ++tiles.back().end;
      }
    } else {
      for (size_t query = 0; query < length; query += tile_) {
        tiles.push_back({query, std::min(length, query + tile_)});
      }
    }
    sequences_.push_back(
        {qkv_.slice_rows(first, length), y.slice_rows(first, length), mask, std::move(tiles)});
  }
}

void DisentangledAttention::Run::add_heads_one_by_one() {
  uint64_t work = 0;
  for (const Sequence& sequence : sequences_) {
    uint64_t queries = 0;
    for (const auto& [begin, end] : sequence.tiles) queries += end - begin;
    work += queries * attention_.work_of_query(sequence.qkv.rows) * attention_.heads_;
  }
  // A task is one head of a sequence; where these are too few to keep all threads busy to the end,
  // or take long, it is a few tiles of one head.
  constexpr size_t kTasksOfThread = 4;
  const int threads = ctx_.pool.threads_for(work);
  const size_t wanted = threads == 1 ? 1 : kTasksOfThread * static_cast<size_t>(threads);
  const size_t heads = attention_.heads_ * sequences_.size();
  const size_t splits = (wanted + heads - 1) / heads;
  for (const Sequence& sequence : sequences_) {
    const std::span<const Tile> tiles(sequence.tiles);
    const uint64_t work_of_tile = attention_.work_of_query(sequence.qkv.rows) * tile_;
    const size_t step = std::min((tiles.size() + splits - 1) / splits,
                                 units_of_piece(kTasksOfThread * work_of_tile, /*threads=*/1));
    for (size_t head = 0; head < attention_.heads_; ++head) {
      for (size_t begin = 0; begin < tiles.size(); begin += step) {
        tasks_.push_back(
            {&sequence, head, tiles.subspan(begin, std::min(step, tiles.size() - begin))});
      }
    }
  }
  const uint64_t work_of_task = work / std::max<size_t>(1, tasks_.size());
  pieces_.add(tasks_.size(), units_of_piece(work_of_task, threads),
              [this, threads](size_t first, size_t end) {
                Profile::Timer timer(ctx_.profile, Stage::kAttention);
                ctx_.pool.parallel_for(end - first, threads, [&](size_t index, size_t worker) {
                  const auto& [sequence, head, tiles] = tasks_[first + index];
                  for (const Tile& tile : tiles) {
                    attention_.attend(*sequence, head, tile, scratch_[worker]);
                  }
                });
              });
}

template <class F>
void DisentangledAttention::Run::add_tiles(size_t n, F f) {
  const size_t tiles = (n + tile_ - 1) / tile_;
  const uint64_t work = attention_.work_of_query(n) * tile_;
  const int threads = ctx_.pool.threads_for(work * tiles * attention_.heads_);
  pieces_.add(attention_.heads_ * tiles, units_of_piece(work, threads),
              [this, n, tiles, threads, f](size_t begin, size_t end) {
                Profile::Timer timer(ctx_.profile, Stage::kAttention);
                ctx_.pool.parallel_for(end - begin, threads, [&](size_t index, size_t worker) {
                  const size_t head = (begin + index) / tiles;
                  const size_t first = (begin + index) % tiles * tile_;
                  f(head, first, std::min(tile_, n - first), scratch_[worker]);
                });
              });
}

void DisentangledAttention::Run::add_mix(const Buffer& mix, size_t n) {
  if (mix.size() == 0) return;
  const uint64_t work = uint64_t{attention_.heads_} * attention_.heads_ * n;  // of a query
  pieces_.add(n, units_of_piece(work, ctx_.pool.limit(), kMaxTile),
              [this, &mix](size_t begin, size_t end) {
                Profile::Timer timer(ctx_.profile, Stage::kAttention);
                attention_.mix_heads(mix, all_, begin, end, ctx_);
              });
}

void DisentangledAttention::Run::add_all_heads(size_t index) {
  const Sequence& sequence = sequences_[index];
  const size_t n = sequence.qkv.rows;
  pieces_.add([this, n] {
    all_scope_.emplace(ctx_.workspace);
    all_ =
        ctx_.workspace.matrix(uint64_t{attention_.heads_} * n, padded_columns(n)).slice_cols(0, n);
  });
  const auto rows_of = [this, n](size_t head, size_t first, size_t count) {
    return all_.slice_rows(head * n + first, count);
  };
  add_tiles(n, [=, this, &sequence](size_t head, size_t first, size_t count, Scratch& scratch) {
    attention_.pack(sequence, head, scratch);
    attention_.score(sequence.qkv, head, first, rows_of(head, first, count), scratch);
  });
  add_mix(attention_.weights.talking_logits, n);
  add_tiles(n, [=, &sequence](size_t head, size_t first, size_t count, Scratch&) {
    std::array<float, kMaxTile> divisors;
    const Matrix scores = rows_of(head, first, count);
    exponentials_of(scores, first, sequence.mask, divisors.data());
    for (size_t i = 0; i < count; ++i) {
      const float scale = 1.0f / divisors[i];
      for (size_t j = 0; j < n; ++j) scores.row(i)[j] *= scale;
    }
  });
  add_mix(attention_.weights.talking_weights, n);
  if (on_probabilities_) pieces_.add([this, index] { on_probabilities_(index, all_); });
  add_tiles(n, [=, this, &sequence](size_t head, size_t first, size_t count, Scratch& scratch) {
    std::array<float, kMaxTile> ones;
    ones.fill(1.0f);
    attention_.pack(sequence, head, scratch);
    attention_.weigh(sequence, head, first, rows_of(head, first, count), ones.data(), scratch);
  });
  pieces_.add([this] { all_scope_.reset(); });
}

}  // namespace deberta
