// The receiver of a checkpoint's tensors, for every format.
#ifndef DEBERTA_IO_TENSOR_SINK_H_
#define DEBERTA_IO_TENSOR_SINK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "io/raw_tensor.h"

namespace deberta {

// How many bytes of a tensor wait before memory is taken for all of it: a file of a few bytes may
// claim any number.
inline uint64_t bytes_on_trial(uint64_t size) { return size / 1024; }

// Receives a checkpoint's content, one tensor at a time.
class TensorSink {
 public:
  virtual ~TensorSink() = default;
  // Called once per file, before any tensor: the index of the file. The tensors need not arrive in
  // this order.
  virtual void on_index(std::span<const TensorInfo> tensors) = 0;
  // Whether the tensor's bytes are wanted; otherwise they are skipped without being stored.
  virtual bool wants(const TensorInfo& tensor) = 0;
  // May return a function that takes a wanted tensor's bytes as they arrive, in order, in pieces of
  // any size. Then the reader does not keep the tensor, and on_tensor() gets it without bytes. If
  // empty, on_tensor() gets the bytes.
  using Receiver = std::function<void(std::span<const std::byte> bytes)>;
  virtual Receiver receiver(const TensorInfo& /*tensor*/) { return nullptr; }
  // A wanted tensor, complete.
  virtual void on_tensor(const TensorInfo& tensor, RawTensor content) = 0;
};

}  // namespace deberta

#endif  // DEBERTA_IO_TENSOR_SINK_H_
