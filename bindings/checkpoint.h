// A checkpoint of any format as tools see it: what it holds, and its tensors one after the other.
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
// each write() until it gives null. To know only which tensors there are, a file may be left as
// soon as its index has come. Methods are as Engine's: {value} or {error}.
class Checkpoint : private TensorSink {
 public:
  // {value: address}, as Engine's.
  emscripten::val reserve(double byte_length);
  // options: {dtype?: F32, F16 or BF16}, what tensors of floats become, or 'q8': QuantizingSink.
  emscripten::val open(emscripten::val options);
  // The staged bytes are the index `file`, model.safetensors.index.json or its like. → the files
  // that it names
  emscripten::val files_of(std::string file, double byte_length);

  emscripten::val begin_file(std::string name);
  // The staged bytes are the file's next ones. → whether its index has come
  emscripten::val write(double byte_length);
  emscripten::val finish_file();
  // After the last file, where all tensors were taken. → names, QuantizingSink::finish()'s
  emscripten::val finish();

  // → {format, tensors: [{name, dtype, shape, byte_length, scales?}]} of all files whose index has
  // come
  emscripten::val index();
  // → the next tensor that has come, converted, as in index() and with its address, or null. The
  // bytes are there until the next call of a method.
  emscripten::val next();
  // The staged bytes are config.json. → {heads: [{head, skipped, memory_bytes}], refused}: of
  // fitting_heads(), for the tensors whose index has come
  emscripten::val heads(double byte_length);

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
  std::optional<QuantizingSink> quantizing_;  // if asked for, in front of the other
  std::optional<CheckpointReader> reader_;    // of the file
  std::string file_;                          // its name
  bool has_index_ = false;                    // of the file
  std::vector<TensorInfo> tensors_;
  std::unordered_set<std::string> names_;
  std::vector<Arrived> arrived_;
  size_t taken_ = 0;  // of those
};

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_CHECKPOINT_H_
