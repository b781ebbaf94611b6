#include "tensor/buffer.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/error.h"

namespace deberta {
namespace {

// Aligned memory from malloc, with malloc's address stored before it. An aligning allocator
// requests more than it keeps, so freed memory never fits the next buffer of the same size, and a
// load leaves a hole for each matrix (90 MB of deberta-v3-base's 690 MB in wasm).
std::byte* allocate_aligned(size_t size) {
  constexpr size_t kBefore = Buffer::kAlignment;  // for the address, and to align
  static_assert(kBefore >= alignof(std::max_align_t) && alignof(std::max_align_t) >= sizeof(void*));
  void* const memory = std::malloc(size + kBefore);
  if (memory == nullptr) return nullptr;
  const auto address = reinterpret_cast<uintptr_t>(memory);
  const uintptr_t aligned = address / kBefore * kBefore + kBefore;
  reinterpret_cast<void**>(aligned)[-1] = memory;
  return reinterpret_cast<std::byte*>(aligned);
}

}  // namespace

void Buffer::Free::operator()(std::byte* bytes) const {
  if (bytes != nullptr) std::free(reinterpret_cast<void**>(bytes)[-1]);
}

Buffer::Buffer(size_t size) : size_(size) {
  constexpr size_t kMax = SIZE_MAX - kReadPast - kAlignment;
  std::byte* bytes = nullptr;
  if (size <= kMax) {
    bytes = allocate_aligned(size + kReadPast);
  }
  if (bytes == nullptr) {
    throw Error(ErrorCode::kOutOfMemory, "cannot allocate " + std::to_string(size) + " bytes");
  }
  bytes_.reset(bytes);
}

Buffer Buffer::of_floats(size_t count) {
  if (count > SIZE_MAX / sizeof(float)) {
    throw Error(ErrorCode::kOutOfMemory, "cannot allocate " + std::to_string(count) + " floats");
  }
  return Buffer(count * sizeof(float));
}

}  // namespace deberta
