// The safetensors format, read as its bytes arrive.
//
//   u64 little-endian: length n of the header | n bytes of JSON | the tensors' bytes
//
// https://github.com/huggingface/safetensors#format. Tensors tile the data section: in the order of
// their offsets each begins where the one before it ends, and the last one ends the file.
#ifndef DEBERTA_IO_SAFETENSORS_H_
#define DEBERTA_IO_SAFETENSORS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/raw_tensor.h"
#include "io/tensor_sink.h"

namespace deberta {

// A push parser: write() the file's bytes in order, in pieces of any size, then finish(). Holds at
// most one tensor. After an Error (its own or the sink's) further calls throw kState.
class SafetensorsReader {
 public:
  // The reference implementation's cap on the header's length, in bytes.
  static constexpr uint64_t kMaxHeaderSize = 100'000'000;

  // Borrows the sink.
  explicit SafetensorsReader(TensorSink& sink) : sink_(sink) {}

  // Throws kSafetensorsHeaderSize, kSafetensorsHeader, or what the sink throws.
  void write(std::span<const std::byte> bytes);
  // Throws kSafetensorsTruncated where the file is incomplete.
  void finish();

  uint64_t bytes_read() const { return position_; }

 private:
  enum class Stage { kLength, kHeader, kData, kEnd, kFailed };

  size_t consume(std::span<const std::byte> bytes);
  void begin_header();
  void parse_header();
  // Passes on empty tensors, then prepares to receive the next one.
  void begin_tensor();
  void end_tensor();
  // Prepares to keep or to pass on the tensor; before that its first bytes are in pending_.
  void take_memory();
  void end_trial();
  void take(std::span<const std::byte> bytes);
  std::string where() const;

  TensorSink& sink_;
  Stage stage_ = Stage::kLength;
  uint64_t position_ = 0;  // in the file
  // The length, then the header, then a tensor's bytes_on_trial(), as far as they have arrived.
  std::string pending_;
  uint64_t header_size_ = 0;
  std::vector<TensorInfo> tensors_;  // by offset
  size_t current_ = 0;               // the tensor that is being received
  bool wanted_ = false;
  bool on_trial_ = false;
  TensorSink::Receiver receiver_;  // of the current tensor; without one the bytes go to content_
  RawTensor content_;
  uint64_t filled_ = 0;  // bytes of the current tensor that have arrived
};

}  // namespace deberta

#endif  // DEBERTA_IO_SAFETENSORS_H_
