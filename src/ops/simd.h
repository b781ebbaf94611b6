// Vectors of 128 bits, as WebAssembly has them. Clang's vector types are the same source for wasm
// and for the native build that tests it.
#ifndef DEBERTA_OPS_SIMD_H_
#define DEBERTA_OPS_SIMD_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace deberta::simd {

using F32x4 = float __attribute__((vector_size(16)));
using I32x4 = int32_t __attribute__((vector_size(16)));
using I16x8 = int16_t __attribute__((vector_size(16)));
using I8x16 = int8_t __attribute__((vector_size(16)));
// Parts of one, from which the others widen.
using I8x8 = int8_t __attribute__((vector_size(8)));
using I8x4 = int8_t __attribute__((vector_size(4)));

// From and to any address.
template <class Vector>
inline Vector load(const void* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
inline F32x4 load(const float* from) { return load<F32x4>(static_cast<const void*>(from)); }
template <class Vector>
inline void store(Vector v, void* to) {
  std::memcpy(to, &v, sizeof v);
}

inline F32x4 splat(float x) { return F32x4{x, x, x, x}; }

// a·b + c, rounded once where the processor does that.
inline F32x4 multiply_add(F32x4 a, F32x4 b, F32x4 c) {
#ifdef __wasm_relaxed_simd__
  return __builtin_wasm_relaxed_madd_f32x4(a, b, c);
#else
  return a * b + c;
#endif
}

inline F32x4 min(F32x4 a, F32x4 b) { return a < b ? a : b; }
inline F32x4 max(F32x4 a, F32x4 b) { return a > b ? a : b; }

// |a|
inline F32x4 magnitude(F32x4 a) { return max(a, -a); }

inline float max_lane(F32x4 v) {
  const float a = v[0] > v[1] ? v[0] : v[1];
  const float b = v[2] > v[3] ? v[2] : v[3];
  return a > b ? a : b;
}
inline float sum_of_lanes(F32x4 v) { return (v[0] + v[1]) + (v[2] + v[3]); }

// f(0) + f(4) + … + f(count − 4), in four sums: a single one would wait for its last addition.
template <class F>
inline F32x4 sum(size_t count, F&& f) {
  F32x4 sums[4] = {};
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
#pragma clang loop unroll(full)
    for (size_t s = 0; s < 4; ++s) sums[s] += f(i + 4 * s);
  }
  for (; i < count; i += 4) sums[0] += f(i);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// a and then b, in half the bits; the values fit them.
inline I16x8 narrow(I32x4 a, I32x4 b) {
#ifdef __wasm_simd128__
  return __builtin_wasm_narrow_s_i16x8_i32x4(a, b);
#else
  return __builtin_shufflevector(reinterpret_cast<I16x8>(a), reinterpret_cast<I16x8>(b), 0, 2, 4, 6,
                                 8, 10, 12, 14);
#endif
}
inline I8x16 narrow(I16x8 a, I16x8 b) {
#ifdef __wasm_simd128__
  return __builtin_wasm_narrow_s_i8x16_i16x8(a, b);
#else
  return __builtin_shufflevector(reinterpret_cast<I8x16>(a), reinterpret_cast<I8x16>(b), 0, 2, 4, 6,
                                 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
#endif
}

// Rows become columns.
inline void transpose(F32x4& a, F32x4& b, F32x4& c, F32x4& d) {
  const F32x4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const F32x4 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const F32x4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const F32x4 cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  a = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
  b = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
  c = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  d = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

}  // namespace deberta::simd

#endif  // DEBERTA_OPS_SIMD_H_
