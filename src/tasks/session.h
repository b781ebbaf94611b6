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
#include "tasks/task.h"
#include "tensor/workspace.h"
#include "text/tokenizer.h"

namespace deberta {

// Use: the constructor, write_weights() until the file has passed, finish_weights(), then any
// number of calls. A call that throws leaves the session as it was; a load that throws leaves it
// without a model. One call at a time.
class Session {
 public:
  struct Options {
    Head head = Head::kNone;
    int threads = 1;  // at least 1, as many as the platform can start
    // A head that the checkpoint lacks is initialised at random instead of refused.
    bool initialize_missing_head = false;
  };
  // Reads the configuration; throws its errors. A tokenizer is what tasks on texts need; kVocab
  // where it has ids that the model lacks.
  Session(std::string_view config_json, std::optional<Tokenizer> tokenizer, const Options& options);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The next bytes of model.safetensors, in pieces of any size.
  void write_weights(std::span<const std::byte> bytes);
  struct Weights {
    uint64_t bytes = 0;                    // of the file
    size_t tensors = 0;                    // taken from it
    std::vector<std::string> skipped;      // names of those that the model does not use
    std::vector<std::string> initialized;  // names of those that it lacks
  };
  const Weights& finish_weights();
  // Instead of a file: random weights, the same for the same seed.
  const Weights& initialize_weights(uint64_t seed);

  // A call: make the task with tokenizer() and model(), then run it, or start it and step.
  void run(Task& task) { deberta::run(task, model(), context_); }
  TaskRun start(Task& task) { return TaskRun(task, model(), context_); }

  const Config& config() const { return config_; }
  // Throw kState where there is none.
  const Tokenizer& tokenizer() const;
  Model& model();
  // Tokens that one pass takes.
  int max_length() const;
  int threads() const { return pool_.size(); }
  size_t workspace_bytes() const { return workspace_.capacity(); }

 private:
  const Weights& take_model(uint64_t bytes);

  Config config_;
  std::optional<Tokenizer> tokenizer_;
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
