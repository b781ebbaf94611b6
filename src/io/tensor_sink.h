// Receives what a checkpoint's reader reads, in any format.
#ifndef DEBERTA_IO_TENSOR_SINK_H_
#define DEBERTA_IO_TENSOR_SINK_H_

#include <cstddef>
#include <functional>
#include <span>

#include "io/raw_tensor.h"

namespace deberta {

// Receives a checkpoint's content, one tensor at a time.
class TensorSink {
 public:
  virtual ~TensorSink() = default;
  // Once a file, before any tensor: everything that the file holds. The tensors need not come in
  // this order.
  virtual void on_index(std::span<const TensorInfo> tensors) = 0;
  // Whether the tensor's bytes are wanted; others are skipped without being stored.
  virtual bool wants(const TensorInfo& tensor) = 0;
  // Takes the bytes of a wanted tensor as they arrive, in order, in pieces of any size: then it is
  // never complete in memory, and on_tensor() gets it without bytes. Empty: on_tensor() gets them.
  using Receiver = std::function<void(std::span<const std::byte> bytes)>;
  virtual Receiver receiver(const TensorInfo& /*tensor*/) { return nullptr; }
  // A wanted tensor, complete.
  virtual void on_tensor(const TensorInfo& tensor, RawTensor content) = 0;
};

}  // namespace deberta

#endif  // DEBERTA_IO_TENSOR_SINK_H_
