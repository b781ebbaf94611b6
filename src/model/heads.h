// What stands on the encoder.
#ifndef DEBERTA_MODEL_HEADS_H_
#define DEBERTA_MODEL_HEADS_H_

#include "base/activation.h"
#include "base/context.h"
#include "model/batch.h"
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
// (transformers' ContextPooler).
struct SequenceClassificationHead {
  Linear pooler;  // [hidden → hidden]
  Activation activation = Activation::kGelu;
  Linear classifier;  // [hidden → labels]

  // hidden [tokens, hidden] → logits [sequences, labels]
  void operator()(ConstMatrix hidden, const Batch& batch, Matrix logits, Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_HEADS_H_
