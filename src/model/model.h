// A loaded DeBERTa: embeddings, encoder, and the head of its task.
#ifndef DEBERTA_MODEL_MODEL_H_
#define DEBERTA_MODEL_MODEL_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/context.h"
#include "base/pieces.h"
#include "io/config.h"
#include "model/batch.h"
#include "model/convolution.h"
#include "model/embeddings.h"
#include "model/encoder_layer.h"
#include "model/heads.h"
#include "tensor/matrix.h"
#include "tensor/workspace.h"

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

// Runs the encoder over one batch in steps of about kWorkOfPiece for each thread, so that the
// caller can stop between two, also inside a layer. Borrows everything.
class ForwardPass {
 public:
  // hidden [tokens, hidden_size] holds the last layer's output once all steps are done. rows: the
  // rows that the caller needs, in ascending order; by default all. Throws kInput before any work
  // for a batch that the model cannot process; otherwise at most kOutOfMemory.
  ForwardPass(Model& model, const Batch& batch, Matrix hidden,
              std::optional<std::vector<size_t>> rows, const ForwardHooks& hooks, Context& ctx);

  // Does the next piece. Returns false when there was none left.
  bool step();

 private:
  void begin_embeddings();
  void begin_layer();
  void begin_convolution();
  void end_layer();
  bool is_last() const { return layer_ + 1 == model_.layers.size(); }
  bool has_hooks() const { return hooks_.on_hidden_state || hooks_.on_attention; }
  bool convolves() const { return layer_ == 0 && model_.convolution; }
  bool skips_rows() const { return is_last() && !convolves() && rows_ && !has_hooks(); }

  Model& model_;
  const Batch& batch_;
  Matrix hidden_;
  std::optional<std::vector<size_t>> rows_;
  const ForwardHooks& hooks_;
  Context& ctx_;
  uint64_t work_;  // multiplications of a layer
  Pieces embeddings_;
  bool is_embedded_ = false;
  size_t layer_ = 0;
  // Of the layer in progress, in the order in which their memory is taken.
  std::optional<Workspace::Scope> scope_;
  Matrix input_;  // [tokens, hidden], where it is convolved
  std::optional<EncoderLayer::Run> run_;
  Pieces convolution_;
  double seconds_ = 0;  // so far
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_MODEL_H_
