// A storage's bytes, on their way into the tensors that view it.
#ifndef DEBERTA_IO_STORAGE_STREAM_H_
#define DEBERTA_IO_STORAGE_STREAM_H_

#include <cstdint>
#include <span>
#include <vector>

#include "io/state_dict.h"
#include "io/tensor_sink.h"

namespace deberta {

// For each storage of the file: begin(), write() its bytes, end(). Keeps the part that the wanted
// tensors look at, until end() gives each of them its own content; passes it on where it is that of
// one tensor, in order, and the sink receives that.
class StorageStream {
 public:
  // Borrows the sink.
  explicit StorageStream(TensorSink& sink) : sink_(sink) {}

  // Borrows `dict` until end().
  void begin(const StateDict& dict, size_t storage);
  void write(std::span<const std::byte> bytes);
  void end();

 private:
  TensorSink& sink_;
  std::vector<const TorchTensor*> wanted_;
  uint64_t position_ = 0;  // in the storage
  uint64_t first_ = 0;     // the part that is kept: bytes [first_, last_)
  uint64_t last_ = 0;
  TensorSink::Receiver receiver_;  // instead of kept_
  Buffer kept_;
};

}  // namespace deberta

#endif  // DEBERTA_IO_STORAGE_STREAM_H_
