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
bool is_weight_dtype(DType dtype);  // F32, F16, BF16: what a weight may be stored in
std::optional<DType> dtype_of(std::string_view safetensors_name);

float widen_f16(uint16_t bits);
inline float widen_bf16(uint16_t bits) {
  const uint32_t wide = static_cast<uint32_t>(bits) << 16;
  return __builtin_bit_cast(float, wide);
}

// out[i] = float(source[i]) for i < count; `source` holds weight-dtype elements, need not be
// aligned.
void widen(DType dtype, const void* source, size_t count, float* out);

}  // namespace deberta

#endif  // DEBERTA_TENSOR_DTYPE_H_
