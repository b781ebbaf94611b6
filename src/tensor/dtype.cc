#include "tensor/dtype.h"

#include <cmath>
#include <cstring>

namespace deberta {
namespace {

struct Entry {
  DType dtype;
  const char* name;
  size_t size;
};

constexpr Entry kEntries[] = {
    {DType::kF64, "F64", 8},   {DType::kF32, "F32", 4}, {DType::kF16, "F16", 2},
    {DType::kBF16, "BF16", 2}, {DType::kI64, "I64", 8}, {DType::kI32, "I32", 4},
    {DType::kI16, "I16", 2},   {DType::kI8, "I8", 1},   {DType::kU64, "U64", 8},
    {DType::kU32, "U32", 4},   {DType::kU16, "U16", 2}, {DType::kU8, "U8", 1},
    {DType::kBool, "BOOL", 1},
};

const Entry& entry(DType dtype) { return kEntries[static_cast<size_t>(dtype)]; }

constexpr uint32_t kMagnitude = 0x7fffffff;
constexpr uint32_t kInfinity = 0x7f800000;

using U32x4 = uint32_t __attribute__((vector_size(16)));
using F32x4 = float __attribute__((vector_size(16)));
using U16x4 = uint16_t __attribute__((vector_size(8)));

// The bits of half floats for those of floats.
U32x4 half_of(U32x4 bits) {
  const auto choose = [](auto where, U32x4 yes, U32x4 no) {
    const U32x4 mask = reinterpret_cast<const U32x4&>(where);
    return (yes & mask) | (no & ~mask);
  };
  const U32x4 magnitude = bits & kMagnitude;
  constexpr uint32_t kRebias = (127u - 15u) << 23;
  const U32x4 usual = (magnitude - kRebias + 0xfff + (magnitude >> 13 & 1)) >> 13;
  // Below 2^-14 the result is a multiple of 2^-24, the step of floats from 0.5 on, so the addition
  // rounds.
  const F32x4 shifted = reinterpret_cast<const F32x4&>(magnitude) + 0.5f;
  const U32x4 small = reinterpret_cast<const U32x4&>(shifted) - __builtin_bit_cast(uint32_t, 0.5f);
  const U32x4 nan = 0x7e00 | (magnitude >> 13 & 0x1ff);  // quiet, with the payload's first bits
  U32x4 half = choose(magnitude < 0x38800000, small, usual);
  half = choose(magnitude >= 0x477ff000, U32x4{} + 0x7c00, half);  // 65520, half way to the next
  half = choose(magnitude > kInfinity, nan, half);
  return (bits >> 16 & 0x8000) | half;
}

// Rounds to odd: an inexact result gets a last bit of 1, so that rounding it again to fewer bits
// never meets a false tie.
float narrow_to_odd(double value) {
  const float nearest = static_cast<float>(value);
  if (static_cast<double>(nearest) == value || !std::isfinite(nearest)) return nearest;
  uint32_t bits = __builtin_bit_cast(uint32_t, nearest);
  if (std::fabs(static_cast<double>(nearest)) > std::fabs(value)) --bits;  // towards 0
  return __builtin_bit_cast(float, bits | 1);
}

double read(DType dtype, const char* from) {
  if (dtype == DType::kF64) {
    double value;
    std::memcpy(&value, from, sizeof value);
    return value;
  }
  float value;
  widen(dtype, from, 1, &value);
  return static_cast<double>(value);
}

// Returns whether the result is infinite.
bool write(DType dtype, double value, char* to) {
  if (dtype == DType::kF64) {
    std::memcpy(to, &value, sizeof value);
    return std::isinf(value);
  }
  if (dtype == DType::kF32) {
    const float single = static_cast<float>(value);
    std::memcpy(to, &single, sizeof single);
    return std::isinf(single);
  }
  const float odd = narrow_to_odd(value);
  const uint16_t bits = dtype == DType::kF16 ? narrow_f16(odd) : narrow_bf16(odd);
  std::memcpy(to, &bits, sizeof bits);
  return (bits & 0x7fff) == (dtype == DType::kF16 ? 0x7c00 : 0x7f80);
}

}  // namespace

size_t size_of(DType dtype) { return entry(dtype).size; }

const char* name_of(DType dtype) { return entry(dtype).name; }

bool is_weight_dtype(DType dtype) {
  return dtype == DType::kF32 || dtype == DType::kF16 || dtype == DType::kBF16;
}

bool is_float_dtype(DType dtype) { return is_weight_dtype(dtype) || dtype == DType::kF64; }

std::optional<DType> dtype_of(std::string_view safetensors_name) {
  for (const Entry& e : kEntries) {
    if (safetensors_name == e.name) return e.dtype;
  }
  return std::nullopt;
}

float widen_f16(uint16_t bits) {
  // Shift exponent and mantissa into float's place and correct the bias by a multiplication, which
  // also normalises subnormals; infinities and NaN (all exponent bits set) get float's exponent.
  const uint32_t magnitude = static_cast<uint32_t>(bits & 0x7fff) << 13;
  constexpr uint32_t kRebias = (254u - 15u) << 23;  // 2^112
  const float scaled = __builtin_bit_cast(float, magnitude) * __builtin_bit_cast(float, kRebias);
  uint32_t wide = __builtin_bit_cast(uint32_t, scaled);
  if ((bits & 0x7c00) == 0x7c00) wide |= 0x7f800000u;
  wide |= static_cast<uint32_t>(bits & 0x8000) << 16;
  return __builtin_bit_cast(float, wide);
}

void widen(DType dtype, const void* source, size_t count, float* out) {
  if (count == 0) return;  // an empty buffer may have no address
  if (dtype == DType::kF32) {
    std::memcpy(out, source, count * sizeof(float));
    return;
  }
  const char* bytes = static_cast<const char*>(source);
  for (size_t i = 0; i < count; ++i) {
    uint16_t bits;
    std::memcpy(&bits, bytes + 2 * i, sizeof bits);
    out[i] = dtype == DType::kF16 ? widen_f16(bits) : widen_bf16(bits);
  }
}

void widen(const int8_t* integers, size_t count, float scale, float* out) {
  for (size_t i = 0; i < count; ++i) out[i] = scale * static_cast<float>(integers[i]);
}

// Four at a time: no compiler makes such instructions of the scalar code.
void narrow_f16(const float* from, size_t count, uint16_t* to) {
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    U32x4 bits;
    std::memcpy(&bits, from + i, sizeof bits);
    const U16x4 halves = __builtin_convertvector(half_of(bits), U16x4);
    std::memcpy(to + i, &halves, sizeof halves);
  }
  for (; i < count; ++i) to[i] = narrow_f16(from[i]);
}

uint16_t narrow_f16(float value) {
  return static_cast<uint16_t>(half_of(U32x4{__builtin_bit_cast(uint32_t, value)})[0]);
}

uint16_t narrow_bf16(float value) {
  const uint32_t bits = __builtin_bit_cast(uint32_t, value);
  const bool is_nan = (bits & kMagnitude) > kInfinity;
  const uint32_t rounded = is_nan ? bits | 0x400000 : bits + 0x7fff + (bits >> 16 & 1);
  return static_cast<uint16_t>(rounded >> 16);
}

size_t convert(DType from, const void* source, size_t count, DType to, void* out) {
  const char* in = static_cast<const char*>(source);
  char* bytes = static_cast<char*>(out);
  size_t overflows = 0;
  for (size_t i = 0; i < count; ++i) {
    const double value = read(from, in + i * size_of(from));
    const bool is_infinite = write(to, value, bytes + i * size_of(to));
    overflows += is_infinite && std::isfinite(value);
  }
  return overflows;
}

}  // namespace deberta
