// Tables in few bytes: pages download them. The compiler packs a table's numbers, each into as many
// bytes as it needs; they are unpacked when the table is first used.
#ifndef DEBERTA_TEXT_UNICODE_PACKED_NUMBERS_H_
#define DEBERTA_TEXT_UNICODE_PACKED_NUMBERS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace deberta {

inline constexpr uint32_t kPackedBits = 7;  // of a byte; the bit above them: more follow

// The numbers that a function object without a state returns as an array, as bytes.
template <class Numbers>
consteval auto packed(Numbers) {
  constexpr auto kNumbers = Numbers()();
  constexpr size_t kSize = [&] {
    size_t size = kNumbers.size();
    for (uint32_t number : kNumbers) {
      for (; number >> kPackedBits != 0; number >>= kPackedBits) ++size;
    }
    return size;
  }();
  std::array<uint8_t, kSize> bytes{};
  size_t at = 0;
  for (uint32_t number : kNumbers) {
    for (; number >> kPackedBits != 0; number >>= kPackedBits) {
      bytes[at++] = static_cast<uint8_t>(number | 1u << kPackedBits);
    }
    bytes[at++] = static_cast<uint8_t>(number);
  }
  return bytes;
}

// Reads such bytes.
class PackedNumbers {
 public:
  explicit PackedNumbers(const uint8_t* bytes) : next_(bytes) {}

  uint32_t next() {
    uint32_t number = 0;
    for (uint32_t shift = 0;; shift += kPackedBits) {
      const uint32_t byte = *next_++;
      number |= (byte & ((1u << kPackedBits) - 1)) << shift;
      if (byte >> kPackedBits == 0) return number;
    }
  }

 private:
  const uint8_t* next_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_PACKED_NUMBERS_H_
