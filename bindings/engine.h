// A tokenizer, a model or both, for a worker.
#ifndef DEBERTA_BINDINGS_ENGINE_H_
#define DEBERTA_BINDINGS_ENGINE_H_

#include <emscripten/val.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bindings/call.h"
#include "bindings/heap_room.h"
#include "bindings/staging.h"
#include "deberta.h"

namespace deberta::bindings {

// Every public method returns {value} or {error: {code, message}} (bindings/guarded.h) and reads
// its bytes from the staging area, which the caller has filled. One call at a time.
class Engine {
 public:
  explicit Engine(int threads) : threads_(threads) {}

  // {value: address of a staging area of at least that many bytes}, valid until the next reserve().
  emscripten::val reserve(double byte_length);
  // The staged bytes continue the content number `id`; digest() ends it.
  emscripten::val hash(double id, double byte_length);
  // → its SHA-256, in hexadecimal
  emscripten::val digest(double id);
  // The staged bytes are the whole of the file `name`.
  emscripten::val set_file(std::string name, double byte_length);
  // Reads the tokenizer's files. options: {add_prefix_space?}. → TokenizerInfo of
  // js/tokenizer/tokenizer.js
  emscripten::val open_tokenizer(emscripten::val options);
  // Reads config.json and, unless config_only, prepares for weights. options: {head, config_only?,
  // initialize_missing?, dtype?: fp32 | fp16 | q8 | q8-weights, weights?}. weights: the name of the
  // weights' file, or of the index of several, which set_file() has set. → the model's description;
  // for an index also weight_files, the files that it names, in the order in which they are
  // expected.
  emscripten::val open(emscripten::val options);
  // The staged bytes are the next bytes of model.safetensors or pytorch_model.bin.
  emscripten::val write_weights(double byte_length);
  // The file is complete; the next file that open() returned follows.
  emscripten::val next_file();
  emscripten::val finish_weights();
  // Random weights instead of a file.
  emscripten::val initialize_weights(double seed);

  // The staged bytes are UTF-8 texts back to back, `lengths` their byte counts. begin() and step()
  // → whether there is more to do; then result() ends the call. cancel() and errors end it, too.
  emscripten::val begin(std::string name, emscripten::val lengths, emscripten::val options);
  emscripten::val step();
  emscripten::val result();
  emscripten::val cancel();

  // A method of the tokenizer (bindings/tokenizer_calls.h) on staged texts.
  emscripten::val tokenizer_call(std::string name, emscripten::val lengths,
                                 emscripten::val options);
  emscripten::val stats();

 private:
  Texts staged_texts(emscripten::val lengths) const;
  Session& session();
  const Tokenizer& tokenizer() const;
  Call& call();
  // Whether the files are those of a GLiNER model.
  bool is_gliner() const;

  int threads_;
  Staging staging_;
  std::map<double, Sha256> hashes_;           // by id, until digest()
  std::map<std::string, std::string> files_;  // by name, until they are read
  std::optional<Tokenizer> tokenizer_;        // until open() gives it to the session
  std::unique_ptr<Session> session_;
  HeapRoom room_;               // of its load
  std::unique_ptr<Call> call_;  // in progress
};

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_ENGINE_H_
