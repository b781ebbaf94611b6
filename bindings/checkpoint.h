// A checkpoint of any format for tools: its index, and its tensors one after the other.
#ifndef DEBERTA_BINDINGS_CHECKPOINT_H_
#define DEBERTA_BINDINGS_CHECKPOINT_H_

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "bindings/staging.h"
#include "deberta.h"

namespace deberta::bindings {

// Use: open(), then for each file begin_file(), write() its bytes, finish_file(); and next() after
// each write() until it returns null. A caller that needs the index only may stop reading a file
// once its index has arrived. Methods return {value} or {error}, as Engine's do.
class Checkpoint : private TensorSink {
 public:
  // → address, as Engine::reserve().
  emscripten::val reserve(double byte_length);
  // options: {dtype?}: F32, F16 or BF16 converts all floating-point tensors, 'q8' quantizes
  // (QuantizingSink).
  emscripten::val open(emscripten::val options);
  // The staged bytes are the index `file`, such as model.safetensors.index.json. → the files that
  // it names
  emscripten::val files_of(std::string file, double byte_length);

  emscripten::val begin_file(std::string name);
  // The staged bytes are the next bytes of the file. → whether its index has arrived
  emscripten::val write(double byte_length);
  emscripten::val finish_file();
  // Call after the last file, once all tensors are taken. → names, from QuantizingSink::finish()
  emscripten::val finish();

  // → {format, tensors: [{name, dtype, shape, byte_length, scales?}]} of all files whose index has
  // arrived
  emscripten::val index();
  // → the next complete tensor, converted: described as in index(), with its address; or null. The
  // bytes are valid until the next method call.
  emscripten::val next();
  // The staged bytes are config.json, and gliner_config.json of a GLiNER model or
  // encoder_config/config.json of a GLiNER2 model. → {heads: [{head, skipped, memory_bytes}],
  // refused}, the result of fitting_heads() for the tensors whose index has arrived
  emscripten::val heads(double byte_length, double other_length);

 private:
  struct Arrived {
    TensorInfo info;
    Buffer bytes;
  };

  void on_index(std::span<const TensorInfo> tensors) override;
  bool wants(const TensorInfo&) override { return true; }
  void on_tensor(const TensorInfo& tensor, RawTensor content) override;

  Staging staging_;
  std::optional<ConvertingSink> converting_;
  std::optional<QuantizingSink> quantizing_;  // for q8; passes its output to converting_
  std::optional<CheckpointReader> reader_;
  std::string file_;        // its name
  bool has_index_ = false;  // of the file
  std::vector<TensorInfo> tensors_;
  std::unordered_set<std::string> names_;
  std::vector<Arrived> arrived_;
  size_t taken_ = 0;  // of those
};

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_CHECKPOINT_H_
