#include "model/model.h"

#include <algorithm>
#include <chrono>
#include <utility>

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
  model.embeddings.validate(batch);
  ctx.pool.set_limit(ctx.threads.next(work_));
  begin_embeddings();
}

bool ForwardPass::step() {
  if (!is_embedded_) {
    is_embedded_ = !embeddings_.step();
    if (is_embedded_ && hooks_.on_hidden_state) hooks_.on_hidden_state(0, hidden_);
    return true;
  }
  if (!scope_) {
    if (layer_ == model_.layers.size()) return false;
    begin_layer();
  }
  const auto start = std::chrono::steady_clock::now();
  bool more = true;
  if (run_) {
    if (!run_->step()) {
      run_.reset();
      more = convolves();
    }
  } else {
    more = convolution_.step();
  }
  seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!more) end_layer();
  return true;
}

void ForwardPass::begin_embeddings() {
  const uint64_t work = model_.embeddings.work_of_token(hidden_.cols);
  embeddings_.add(hidden_.rows, units_of_piece(work, /*threads=*/1),
                  [this](size_t begin, size_t end) {
                    Profile::Timer timer(ctx_.profile, Stage::kEmbeddings);
                    model_.embeddings(batch_, begin, hidden_.slice_rows(begin, end - begin), ctx_);
                  });
}

void ForwardPass::begin_layer() {
  DisentangledAttention::OnProbabilities on_probabilities;
  if (hooks_.on_attention) {
    on_probabilities = [this](size_t sequence, ConstMatrix probabilities) {
      hooks_.on_attention(layer_, sequence, probabilities);
    };
  }
  seconds_ = 0;
  ctx_.pool.set_limit(ctx_.threads.next(work_));
  scope_.emplace(ctx_.workspace);
  if (convolves()) begin_convolution();
  DisentangledAttention::Tokens tokens;
  if (skips_rows()) tokens = *rows_;
  run_.emplace(model_.layers[layer_], hidden_, batch_, tokens, ctx_, std::move(on_probabilities));
}

void ForwardPass::begin_convolution() {
  const Convolution& convolution = *model_.convolution;
  input_ = ctx_.workspace.matrix(hidden_.rows, hidden_.cols);
  std::copy_n(hidden_.data, hidden_.rows * hidden_.cols, input_.data);
  const uint64_t work =
      uint64_t{hidden_.cols} * hidden_.cols * convolution.kernel / convolution.groups.size();
  convolution_.add(hidden_.rows, units_of_piece(work, ctx_.pool.limit(), kFewestRows),
                   [this, &convolution](size_t begin, size_t end) {
                     convolution(input_, batch_, begin, end, hidden_, ctx_);
                   });
}

void ForwardPass::end_layer() {
  // Only these layers take equally long, so only their times are compared.
  if (!convolves() && !has_hooks() && !(is_last() && rows_)) ctx_.threads.took(seconds_);
  scope_.reset();
  ++layer_;
  if (hooks_.on_hidden_state) hooks_.on_hidden_state(layer_, hidden_);
}

}  // namespace deberta
