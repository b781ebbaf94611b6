// A Session as a worker drives it.
#ifndef DEBERTA_BINDINGS_ENGINE_H_
#define DEBERTA_BINDINGS_ENGINE_H_

#include <emscripten/val.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "deberta.h"

namespace deberta::bindings {

// Every public method returns {value} or {error: {code, message}} and lets no exception through:
// one that JavaScript catches would never be freed. Methods read their bytes from the staging area,
// where the caller has put them; byte lengths are JavaScript numbers. One call at a time.
class Engine {
 public:
  explicit Engine(int threads) : threads_(threads) {}

  // {value: address of a staging area of at least that many bytes}, valid until the next reserve().
  emscripten::val reserve(double byte_length);
  // The staged bytes are the whole of the file `name`.
  emscripten::val set_file(std::string name, double byte_length);
  // Reads the files, and prepares for the weights of `task`.
  emscripten::val open(std::string task);
  // The staged bytes are the next ones of model.safetensors.
  emscripten::val write_weights(double byte_length);
  emscripten::val finish_weights();

  // The staged bytes are UTF-8 texts back to back, `lengths` their byte counts. Indices in results
  // are UTF-16, JavaScript's.
  emscripten::val token_classification(emscripten::val lengths, emscripten::val options);
  // Where pair_lengths is not empty: text, pair, text, pair ….
  emscripten::val text_classification(emscripten::val lengths, emscripten::val pair_lengths,
                                      emscripten::val options);
  emscripten::val tokenize(emscripten::val lengths, emscripten::val pair_lengths,
                           emscripten::val options);
  emscripten::val stats();

 private:
  // The first `byte_length` staged bytes. Throws kInput beyond the staging area.
  std::string_view staged(double byte_length) const;
  std::vector<TextPair> staged_pairs(emscripten::val lengths, emscripten::val pair_lengths) const;
  Session& session();

  int threads_;
  Buffer staging_;
  std::map<std::string, std::string> files_;  // until open()
  std::unique_ptr<Session> session_;          // from then on
};

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_ENGINE_H_
