// The heads of a model, which turn the encoder's output into logits, and their names.
#ifndef DEBERTA_MODEL_HEADS_H_
#define DEBERTA_MODEL_HEADS_H_

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/activation.h"
#include "base/context.h"
#include "base/error.h"
#include "model/batch.h"
#include "model/gliner2_head.h"
#include "model/gliner_head.h"
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
// (transformers' ContextPooler).
struct SequenceClassificationHead {
  Linear pooler;  // [hidden → hidden]
  Activation activation = Activation::kGelu;
  Linear classifier;  // [hidden → labels]

  // hidden [tokens, hidden] → logits [sequences, labels]
  void operator()(ConstMatrix hidden, const Batch& batch, Matrix logits, Context& ctx) const;
};

// DebertaV2ForMultipleChoice: one logit per sequence, the score of that choice.
struct MultipleChoiceHead : SequenceClassificationHead {};

// DebertaForQuestionAnswering: (start, end) = Q h, for every token.
struct QuestionAnsweringHead {
  Linear outputs;  // [hidden → 2]

  // hidden [tokens, hidden] → logits [tokens, 2]
  void operator()(ConstMatrix hidden, Matrix logits, Context& ctx) const;
};

// DebertaForMaskedLM: logits = E LN(f(D h)) + b, a score for every entry of the vocabulary. E is
// the embedding table unless the checkpoint has a separate decoder.
struct MaskedLmHead {
  Linear dense;  // D [hidden → embedding]
  Activation activation = Activation::kGelu;
  LayerNorm norm;
  EmbeddingTable decoder;  // E [vocab, embedding]; no rows: the word embeddings
  Buffer bias;             // b [vocab]

  // h [rows, hidden], any rows of a batch's hidden states → logits [rows, vocab]
  void operator()(ConstMatrix h, const EmbeddingTable& words, Matrix logits, Context& ctx) const;
};

// The heads by name: transformers' classes DebertaModel, DebertaForSequenceClassification, ….
enum class Head {
  kNone,
  kSequenceClassification,
  kTokenClassification,
  kQuestionAnswering,
  kMaskedLm,
  kMultipleChoice,
  kGliner,
  kGliner2,
};
inline constexpr const char* kHeadNames[] = {
    "none",
    "sequence-classification",
    "token-classification",
    "question-answering",
    "masked-lm",
    "multiple-choice",
    "gliner",
    "gliner2",
};
// The heads by their layers, in the same order: index() is the Head.
using HeadLayers =
    std::variant<std::monostate, SequenceClassificationHead, TokenClassificationHead,
                 QuestionAnsweringHead, MaskedLmHead, MultipleChoiceHead, GlinerHead, Gliner2Head>;
static_assert(std::variant_size_v<HeadLayers> == std::size(kHeadNames));

inline const char* name_of(Head head) { return kHeadNames[static_cast<size_t>(head)]; }
inline Head head_of(const HeadLayers& layers) { return static_cast<Head>(layers.index()); }
// nullopt for an unknown name.
std::optional<Head> head_named(std::string_view name);

// The layers that a task computes with. Throws kState where the model was loaded with another head.
template <class T>
const T& require_head(const HeadLayers& layers) {
  if (const T* head = std::get_if<T>(&layers)) return *head;
  throw Error(ErrorCode::kState, std::string("expected a model with the head '") +
                                     name_of(head_of(T())) + "', this one was loaded with '" +
                                     name_of(head_of(layers)) + "'");
}

}  // namespace deberta

#endif  // DEBERTA_MODEL_HEADS_H_
