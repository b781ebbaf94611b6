// One model with its tokenizer and all that they need to run: files in, then calls.
#ifndef DEBERTA_TASKS_SESSION_H_
#define DEBERTA_TASKS_SESSION_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "io/safetensors.h"
#include "model/checkpoint.h"
#include "model/model.h"
#include "tasks/text_classification.h"
#include "tasks/token_classification.h"
#include "tensor/workspace.h"
#include "text/tokenizer.h"

namespace deberta {

// Use: the constructor, write_weights() until the file has passed, finish_weights(), then any
// number of calls. A call that throws leaves the session as it was; a load that throws leaves it
// without a model. One call at a time.
class Session {
 public:
  // Reads the configuration and the tokenizer; throws their errors, or kVocab where the tokenizer
  // has ids that the model lacks. `threads`: at least 1, as many as the platform can start.
  Session(std::string_view config_json, const TokenizerFiles& tokenizer, Head head, int threads);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The next bytes of model.safetensors, in pieces of any size.
  void write_weights(std::span<const std::byte> bytes);
  struct Weights {
    uint64_t bytes = 0;                // of the file
    size_t tensors = 0;                // taken from it
    std::vector<std::string> skipped;  // names of those that the model does not use
  };
  const Weights& finish_weights();

  std::vector<TokenClassification> token_classification(std::span<const std::string_view> texts,
                                                        const TokenClassificationOptions& options);
  std::vector<TextClassification> text_classification(std::span<const TextPair> inputs,
                                                      const TextClassificationOptions& options);

  const Config& config() const { return config_; }
  const Tokenizer& tokenizer() const { return tokenizer_; }
  // Tokens that one pass takes.
  int max_length() const;
  int threads() const { return pool_.size(); }
  size_t workspace_bytes() const { return workspace_.capacity(); }

 private:
  Model& model();

  Config config_;
  Tokenizer tokenizer_;
  ThreadPool pool_;
  Workspace workspace_;
  Context context_{pool_, workspace_};
  struct Loading {
    ModelLoader loader;
    SafetensorsReader reader;
    Loading(const Config& config, Head head, Context& ctx)
        : loader(config, head, ctx), reader(loader.sink()) {}
  };
  std::unique_ptr<Loading> loading_;  // until finish_weights()
  std::unique_ptr<Model> model_;      // after
  Weights weights_;
};

}  // namespace deberta

#endif  // DEBERTA_TASKS_SESSION_H_
