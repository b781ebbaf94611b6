#include "tensor/buffer.h"

#include <cstdint>
#include <string>

#include "base/error.h"

namespace deberta {

Buffer::Buffer(size_t size) : size_(size) {
  constexpr size_t kMost = SIZE_MAX - kReadPast - kAlignment;
  void* bytes = nullptr;
  if (size <= kMost) {
    const size_t padded = (size + kReadPast + kAlignment - 1) / kAlignment * kAlignment;
    bytes = std::aligned_alloc(kAlignment, padded);
  }
  if (bytes == nullptr) {
    throw Error(ErrorCode::kOutOfMemory, "cannot allocate " + std::to_string(size) + " bytes");
  }
  bytes_.reset(static_cast<std::byte*>(bytes));
}

Buffer Buffer::of_floats(size_t count) {
  if (count > SIZE_MAX / sizeof(float)) {
    throw Error(ErrorCode::kOutOfMemory, "cannot allocate " + std::to_string(count) + " floats");
  }
  return Buffer(count * sizeof(float));
}

}  // namespace deberta
