// One transformer block, post-norm.
#ifndef DEBERTA_MODEL_ENCODER_LAYER_H_
#define DEBERTA_MODEL_ENCODER_LAYER_H_

#include <optional>
#include <utility>

#include "base/pieces.h"
#include "model/attention_run.h"
#include "model/disentangled_attention.h"
#include "model/feed_forward.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"
#include "tensor/workspace.h"

namespace deberta {

// One Run at a time.
struct EncoderLayer {
  DisentangledAttention attention;
  Linear attention_output;  // [hidden → hidden]
  LayerNorm attention_norm;
  FeedForward feed_forward;
  LayerNorm output_norm;

  explicit EncoderLayer(DisentangledAttention attention) : attention(std::move(attention)) {}

  // One call: x [tokens, hidden], in place. Borrows everything.
  class Run {
   public:
    // tokens: computed for these only, the rows of the last layer that are needed; the other rows
    // of x stay unchanged.
    Run(EncoderLayer& layer, Matrix x, const Batch& batch, DisentangledAttention::Tokens tokens,
        Context& ctx, DisentangledAttention::OnProbabilities on_probabilities);
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    // Does the next piece, about kWorkOfPiece for each thread. Returns whether more are left.
    bool step();

   private:
    void begin_rest();
    // rows = the layer's output, computed from the output of the attention's heads.
    void finish(ConstMatrix heads, Matrix rows);

    EncoderLayer& layer_;
    Matrix x_;
    DisentangledAttention::Tokens tokens_;
    Context& ctx_;
    Workspace::Scope scope_;
    Matrix heads_;  // [tokens, hidden]
    std::optional<DisentangledAttention::Run> attention_;
    Matrix y_;  // [tokens of a piece, hidden]
    Pieces pieces_;
  };
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_ENCODER_LAYER_H_
