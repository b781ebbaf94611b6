#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "expect_error.h"
#include "tensor/buffer.h"
#include "tensor/dtype.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

// The definition: sign · 2^(e−15) · (1 + m/1024), and special values.
float f16_by_definition(uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const auto mantissa = static_cast<float>(bits & 1023);
  float value;
  if (exponent == 31) {
    value = mantissa == 0 ? std::numeric_limits<float>::infinity()
                          : std::numeric_limits<float>::quiet_NaN();
  } else if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else {
    value = std::ldexp(1024 + mantissa, exponent - 25);
  }
  return bits & 0x8000 ? -value : value;
}

TEST(DType, every_f16_is_widened_exactly) {
  for (uint32_t bits = 0; bits < 65536; ++bits) {
    const float expected = f16_by_definition(static_cast<uint16_t>(bits));
    const float actual = widen_f16(static_cast<uint16_t>(bits));
    if (std::isnan(expected)) {
      EXPECT_TRUE(std::isnan(actual)) << bits;
    } else {
      EXPECT_EQ(std::memcmp(&actual, &expected, 4), 0) << bits << ": " << actual;
    }
  }
}

TEST(DType, bf16_is_the_upper_half_of_a_float) {
  EXPECT_EQ(widen_bf16(0x3f80), 1.0f);
  EXPECT_EQ(widen_bf16(0xc040), -3.0f);
}

TEST(DType, names_round_trip) {
  for (const char* name : {"F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U64", "U32",
                           "U16", "U8", "BOOL"}) {
    ASSERT_TRUE(dtype_of(name)) << name;
    EXPECT_STREQ(name_of(*dtype_of(name)), name);
  }
  EXPECT_FALSE(dtype_of("F8"));
}

TEST(Buffer, is_aligned_and_refuses_the_impossible) {
  Buffer buffer(100);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer.data()) % Buffer::kAlignment, 0u);
  EXPECT_ERROR(kOutOfMemory, "bytes", Buffer(SIZE_MAX - 10));
  EXPECT_ERROR(kOutOfMemory, "x 4 bytes", Buffer::of_floats({SIZE_MAX / 2}));
}

TEST(Workspace, scopes_give_back_and_the_second_round_allocates_nothing) {
  Workspace workspace;
  const auto round = [&] {
    Workspace::Scope outer(workspace);
    const Matrix a = workspace.matrix(100, 100);
    a.row(99)[99] = 1;
    for (int i = 0; i < 3; ++i) {
      Workspace::Scope inner(workspace);
      const Matrix b = workspace.matrix(300, 300);
      b.row(0)[0] = 2;
      const Matrix c = workspace.matrix(300, 300);
      c.row(299)[299] = 3;
      EXPECT_EQ(b.row(0)[0], 2);
    }
    EXPECT_EQ(a.row(99)[99], 1);
  };
  round();
  const size_t capacity = workspace.capacity();
  round();
  round();
  EXPECT_EQ(workspace.capacity(), capacity);
}

TEST(Workspace, holds_little_more_than_the_largest_call_needed) {
  Workspace workspace;
  for (size_t rows = 100; rows < 400; ++rows) {  // each a little larger than all before
    Workspace::Scope outer(workspace);
    for (size_t i = 0; i < 6; ++i) workspace.matrix(rows, 100 * (i + 1)).row(0)[0] = 1;
  }
  const size_t needed = 400 * 2100 * sizeof(float);
  EXPECT_GT(workspace.capacity(), needed / 2);
  EXPECT_LT(workspace.capacity(), 2 * needed + 64 * 1024);
}

TEST(Workspace, refuses_the_impossible_and_stays_usable) {
  Workspace workspace;
  {
    Workspace::Scope scope(workspace);
    EXPECT_ERROR(kOutOfMemory, "x", workspace.matrix(SIZE_MAX / 4, 1024));
    EXPECT_NE(workspace.matrix(2, 2).data, nullptr);
  }
}

}  // namespace
}  // namespace deberta
