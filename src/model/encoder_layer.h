// One transformer block, post-norm.
#ifndef DEBERTA_MODEL_ENCODER_LAYER_H_
#define DEBERTA_MODEL_ENCODER_LAYER_H_

#include <span>

#include "model/disentangled_attention.h"
#include "model/feed_forward.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"

namespace deberta {

// One call at a time.
struct EncoderLayer {
  DisentangledAttention attention;
  Linear attention_output;  // [hidden → hidden]
  LayerNorm attention_norm;
  FeedForward feed_forward;
  LayerNorm output_norm;

  explicit EncoderLayer(DisentangledAttention attention) : attention(std::move(attention)) {}

  // x [tokens, hidden], in place.
  void operator()(Matrix x, const Batch& batch, Context& ctx,
                  const DisentangledAttention::OnProbabilities& on_probabilities = nullptr);

  // The same for these tokens only, in ascending order: the rows of the last layer that are needed.
  // The other rows of x stay unchanged.
  void run_rows(Matrix x, const Batch& batch, std::span<const size_t> tokens, Context& ctx);

 private:
  // x = the layer's output, computed from the output of the attention's heads.
  void finish(ConstMatrix heads, Matrix x, Context& ctx);
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_ENCODER_LAYER_H_
