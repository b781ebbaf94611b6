#include "model/model.h"

#include <algorithm>
#include <chrono>

#include "tensor/workspace.h"

namespace deberta {

namespace {

// The approximate number of multiplications in a layer. (64 bits: a large batch exceeds 32.)
uint64_t work_of_layer(const Config& config, const Batch& batch) {
  const auto hidden = static_cast<uint64_t>(config.hidden_size);
  const uint64_t linear = 4 * hidden + 2 * static_cast<uint64_t>(config.intermediate_size);
  uint64_t scores = 0;
  for (const uint64_t length : batch.lengths) scores += length * length;
  return hidden * (batch.tokens() * linear + 4 * scores);
}

}  // namespace

ForwardPass::ForwardPass(Model& model, const Batch& batch, Matrix hidden,
                         std::optional<std::vector<size_t>> rows, const ForwardHooks& hooks,
                         Context& ctx)
    : model_(model),
      batch_(batch),
      hidden_(hidden),
      rows_(std::move(rows)),
      hooks_(hooks),
      ctx_(ctx),
      work_(work_of_layer(model.config, batch)) {
  ctx.pool.set_limit(ctx.threads.next(work_));
  model.embeddings.validate(batch);
  {
    Profile::Timer timer(ctx.profile, Stage::kEmbeddings);
    model.embeddings(batch, hidden, ctx);
  }
  if (hooks.on_hidden_state) hooks.on_hidden_state(0, hidden);
}

bool ForwardPass::step() {
  if (layer_ == model_.layers.size()) return false;
  DisentangledAttention::OnProbabilities on_probabilities;
  if (hooks_.on_attention) {
    on_probabilities = [this](size_t sequence, ConstMatrix probabilities) {
      hooks_.on_attention(layer_, sequence, probabilities);
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
  const bool has_hooks = hooks_.on_hidden_state || hooks_.on_attention;
  const auto start = std::chrono::steady_clock::now();
  ctx_.pool.set_limit(ctx_.threads.next(work_));
  if (is_last && !convolves && rows_ && !has_hooks) {
    model_.layers[layer_].run_rows(hidden_, batch_, *rows_, ctx_);
  } else {
    model_.layers[layer_](hidden_, batch_, ctx_, on_probabilities);
  }
  if (convolves) (*model_.convolution)(input, batch_, hidden_, ctx_);
  // Only these layers take equally long, so only their times are compared.
  if (!convolves && !has_hooks && !(is_last && rows_)) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    ctx_.threads.took(seconds.count());
  }
  ++layer_;
  if (hooks_.on_hidden_state) hooks_.on_hidden_state(layer_, hidden_);
  return true;
}

}  // namespace deberta
