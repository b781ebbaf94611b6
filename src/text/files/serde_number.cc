#include "text/files/serde_number.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace deberta {
namespace {

using Wide = unsigned __int128;

// 10ⁿ; each is also exact as a double.
constexpr auto kPowers = [] {
  std::array<Wide, 23> powers{};
  Wide power = 1;
  for (Wide& each : powers) {
    each = power;
    power *= 10;
  }
  return powers;
}();

// mantissa / 2^shift
struct Binary {
  uint64_t mantissa;
  int shift;
};

// The value's digits with `decimals` decimals; 0 where they stand for another number.
uint64_t digits_of(Binary number, size_t decimals) {
  const Wide power = kPowers[decimals];
  const Wide scaled = number.mantissa * power;
  auto digits = static_cast<uint64_t>(scaled >> number.shift);
  const Wide unit = Wide{1} << number.shift;
  const Wide twice = 2 * (scaled - (Wide{digits} << number.shift));
  digits += twice > unit || (twice == unit && digits % 2 == 1);  // half to even
  const Wide back = Wide{digits} << number.shift;
  const Wide error = back > scaled ? back - scaled : scaled - back;
  return 2 * error < power ? digits : 0;
}

}  // namespace

double as_serde_reads(double value) {
  const double size = std::abs(value);
  if (!(size >= 1e-4 && size < 0x1p53)) return value;  // scores are never so small or large
  int exponent;
  const double fraction = std::frexp(size, &exponent);
  const Binary number{static_cast<uint64_t>(std::ldexp(fraction, 53)), 53 - exponent};
  // From 17 or 18 digits, which are always enough, down to the shortest form.
  size_t decimals = 0;
  while (size * static_cast<double>(kPowers[decimals]) < 1e17) ++decimals;
  --decimals;
  uint64_t digits = digits_of(number, decimals);
  while (decimals > 0) {
    const uint64_t fewer = digits_of(number, decimals - 1);
    if (fewer == 0) break;
    digits = fewer;
    --decimals;
  }
  return std::copysign(static_cast<double>(digits) / static_cast<double>(kPowers[decimals]), value);
}

}  // namespace deberta
