#include "session.h"

#include <algorithm>

#include "base/concurrency.h"
#include "base/error.h"
#include "tasks/extraction.h"
#include "tasks/model_length.h"
#include "tasks/zero_shot_token_classification.h"

namespace deberta {

Session::Session(std::string_view config_json, std::optional<Tokenizer> tokenizer,
                 const Options& options)
    : Session(parse_config(config_json), std::move(tokenizer), options) {}

Session::Session(Config config, std::optional<Tokenizer> tokenizer, const Options& options)
    : config_(std::move(config)), tokenizer_(std::move(tokenizer)), pool_(options.threads) {
  if (config_.gliner && tokenizer_) {
    check_gliner_tokens(*config_.gliner, *tokenizer_);
    config_.vocab_size = tokenizer_->vocab_size();  // at least
  }
  if (config_.gliner2 && tokenizer_) {
    check_gliner2_tokens(*tokenizer_);
    config_.vocab_size = tokenizer_->vocab_size();
  }
  if (tokenizer_ && tokenizer_->vocab_size() > config_.vocab_size) {
    throw Error(ErrorCode::kVocab,
                "config.json: vocab_size is " + std::to_string(config_.vocab_size) +
                    ", the tokenizer has " + std::to_string(tokenizer_->vocab_size()) + " entries",
                "config.json");
  }
  if (options.files.empty()) throw Error(ErrorCode::kInput, "files: expected at least 1, got 0");
  loading_ = std::make_unique<Loading>(config_, options, context_);
  if (options.initialize_missing_head) loading_->loader.initialize_missing_head(/*seed=*/0);
}

Session::Loading& Session::loading() {
  if (!loading_) throw Error(ErrorCode::kState, "the weights are already loaded");
  return *loading_;
}

void Session::expect_names(std::vector<std::string> names) {
  if (loading().has_names || loading().bytes != 0 || loading().reader->bytes_read() != 0) {
    throw Error(ErrorCode::kState, "expected the names once, before the first file");
  }
  loading().loader.expect_files(loading().files.size(), names);
  loading().has_names = true;
}

void Session::write_weights(std::span<const std::byte> bytes) {
  Loading& load = loading();
  if (load.files.size() > 1 && !load.has_names) {
    throw Error(ErrorCode::kState,
                "expected the names of the tensors before the first of several files");
  }
  load.reader->write(bytes);
}

uint64_t Session::bytes_received() { return loading().bytes + loading().reader->bytes_read(); }

uint64_t Session::expected_memory() { return loading().loader.expected_memory(); }

void Session::end_file() {
  Loading& load = loading();
  load.reader->finish();
  load.bytes += load.reader->bytes_read();
  load.format = load.reader->format();
}

void Session::next_file() {
  if (loading().is_last())
    throw Error(ErrorCode::kState, "expected no more files: this is the last one");
  end_file();
  ++loading().file;
  loading().begin_file();
}

LoadReport Session::finish_weights() {
  if (!loading().is_last()) {
    throw Error(ErrorCode::kState, "expected all " + std::to_string(loading().files.size()) +
                                       " files of the weights, got " +
                                       std::to_string(loading().file + 1));
  }
  end_file();
  return take_model();
}

LoadReport Session::initialize_weights(uint64_t seed) {
  if (bytes_received() != 0) {
    throw Error(ErrorCode::kState, "expected random weights or a file, got both");
  }
  loading().loader.initialize(seed);
  return take_model();
}

LoadReport Session::take_model() {
  ModelLoader::Loaded loaded = loading_->loader.finish();
  loaded.report.bytes = loading_->bytes;
  loaded.report.format = loading_->format;
  model_ = std::move(loaded.model);
  config_.vocab_size = model_->config.vocab_size;  // where the file decides
  loading_.reset();
  at_once_ = lower_limit_to_concurrency(pool_);
  threads_ = ThreadChoice(pool_.size(), at_once_);
  return std::move(loaded.report);
}

int Session::max_length() const {
  return tokenizer_ ? model_length(*tokenizer_, config_) : config_.max_position_embeddings;
}

bool Session::prepare(size_t tokens) {
  if (!preparation_) {
    Model& model = loading_ ? loading_->loader.model() : this->model();
    const auto longest = static_cast<size_t>(std::max(max_length(), 1));
    preparation_.emplace(model, std::clamp<size_t>(tokens, 1, longest), context_);
  }
  return preparation_->step();
}

const Tokenizer& Session::tokenizer() const {
  if (!tokenizer_)
    throw Error(ErrorCode::kState,
                "expected a model with a tokenizer; this one was opened without");
  return *tokenizer_;
}

Model& Session::model() {
  if (!model_) throw Error(ErrorCode::kState, "the weights are not loaded");
  return *model_;
}

}  // namespace deberta
