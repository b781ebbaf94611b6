// Canonical decomposition and composition of code points (UAX #15), for NFD and NFC.
#ifndef DEBERTA_TEXT_UNICODE_NORMAL_FORM_H_
#define DEBERTA_TEXT_UNICODE_NORMAL_FORM_H_

#include <array>
#include <cstdint>
#include <span>

namespace deberta {

// The full canonical decomposition of a code point, which is itself where it has none.
class Decomposition {
 public:
  explicit Decomposition(uint32_t code_point);

  std::span<const uint32_t> points() const { return {points_.data(), count_}; }

 private:
  static constexpr size_t kLongest = 4;
  std::array<uint32_t, kLongest> points_;
  size_t count_ = 0;
};

// The code point that two compose to; 0: none.
uint32_t composed(uint32_t first, uint32_t second);

}  // namespace deberta

#endif  // DEBERTA_TEXT_UNICODE_NORMAL_FORM_H_
