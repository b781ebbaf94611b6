#include "model/model.h"

#include <algorithm>

#include "tensor/workspace.h"

namespace deberta {

ForwardPass::ForwardPass(Model& model, const Batch& batch, Matrix hidden,
                         std::optional<std::vector<size_t>> rows, const Watch& watch, Context& ctx)
    : model_(model),
      batch_(batch),
      hidden_(hidden),
      rows_(std::move(rows)),
      watch_(watch),
      ctx_(ctx) {
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
  Workspace::Scope scope(ctx_.workspace);
  const bool convolves = layer_ == 0 && model_.convolution;
  Matrix input;  // [tokens, hidden], of the layer
  if (convolves) {
    input = ctx_.workspace.matrix(hidden_.rows, hidden_.cols);
    std::copy_n(hidden_.data, hidden_.rows * hidden_.cols, input.data);
  }
  const bool is_last = layer_ + 1 == model_.layers.size();
  if (is_last && !convolves && rows_ && !watch_.on_hidden_state && !watch_.on_attention) {
    model_.layers[layer_].run_some(hidden_, batch_, *rows_, ctx_);
  } else {
    model_.layers[layer_](hidden_, batch_, ctx_, on_probabilities);
  }
  if (convolves) (*model_.convolution)(input, batch_, hidden_, ctx_);
  ++layer_;
  if (watch_.on_hidden_state) watch_.on_hidden_state(layer_, hidden_);
  return true;
}

}  // namespace deberta
