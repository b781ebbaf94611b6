// One model with its tokenizer and the resources to run them: first the files, then calls.
#ifndef DEBERTA_SESSION_H_
#define DEBERTA_SESSION_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "io/checkpoint_reader.h"
#include "io/shard_index.h"
#include "model/model.h"
#include "model/model_loader.h"
#include "model/preparation.h"
#include "tasks/task.h"
#include "tensor/workspace.h"
#include "text/tokenizer.h"

namespace deberta {

// Use: the constructor, write_weights() until the end of the file, finish_weights(), then any
// number of calls. For a checkpoint of several files: expect_names(), then the files with
// next_file() between them. A call that throws leaves the session unchanged; a load that throws
// leaves it without a model. One call at a time.
class Session {
 public:
  struct Options {
    Head head = Head::kNone;
    int threads = 1;  // at least 1; the pool has fewer where the platform cannot start so many
    // Initialise a head that the checkpoint lacks at random instead of throwing.
    bool initialize_missing_head = false;
    // Names of the weights' files, in the order in which they arrive; used in errors.
    std::vector<std::string> files = {"model.safetensors"};
    Precision precision = Precision::kFloat32;
  };
  // Reads the configuration and throws its errors. Tasks on texts need a tokenizer. Throws kVocab
  // where the tokenizer has ids that the model lacks.
  Session(std::string_view config_json, std::optional<Tokenizer> tokenizer, const Options& options);
  Session(Config config, std::optional<Tokenizer> tokenizer, const Options& options);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The names in the index of several files (parse_shard_index); call it before the first file.
  // Throws kTensorMissing where the model needs a tensor that is not among the names.
  void expect_names(std::vector<std::string> names);
  // The next bytes of model.safetensors or pytorch_model.bin, in pieces of any size.
  void write_weights(std::span<const std::byte> bytes);
  // During the load: the bytes so far, and what is known of the memory that the model will take
  // (ModelLoader).
  uint64_t bytes_received();
  uint64_t expected_memory();
  // The file is complete and another one follows.
  void next_file();
  LoadReport finish_weights();
  // Random weights instead of a file, the same for the same seed. Throws kState where bytes of a
  // file have arrived.
  LoadReport initialize_weights(uint64_t seed);

  // For a call: make the task with tokenizer() and model(), then run it, or start it and call
  // step().
  void run(Task& task) {
    preparation_.reset();
    deberta::run(task, model(), context_);
  }
  TaskRun start(Task& task) {
    preparation_.reset();
    return TaskRun(task, model(), context_);
  }
  // Does the next piece of what a call with sequences of that many tokens, at most max_length(),
  // would have to compute first; during a load, with the weights that have arrived. Returns false
  // when there is none left that can be done. Not between the steps of a call, nor after a load
  // that failed.
  bool prepare(size_t tokens);

  const Config& config() const { return config_; }
  // Throw kState where it does not exist.
  const Tokenizer& tokenizer() const;
  Model& model();
  // The number of tokens that one pass accepts.
  int max_length() const;
  struct Threads {
    int started;  // the caller among them
    int at_once;  // those that ran at the same time when the model was ready
    int used;     // by the last call (or the first): the fastest choice so far
  };
  Threads threads() const { return {pool_.size(), at_once_, threads_.threads()}; }
  size_t workspace_bytes() const { return workspace_.capacity(); }
  // The sum over all calls so far.
  const Profile& profile() const { return profile_; }

 private:
  struct Loading;
  Loading& loading();
  void end_file();
  LoadReport take_model();

  Config config_;
  std::optional<Tokenizer> tokenizer_;
  ThreadPool pool_;
  int at_once_ = pool_.size();
  ThreadChoice threads_{pool_.size(), pool_.size()};
  Workspace workspace_;
  Profile profile_;
  Context context_{pool_, threads_, workspace_, profile_};
  struct Loading {
    ModelLoader loader;
    std::optional<CheckpointReader> reader;  // of the file
    std::vector<std::string> files;
    size_t file = 0;  // index of the current one
    bool has_names = false;
    uint64_t bytes = 0;  // of the completed files
    std::string format;
    void begin_file() { reader.emplace(loader.sink(), files[file]); }
    bool is_last() const { return file + 1 == files.size(); }
    Loading(const Config& config, const Options& options, Context& ctx)
        : loader(config, options.head, ctx, options.precision), files(options.files) {
      begin_file();
    }
  };
  std::unique_ptr<Loading> loading_;        // until finish_weights()
  std::unique_ptr<Model> model_;            // after; the same object
  std::optional<Preparation> preparation_;  // until the first call
};

}  // namespace deberta

#endif  // DEBERTA_SESSION_H_
