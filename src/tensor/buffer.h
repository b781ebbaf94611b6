// Owned memory that XNNPACK may read past.
#ifndef DEBERTA_TENSOR_BUFFER_H_
#define DEBERTA_TENSOR_BUFFER_H_

#include <cstddef>
#include <memory>

namespace deberta {

// 64-byte aligned bytes, followed by kReadPast bytes that may be read (XNNPACK's kernels do) but
// whose content does not matter. Uninitialised. Move-only.
class Buffer {
 public:
  static constexpr size_t kAlignment = 64;
  static constexpr size_t kReadPast = 128;

  Buffer() = default;
  // Throws kOutOfMemory with the size.
  explicit Buffer(size_t size);
  static Buffer of_floats(size_t count);

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
