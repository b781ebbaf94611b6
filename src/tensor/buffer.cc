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

size_t checked_size(std::span<const uint64_t> shape, size_t size, uint64_t limit) {
  uint64_t product = size;
  bool overflows = false;
  for (const uint64_t factor : shape) {
    overflows |= __builtin_mul_overflow(product, factor, &product);
  }
  if (!overflows && product <= limit) return static_cast<size_t>(product);
  std::string factors;
  for (const uint64_t factor : shape) factors += std::to_string(factor) + " x ";
  throw Error(ErrorCode::kOutOfMemory, "cannot allocate " + factors + std::to_string(size) +
                                           " bytes: expected at most " + std::to_string(limit));
}

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

Buffer Buffer::of_bytes(std::initializer_list<uint64_t> shape) {
  return Buffer(checked_size(shape, 1));
}

Buffer Buffer::of_floats(std::initializer_list<uint64_t> shape) {
  return Buffer(checked_size(shape, sizeof(float)));
}

}  // namespace deberta
