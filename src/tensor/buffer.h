// Owned memory that XNNPACK may read past.
#ifndef DEBERTA_TENSOR_BUFFER_H_
#define DEBERTA_TENSOR_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>

namespace deberta {

// The number of bytes of shape[0] × shape[1] × … elements of `size` bytes. Throws kOutOfMemory,
// with the factors, above `limit`. Sizes that depend on a file are multiplied here: in 64 bits,
// because WebAssembly's size_t has 32.
size_t checked_size(std::span<const uint64_t> shape, size_t size, uint64_t limit = SIZE_MAX);

// 64-byte aligned bytes, followed by kReadPast bytes that may be read (XNNPACK's kernels do) but
// whose content does not matter. Uninitialised. Move-only.
class Buffer {
 public:
  static constexpr size_t kAlignment = 64;
  static constexpr size_t kReadPast = 128;

  Buffer() = default;
  // Throws kOutOfMemory with the size.
  explicit Buffer(size_t size);
  // For shape[0] × shape[1] × … bytes, or floats. Throw kOutOfMemory.
  static Buffer of_bytes(std::initializer_list<uint64_t> shape);
  static Buffer of_floats(std::initializer_list<uint64_t> shape);

  size_t size() const { return size_; }
  std::byte* data() { return bytes_.get(); }
  const std::byte* data() const { return bytes_.get(); }
  float* floats() { return reinterpret_cast<float*>(bytes_.get()); }
  const float* floats() const { return reinterpret_cast<const float*>(bytes_.get()); }

 private:
  struct Free {
    void operator()(std::byte* bytes) const;
  };
  std::unique_ptr<std::byte, Free> bytes_;
  size_t size_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_TENSOR_BUFFER_H_
