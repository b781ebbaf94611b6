// Distributes a storage's bytes to the tensors that view it.
#ifndef DEBERTA_IO_STORAGE_STREAM_H_
#define DEBERTA_IO_STORAGE_STREAM_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/state_dict.h"
#include "io/tensor_sink.h"

namespace deberta {

// For each storage of the file: begin(), write() its bytes, end(). Keeps the part that the wanted
// tensors cover until end() gives each of them its content. Passes the bytes on at once where one
// tensor covers them in order and the sink has a receiver for it.
class StorageStream {
 public:
  // Borrows the sink.
  explicit StorageStream(TensorSink& sink) : sink_(sink) {}

  // Borrows `dict` until end().
  void begin(const StateDict& dict, size_t storage);
  void write(std::span<const std::byte> bytes);
  void end();

 private:
  // Prepares to keep or to pass on the part; before that its first bytes are in pending_.
  void take_memory();
  void take(std::span<const std::byte> part);

  TensorSink& sink_;
  std::vector<const TorchTensor*> wanted_;
  uint64_t position_ = 0;  // in the storage
  uint64_t first_ = 0;     // the kept part: bytes [first_, last_)
  uint64_t last_ = 0;
  bool on_trial_ = false;  // until bytes_on_trial() of the part have arrived
  std::string pending_;
  TensorSink::Receiver receiver_;  // instead of kept_
  uint64_t filled_ = 0;            // bytes of kept_ that have arrived
  Buffer kept_;
};

}  // namespace deberta

#endif  // DEBERTA_IO_STORAGE_STREAM_H_
