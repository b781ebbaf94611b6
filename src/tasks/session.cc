#include "tasks/session.h"

#include "base/error.h"
#include "tasks/model_length.h"

namespace deberta {

Session::Session(std::string_view config_json, const TokenizerFiles& tokenizer, Head head,
                 int threads)
    : config_(parse_config(config_json)),
      tokenizer_(Tokenizer::from_files(tokenizer)),
      pool_(threads) {
  if (tokenizer_.vocab_size() > config_.vocab_size) {
    throw Error(ErrorCode::kVocab, "the tokenizer has " + std::to_string(tokenizer_.vocab_size()) +
                                       " entries, the model " + std::to_string(config_.vocab_size));
  }
  loading_ = std::make_unique<Loading>(config_, head, context_);
}

void Session::write_weights(std::span<const std::byte> bytes) {
  if (!loading_) throw Error(ErrorCode::kState, "no weights are expected");
  loading_->reader.write(bytes);
}

const Session::Weights& Session::finish_weights() {
  if (!loading_) throw Error(ErrorCode::kState, "no weights are expected");
  loading_->reader.finish();
  ModelLoader::Loaded loaded = loading_->loader.finish();
  weights_ = {loading_->reader.bytes_read(), loaded.tensors, std::move(loaded.skipped)};
  model_ = std::move(loaded.model);
  loading_.reset();
  return weights_;
}

std::vector<TokenClassification> Session::token_classification(
    std::span<const std::string_view> texts, const TokenClassificationOptions& options) {
  return deberta::token_classification(texts, options, tokenizer_, model(), context_);
}

std::vector<TextClassification> Session::text_classification(
    std::span<const TextPair> inputs, const TextClassificationOptions& options) {
  return deberta::text_classification(inputs, options, tokenizer_, model(), context_);
}

int Session::max_length() const { return model_length(tokenizer_, config_); }

Model& Session::model() {
  if (!model_) throw Error(ErrorCode::kState, "the weights are not loaded");
  return *model_;
}

}  // namespace deberta
