// Element types of stored tensors, and their widening to float.
#ifndef DEBERTA_TENSOR_DTYPE_H_
#define DEBERTA_TENSOR_DTYPE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace deberta {

enum class DType { kF64, kF32, kF16, kBF16, kI64, kI32, kI16, kI8, kU64, kU32, kU16, kU8, kBool };

size_t size_of(DType dtype);        // bytes
const char* name_of(DType dtype);   // safetensors' name: "F32", "BF16", …
bool is_weight_dtype(DType dtype);  // F32, F16, BF16: the types of stored weights
bool is_float_dtype(DType dtype);   // those and F64
std::optional<DType> dtype_of(std::string_view safetensors_name);

float widen_f16(uint16_t bits);
inline float widen_bf16(uint16_t bits) {
  const uint32_t wide = static_cast<uint32_t>(bits) << 16;
  return __builtin_bit_cast(float, wide);
}

// out[i] = float(source[i]) for i < count; `source` holds weight-dtype elements, need not be
// aligned.
void widen(DType dtype, const void* source, size_t count, float* out);
// out[i] = scale · integers[i], for values that are stored in 8 bits with a scale.
void widen(const int8_t* integers, size_t count, float scale, float* out);

// The nearest value; of two equally near ones, the one whose last bit is 0. Infinity beyond the
// largest. NaN stays NaN.
uint16_t narrow_f16(float value);
// The same for `count` values; several times as fast as one after the other.
void narrow_f16(const float* from, size_t count, uint16_t* to);
uint16_t narrow_bf16(float value);

// out[i] = source[i] as another float dtype, rounded once, for i < count; neither needs to be
// aligned. Returns how many finite values became infinite.
size_t convert(DType from, const void* source, size_t count, DType to, void* out);

}  // namespace deberta

#endif  // DEBERTA_TENSOR_DTYPE_H_
