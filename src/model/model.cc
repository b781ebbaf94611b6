#include "model/model.h"

namespace deberta {

ForwardPass::ForwardPass(Model& model, const Batch& batch, Matrix hidden, const Watch& watch,
                         Context& ctx)
    : model_(model), batch_(batch), hidden_(hidden), watch_(watch), ctx_(ctx) {
  model.embeddings.validate(batch);
  {
    Profile::Timer timer(ctx.profile, Stage::kEmbeddings);
    model.embeddings(batch, hidden, ctx);
  }
  if (watch.on_hidden_state) watch.on_hidden_state(0, hidden);
}

bool ForwardPass::step() {
  if (layer_ == model_.layers.size()) return false;
  DisentangledAttention::OnProbabilities on_probabilities;
  if (watch_.on_attention) {
    on_probabilities = [this](size_t sequence, ConstMatrix probabilities) {
      watch_.on_attention(layer_, sequence, probabilities);
    };
  }
  model_.layers[layer_](hidden_, batch_, ctx_, on_probabilities);
  ++layer_;
  if (watch_.on_hidden_state) watch_.on_hidden_state(layer_, hidden_);
  return true;
}

}  // namespace deberta
