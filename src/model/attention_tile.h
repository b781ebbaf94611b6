// The tiles of queries that attention goes by.
#ifndef DEBERTA_MODEL_ATTENTION_TILE_H_
#define DEBERTA_MODEL_ATTENTION_TILE_H_

#include <cstddef>
#include <cstdint>

#include "tensor/matrix.h"

namespace deberta {

// Queries whose scores are in memory at a time: 64 · 512 floats and the packed keys and values fit
// an L2 cache. With fewer, panels cut off more of the products in position_scores.h.
inline constexpr size_t kMaxTile = 128;

// Fewer queries where there are many keys, so that a tile takes a few 10 ms at most: a call can be
// aborted between two. A query's scores do not depend on the tile that it is in.
size_t queries_of_tile(size_t keys);

// Replaces rows by exp(score − max) and stores their sums as divisors. The rows are those of the
// queries from `first` on; mask: of the sequence's tokens, or null.
void exponentials_of(Matrix scores, size_t first, const uint8_t* mask, float* divisors);

}  // namespace deberta

#endif  // DEBERTA_MODEL_ATTENTION_TILE_H_
