// Reads a checkpoint of any format, which its first bytes show.
#ifndef DEBERTA_IO_CHECKPOINT_READER_H_
#define DEBERTA_IO_CHECKPOINT_READER_H_

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "io/safetensors.h"
#include "io/tensor_sink.h"
#include "io/torch_checkpoint.h"

namespace deberta {

// A push parser: write() the file's bytes in order, in pieces of any size, then finish(). Throws
// what the format's reader throws; kNotACheckpoint where the file is a web page, a Git LFS pointer
// or of another format. After an Error further calls throw kState.
class CheckpointReader {
 public:
  // Borrows the sink. Errors are about `file`.
  explicit CheckpointReader(TensorSink& sink, std::string file = "")
      : sink_(sink), file_(std::move(file)) {}

  void write(std::span<const std::byte> bytes);
  void finish();

  uint64_t bytes_read() const { return position_; }
  // "safetensors", "pytorch", "pytorch-legacy"; "" until the first bytes have arrived.
  const char* format() const;

 private:
  // Enough to recognise the format: safetensors begins with 8 bytes of a small number.
  static constexpr size_t kHeadSize = 8;

  void open();
  void forward(std::span<const std::byte> bytes);
  template <class F>
  void guarded(F&& body);

  TensorSink& sink_;
  std::string file_;
  std::string head_;  // until the format is known
  uint64_t position_ = 0;
  bool failed_ = false;
  std::variant<std::monostate, SafetensorsReader, TorchZipReader, TorchLegacyReader> reader_;
};

}  // namespace deberta

#endif  // DEBERTA_IO_CHECKPOINT_READER_H_
