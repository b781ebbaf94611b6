#include "tasks/session.h"

#include "base/error.h"
#include "tasks/model_length.h"

namespace deberta {

Session::Session(std::string_view config_json, std::optional<Tokenizer> tokenizer,
                 const Options& options)
    : config_(parse_config(config_json)), tokenizer_(std::move(tokenizer)), pool_(options.threads) {
  if (tokenizer_ && tokenizer_->vocab_size() > config_.vocab_size) {
    throw Error(ErrorCode::kVocab, "the tokenizer has " + std::to_string(tokenizer_->vocab_size()) +
                                       " entries, the model " + std::to_string(config_.vocab_size));
  }
  loading_ = std::make_unique<Loading>(config_, options.head, context_);
  if (options.initialize_missing_head) loading_->loader.initialize_missing_head(/*seed=*/0);
}

void Session::write_weights(std::span<const std::byte> bytes) {
  if (!loading_) throw Error(ErrorCode::kState, "no weights are expected");
  loading_->reader.write(bytes);
}

const Session::Weights& Session::finish_weights() {
  if (!loading_) throw Error(ErrorCode::kState, "no weights are expected");
  loading_->reader.finish();
  return take_model(loading_->reader.bytes_read());
}

const Session::Weights& Session::initialize_weights(uint64_t seed) {
  if (!loading_) throw Error(ErrorCode::kState, "no weights are expected");
  loading_->loader.initialize(seed);
  return take_model(0);
}

const Session::Weights& Session::take_model(uint64_t bytes) {
  ModelLoader::Loaded loaded = loading_->loader.finish();
  weights_ = {bytes, loaded.tensors, std::move(loaded.skipped), std::move(loaded.initialized)};
  model_ = std::move(loaded.model);
  loading_.reset();
  return weights_;
}

int Session::max_length() const {
  return tokenizer_ ? model_length(*tokenizer_, config_) : config_.max_position_embeddings;
}

const Tokenizer& Session::tokenizer() const {
  if (!tokenizer_) throw Error(ErrorCode::kState, "the model was opened without a tokenizer");
  return *tokenizer_;
}

Model& Session::model() {
  if (!model_) throw Error(ErrorCode::kState, "the weights are not loaded");
  return *model_;
}

}  // namespace deberta
