// A loaded DeBERTa: embeddings, encoder, and the head of its task.
#ifndef DEBERTA_MODEL_MODEL_H_
#define DEBERTA_MODEL_MODEL_H_

#include <functional>
#include <optional>
#include <vector>

#include "base/context.h"
#include "io/config.h"
#include "model/batch.h"
#include "model/embeddings.h"
#include "model/encoder_layer.h"
#include "model/heads.h"
#include "tensor/matrix.h"

namespace deberta {

// transformers' classes DebertaModel, DebertaForSequenceClassification, ….
enum class Head { kNone, kSequenceClassification, kTokenClassification };

// Filled by ModelLoader (model/checkpoint.h). One forward pass at a time.
struct Model {
  Config config;
  Embeddings embeddings;
  std::vector<EncoderLayer> layers;
  std::optional<TokenClassificationHead> token_classification;
  std::optional<SequenceClassificationHead> sequence_classification;

  // Called with (0, embedding output), (1, output of layer 0), …: transformers' hidden_states[i].
  using OnHiddenState = std::function<void(size_t index, ConstMatrix state)>;

  // hidden [tokens, hidden_size] gets the last layer's output. Throws kInput before any work for a
  // batch that the model cannot take, else kOutOfMemory at most.
  void encode(const Batch& batch, Matrix hidden, Context& ctx,
              const OnHiddenState& on_hidden_state = nullptr);
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_MODEL_H_
