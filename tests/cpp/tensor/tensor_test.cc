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

TEST(Buffer, a_size_is_multiplied_in_64_bits_and_bounded) {
  constexpr uint64_t kLimit = UINT32_MAX;  // WebAssembly's
  const auto size = [](std::vector<uint64_t> shape) { return checked_size(shape, 4, kLimit); };
  EXPECT_EQ(size({}), 4u);
  EXPECT_EQ(size({3, 5}), 60u);
  EXPECT_EQ(size({32767, 32767}), 4294705156u);
  EXPECT_ERROR(kOutOfMemory, "cannot allocate 32768 x 32768 x 4 bytes: expected at most 4294967295",
               size({32768, 32768}));
  EXPECT_ERROR(kOutOfMemory, "", size({uint64_t{1} << 32, uint64_t{1} << 32}));  // 0 in 64 bits
  EXPECT_ERROR(kOutOfMemory, "", size({3, 37840, 37840}));
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
    EXPECT_ERROR(kOutOfMemory, "x", workspace.matrix(uint64_t{1} << 32, uint64_t{1} << 32));
    EXPECT_NE(workspace.matrix(2, 2).data, nullptr);
  }
}

TEST(Workspace, what_was_refused_is_not_reserved_later) {
  constexpr size_t kTooMuch = SIZE_MAX / sizeof(float) - 4096;
  Workspace workspace;
  {
    Workspace::Scope scope(workspace);
    for (size_t i = 0; i < 20; ++i) workspace.matrix(1, 20'000);  // more blocks than are kept
    EXPECT_ERROR(kOutOfMemory, "", workspace.matrix(1, kTooMuch));
  }
  EXPECT_GT(workspace.capacity(), 0u);  // one block of what was used
  EXPECT_LT(workspace.capacity(), 2u << 20);
}

}  // namespace
}  // namespace deberta
