// Conversion of stored floats. The reference is the definition: the nearest of all values.
#include "tensor/dtype.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

namespace deberta {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Bits of the finite values of a 16-bit type that are not negative, in order: 0, 1, 2, …
uint16_t infinity_of(DType dtype) { return dtype == DType::kF16 ? 0x7c00 : 0x7f80; }

double value_of(DType dtype, uint16_t bits) {
  // The value after the largest, at the place of infinity.
  if (bits == infinity_of(dtype)) return std::ldexp(1.0, dtype == DType::kF16 ? 16 : 128);
  return static_cast<double>(dtype == DType::kF16 ? widen_f16(bits) : widen_bf16(bits));
}

uint16_t nearest(DType dtype, double value) {
  uint16_t low = 0;
  uint16_t high = infinity_of(dtype);
  if (value >= value_of(dtype, high)) return high;
  while (high - low > 1) {
    const auto middle = static_cast<uint16_t>((low + high) / 2);
    (value_of(dtype, middle) <= value ? low : high) = middle;
  }
  const double below = value - value_of(dtype, low);
  const double above = value_of(dtype, high) - value;
  if (below == above) return low % 2 == 0 ? low : high;
  return below < above ? low : high;
}

uint16_t narrow(DType dtype, float value) {
  return dtype == DType::kF16 ? narrow_f16(value) : narrow_bf16(value);
}

TEST(DType, every_16_bit_value_comes_back_from_float) {
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    for (const DType dtype : {DType::kF16, DType::kBF16}) {
      const bool is_f16 = dtype == DType::kF16;
      const auto half = static_cast<uint16_t>(bits);
      const float wide = is_f16 ? widen_f16(half) : widen_bf16(half);
      const uint16_t back = narrow(dtype, wide);
      const uint16_t quiet = is_f16 ? 0x200 : 0x40;
      ASSERT_EQ(back, std::isnan(wide) ? half | quiet : half) << name_of(dtype);
    }
  }
}

TEST(DType, narrow_gives_the_nearest_value_also_next_to_every_tie) {
  for (const DType dtype : {DType::kF16, DType::kBF16}) {
    for (uint32_t bits = 0; bits < infinity_of(dtype); ++bits) {
      const auto low = static_cast<uint16_t>(bits);
      const double low_value = value_of(dtype, low);
      const double high_value = value_of(dtype, static_cast<uint16_t>(bits + 1));
      const float tie = static_cast<float>(low_value + (high_value - low_value) / 2);
      for (const float value : {tie, std::nextafter(tie, 0.0f), std::nextafter(tie, kInfinity)}) {
        const uint16_t expected = nearest(dtype, static_cast<double>(value));
        ASSERT_EQ(narrow(dtype, value), expected) << name_of(dtype) << " " << value;
        ASSERT_EQ(narrow(dtype, -value), 0x8000 | expected) << name_of(dtype) << " " << -value;
      }
    }
  }
}

TEST(DType, narrow_at_the_ends) {
  EXPECT_EQ(narrow_f16(65504.0f), 0x7bff);
  EXPECT_EQ(narrow_f16(65519.996f), 0x7bff);
  EXPECT_EQ(narrow_f16(65520.0f), 0x7c00);
  EXPECT_EQ(narrow_f16(0x1p-24f), 1);
  EXPECT_EQ(narrow_f16(0x1p-25f), 0);  // a tie
  EXPECT_EQ(narrow_f16(0x1.8p-24f), 2);
  EXPECT_EQ(narrow_f16(std::numeric_limits<float>::denorm_min()), 0);
  EXPECT_EQ(narrow_f16(-0.0f), 0x8000);
  EXPECT_EQ(narrow_bf16(std::numeric_limits<float>::max()), 0x7f80);
  EXPECT_EQ(narrow_bf16(std::numeric_limits<float>::denorm_min()), 0);
  for (const float infinite : {kInfinity, -kInfinity}) {
    EXPECT_EQ(widen_f16(narrow_f16(infinite)), infinite);
    EXPECT_EQ(widen_bf16(narrow_bf16(infinite)), infinite);
  }
  // A NaN whose payload is in the removed bits.
  const float nan = __builtin_bit_cast(float, 0x7f800001);
  EXPECT_TRUE(std::isnan(widen_f16(narrow_f16(nan))));
  EXPECT_TRUE(std::isnan(widen_bf16(narrow_bf16(nan))));
}

std::string bytes_of(DType dtype, const std::vector<double>& values) {
  std::string bytes;
  for (const double value : values) {
    const auto single = static_cast<float>(value);
    const uint16_t half = dtype == DType::kF16 ? narrow_f16(single) : narrow_bf16(single);
    const size_t size = size_of(dtype);
    const void* from = size == 8   ? static_cast<const void*>(&value)
                       : size == 4 ? static_cast<const void*>(&single)
                                   : static_cast<const void*>(&half);
    bytes.append(static_cast<const char*>(from), size);
  }
  return bytes;
}

constexpr DType kFloats[] = {DType::kF64, DType::kF32, DType::kF16, DType::kBF16};

TEST(DType, converts_every_pair) {
  const std::vector<double> values = {0, -0.0, 1, -1.5, 0.25, 100, 0x1p-14};  // exact in all
  for (const DType from : kFloats) {
    for (const DType to : kFloats) {
      const std::string source = "x" + bytes_of(from, values);  // not aligned
      std::string out(values.size() * size_of(to), '\0');
      EXPECT_EQ(convert(from, source.data() + 1, values.size(), to, out.data()), 0u);
      EXPECT_EQ(out, bytes_of(to, values)) << name_of(from) << " as " << name_of(to);
    }
  }
}

TEST(DType, counts_the_finite_values_that_became_infinite) {
  const std::vector<double> values = {65504, 65520, -70000, HUGE_VAL, 1e300, NAN};
  for (const auto& [to, expected] :
       {std::pair(DType::kF64, 0u), {DType::kF32, 1u}, {DType::kBF16, 1u}, {DType::kF16, 3u}}) {
    const std::string source = bytes_of(DType::kF64, values);
    std::string out(values.size() * size_of(to), '\0');
    EXPECT_EQ(convert(DType::kF64, source.data(), values.size(), to, out.data()), expected)
        << name_of(to);
  }
}

// 1 + 2^-11 is a tie of F16. The bits that break the tie are lost if the value is rounded to float
// first.
TEST(DType, doubles_are_rounded_once) {
  for (const auto& [dtype, tie] : {std::pair(DType::kF16, 1 + 0x1p-11),
                                   {DType::kF16, 0x1.8p-25},
                                   {DType::kBF16, 1 + 0x1p-8}}) {
    for (const double value : {tie, tie * (1 + 0x1p-40), tie * (1 - 0x1p-40)}) {
      uint16_t bits = 0;
      convert(DType::kF64, &value, 1, dtype, &bits);
      EXPECT_EQ(bits, nearest(dtype, value)) << name_of(dtype) << " " << value - tie;
    }
  }
}

}  // namespace
}  // namespace deberta
