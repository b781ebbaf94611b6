// What stands on the encoder.
#ifndef DEBERTA_MODEL_HEADS_H_
#define DEBERTA_MODEL_HEADS_H_

#include "base/activation.h"
#include "base/context.h"
#include "model/batch.h"
#include "ops/embedding_table.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"
#include "tensor/matrix.h"

namespace deberta {

// DebertaForTokenClassification: logits = C h, for every token.
struct TokenClassificationHead {
  Linear classifier;  // [hidden → labels]

  // hidden [tokens, hidden] → logits [tokens, labels]
  void operator()(ConstMatrix hidden, Matrix logits, Context& ctx) const;
};

// DebertaForSequenceClassification: logits = C f(P h₀), for the first token of every sequence
// (transformers' ContextPooler). With one label also DebertaV2ForMultipleChoice.
struct SequenceClassificationHead {
  Linear pooler;  // [hidden → hidden]
  Activation activation = Activation::kGelu;
  Linear classifier;  // [hidden → labels]

  // hidden [tokens, hidden] → logits [sequences, labels]
  void operator()(ConstMatrix hidden, const Batch& batch, Matrix logits, Context& ctx) const;
};

// DebertaForQuestionAnswering: (start, end) = Q h, for every token.
struct QuestionAnsweringHead {
  Linear outputs;  // [hidden → 2]

  // hidden [tokens, hidden] → logits [tokens, 2]
  void operator()(ConstMatrix hidden, Matrix logits, Context& ctx) const;
};

// DebertaForMaskedLM: logits = E LN(f(D h)) + b, a score for every entry of the vocabulary. E is
// the embedding table, unless the checkpoint has a decoder of its own.
struct MaskedLmHead {
  Linear dense;  // D [hidden → embedding]
  Activation activation = Activation::kGelu;
  LayerNorm norm;
  EmbeddingTable decoder;  // E [vocab, embedding]; no rows: the words' table
  Buffer bias;             // b [vocab]

  // h [rows, hidden], any rows of a batch's hidden states → logits [rows, vocab]
  void operator()(ConstMatrix h, const EmbeddingTable& words, Matrix logits, Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_HEADS_H_
