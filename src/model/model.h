// A loaded DeBERTa: embeddings, encoder, and the head of its task.
#ifndef DEBERTA_MODEL_MODEL_H_
#define DEBERTA_MODEL_MODEL_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/context.h"
#include "io/config.h"
#include "model/batch.h"
#include "model/convolution.h"
#include "model/embeddings.h"
#include "model/encoder_layer.h"
#include "model/heads.h"
#include "tensor/matrix.h"

namespace deberta {

// ModelLoader (model/model_loader.h) fills it. One forward pass at a time.
struct Model {
  Config config;
  Embeddings embeddings;
  std::vector<EncoderLayer> layers;
  std::optional<Convolution> convolution;  // of layer 0's input, added to its output
  HeadLayers head;
};

// Callbacks of a forward pass. Results without a callback are not computed.
struct ForwardHooks {
  // (0, embedding output), (1, output of layer 0), …: transformers' hidden_states[i].
  std::function<void(size_t index, ConstMatrix state)> on_hidden_state;
  // [heads · length, length] of one sequence: transformers' attentions[layer][sequence].
  std::function<void(size_t layer, size_t sequence, ConstMatrix probabilities)> on_attention;
};

// Runs the encoder over one batch, one layer per step, so that the caller can stop between two.
// Borrows everything.
class ForwardPass {
 public:
  // hidden [tokens, hidden_size] holds the last layer's output once all steps are done. rows: the
  // rows that the caller needs, in ascending order; by default all. Throws kInput before any work
  // for a batch that the model cannot process; otherwise at most kOutOfMemory.
  ForwardPass(Model& model, const Batch& batch, Matrix hidden,
              std::optional<std::vector<size_t>> rows, const ForwardHooks& hooks, Context& ctx);

  // Runs the next layer. Returns false when there is none left.
  bool step();

 private:
  Model& model_;
  const Batch& batch_;
  Matrix hidden_;
  std::optional<std::vector<size_t>> rows_;
  const ForwardHooks& hooks_;
  Context& ctx_;
  uint64_t work_;  // multiplications of a layer
  size_t layer_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_MODEL_H_
