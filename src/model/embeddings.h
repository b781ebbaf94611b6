// From token ids to the encoder's input:
//
//   x = LN(P(word[id] + position[p] + type[t])) · mask
#ifndef DEBERTA_MODEL_EMBEDDINGS_H_
#define DEBERTA_MODEL_EMBEDDINGS_H_

#include <cstdint>

#include "base/context.h"
#include "model/batch.h"
#include "ops/embedding_table.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"

namespace deberta {

struct Embeddings {
  EmbeddingTable words;      // [vocab, embedding]
  EmbeddingTable positions;  // [max_position_embeddings, embedding], or empty
  EmbeddingTable types;      // [type_vocab, embedding], or empty
  Linear projection;         // P [embedding → hidden]; empty where the widths are equal
  LayerNorm norm;

  // Throws kInput, with the index and the limit, for an id outside its table and for vectors of
  // unequal length.
  void validate(const Batch& batch) const;

  // x [tokens − first, hidden] or fewer rows: those of the tokens from `first` on. A model without
  // token types ignores them, as in the reference.
  void operator()(const Batch& batch, size_t first, Matrix x, Context& ctx) const;
  // Multiplications, or what takes as long, for one token.
  uint64_t work_of_token(size_t hidden) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_EMBEDDINGS_H_
