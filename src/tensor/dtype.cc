#include "tensor/dtype.h"

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

}  // namespace

size_t size_of(DType dtype) { return entry(dtype).size; }

const char* name_of(DType dtype) { return entry(dtype).name; }

bool is_weight_dtype(DType dtype) {
  return dtype == DType::kF32 || dtype == DType::kF16 || dtype == DType::kBF16;
}

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

}  // namespace deberta
