// SHA-256 (FIPS 180-4) of bytes that arrive in pieces.
#ifndef DEBERTA_IO_SHA256_H_
#define DEBERTA_IO_SHA256_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace deberta {

class Sha256 {
 public:
  void update(std::span<const std::byte> bytes);
  // The hash in hexadecimal. The object is unusable afterwards.
  std::string digest();

 private:
  static constexpr size_t kBlockSize = 64;

  void process(const std::byte* block);

  std::array<uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::byte, kBlockSize> rest_{};  // of the last, incomplete block
  uint64_t length_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_IO_SHA256_H_
