// From token ids to the encoder's input:
//
//   x = LN(P(word[id] + position[p] + type[t])) · mask
#ifndef DEBERTA_MODEL_EMBEDDINGS_H_
#define DEBERTA_MODEL_EMBEDDINGS_H_

#include "base/context.h"
#include "model/batch.h"
#include "ops/embedding_table.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"

namespace deberta {

struct Embeddings {
  EmbeddingTable words;      // [vocab, embedding]
  EmbeddingTable positions;  // [max_position_embeddings, embedding], or none
  EmbeddingTable types;      // [type_vocab, embedding], or none
  Linear projection;         // P [embedding → hidden]; none where the widths are equal
  LayerNorm norm;

  // Throws kInput, with the index and the limit, for an id that a table does not have and for
  // vectors of unequal length.
  void validate(const Batch& batch) const;

  // x [tokens, hidden]. Token types are ignored by a model that has none, as in the reference.
  void operator()(const Batch& batch, Matrix x, Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_EMBEDDINGS_H_
