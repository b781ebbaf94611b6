// A model of tests/fixtures/golden that is extended to fit the tiny tokenizer: the golden
// vocabularies are smaller than the 256 bytes, so tensors with a row per word get more rows.
#ifndef DEBERTA_TESTS_TASKS_TINY_MODEL_H_
#define DEBERTA_TESTS_TASKS_TINY_MODEL_H_

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "fixtures.h"
#include "session.h"
#include "tasks/forward.h"
#include "tasks/text_classification.h"
#include "tasks/token_classification.h"
#include "text/tiny_tokenizer.h"

namespace deberta::testing {

// The files of a whole model, in memory.
struct ModelFiles {
  std::string config;
  std::string weights;  // model.safetensors
  std::string tokenizer = tiny_tokenizer_json().dump();

  TokenizerFiles tokenizer_files() const {
    TokenizerFiles files;
    files.tokenizer_json = tokenizer;
    return files;
  }
};

// The tensors of a safetensors file, in its order.
inline std::vector<FileTensor> read_tensors(const std::string& file) {
  uint64_t header_size = 0;
  for (size_t i = 8; i-- > 0;) header_size = header_size << 8 | static_cast<uint8_t>(file[i]);
  const auto begin = 8 + static_cast<size_t>(header_size);
  std::vector<FileTensor> tensors;
  const auto header = nlohmann::ordered_json::parse(file.substr(8, begin - 8));
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") continue;
    const size_t from = entry["data_offsets"][0], to = entry["data_offsets"][1];
    tensors.push_back({name, entry["dtype"], entry["shape"], file.substr(begin + from, to - from)});
  }
  return tensors;
}

inline ModelFiles tiny_model(const std::string& golden_name) {
  const std::string folder = "golden/" + golden_name;
  nlohmann::json config = nlohmann::json::parse(read_file(fixture_path(folder + "/config.json")));
  std::vector<FileTensor> tensors =
      read_tensors(read_file(fixture_path(folder + "/model.safetensors")));
  config["vocab_size"] = kTinySize;
  std::mt19937 random(9);
  for (FileTensor& tensor : tensors) {
    const auto is = [&](const char* end) { return tensor.name.ends_with(end); };
    if (!is("word_embeddings.weight") && !is("predictions.bias") && !is("lm_head.bias")) continue;
    EXPECT_EQ(tensor.dtype, "F32");
    const size_t row_bytes = tensor.bytes.size() / tensor.shape[0];
    tensor.shape[0] = kTinySize;
    while (tensor.bytes.size() < tensor.shape[0] * row_bytes) {
      const float value = static_cast<float>(random()) / 2147483648.0f - 1.0f;
      char bytes[sizeof value];
      std::memcpy(bytes, &value, sizeof value);
      tensor.bytes.append(bytes, sizeof value);
    }
  }
  ModelFiles files;
  files.config = config.dump();
  files.weights = make_safetensors(tensors);
  return files;
}

// A session with its weights.
inline std::unique_ptr<Session> open_session(const ModelFiles& files, Head head, int threads = 1) {
  auto session = std::make_unique<Session>(files.config, load_tokenizer(files.tokenizer_files()),
                                           Session::Options{.head = head, .threads = threads});
  session->write_weights(std::as_bytes(std::span(files.weights)));
  session->finish_weights();
  return session;
}

// The results of a call: run_task<FillMaskTask>(session, texts, options).
template <class T, class... Arguments>
auto run_task(Session& session, Arguments&&... arguments) {
  T task(std::forward<Arguments>(arguments)..., session.tokenizer(), session.model());
  session.run(task);
  return std::move(task.results);
}

// The model's output for one sequence.
inline ForwardOutputs forward(Session& session, const Encoding& encoding) {
  ForwardInputs inputs;
  inputs.batch.append(encoding.ids, encoding.type_ids);
  ForwardTask task(inputs, session.model());
  session.run(task);
  return std::move(task.outputs);
}

inline std::vector<TokenClassification> token_classification(
    Session& session, std::span<const std::string_view> texts,
    const TokenClassificationOptions& options) {
  TokenClassificationTask task(texts, options, session.tokenizer(), session.model());
  session.run(task);
  return std::move(task.results);
}

inline std::vector<TextClassification> text_classification(
    Session& session, std::span<const TextPair> inputs, const TextClassificationOptions& options) {
  TextClassificationTask task(inputs, options, session.tokenizer(), session.model());
  session.run(task);
  return std::move(task.results);
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_TASKS_TINY_MODEL_H_
