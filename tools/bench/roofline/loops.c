// What a processor can do inside WebAssembly, at most: loops over registers, and one that reads
// memory. Each runs `times` times and returns a number made of all that it computed, so that no
// part is left out.
#include <wasm_simd128.h>

// Independent chains: enough to hide the latency of two units, and all stay within x86's 16
// registers.
#define CHAINS 12
#define EACH _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; ++i)

static float total(const v128_t* sums) {
  v128_t all = sums[0];
  for (int i = 1; i < CHAINS; ++i) all = wasm_f32x4_add(all, sums[i]);
  return wasm_f32x4_extract_lane(all, 0) + wasm_f32x4_extract_lane(all, 1) +
         wasm_f32x4_extract_lane(all, 2) + wasm_f32x4_extract_lane(all, 3);
}

// Several turns each time that a loop comes round: to come round costs an engine a few
// instructions.
#define UNROLLED _Pragma("clang loop unroll(full)") for (int turn = 0; turn < 4; ++turn)

// 384 operations each time. The factor comes from outside: else the compiler could know better.
#define FLOAT_LOOP(name, expression)                               \
  __attribute__((export_name(#name))) float name(int times) {      \
    const v128_t factor = wasm_f32x4_splat((float)times * 1e-12f); \
    const v128_t summand = wasm_f32x4_splat(1);                    \
    v128_t sums[CHAINS];                                           \
    EACH sums[i] = wasm_f32x4_splat((float)i);                     \
    while (times-- > 0) UNROLLED EACH sums[i] = expression;        \
    return total(sums);                                            \
  }

FLOAT_LOOP(mul_add, wasm_f32x4_add(wasm_f32x4_mul(sums[i], factor), summand))
#ifdef __wasm_relaxed_simd__
FLOAT_LOOP(relaxed_madd, wasm_f32x4_relaxed_madd(sums[i], factor, summand))
#endif

static float total_of_integers(const v128_t* sums, int count) {
  v128_t all = sums[0];
  for (int i = 1; i < count; ++i) all = wasm_i32x4_add(all, sums[i]);
  return (float)(wasm_i32x4_extract_lane(all, 0) + wasm_i32x4_extract_lane(all, 1) +
                 wasm_i32x4_extract_lane(all, 2) + wasm_i32x4_extract_lane(all, 3));
}

// Products of bytes.
#define BYTE_LOOP(name, chains, expression)                                                  \
  __attribute__((export_name(#name))) float name(int times) {                                \
    const v128_t x = wasm_i32x4_splat(times & 0x01010101);                                   \
    const v128_t y = wasm_i32x4_splat(times & 0x02020202);                                   \
    v128_t sums[chains];                                                                     \
    for (int i = 0; i < chains; ++i) sums[i] = wasm_i32x4_splat(i);                          \
    while (times-- > 0)                                                                      \
      UNROLLED _Pragma("clang loop unroll(full)") for (int i = 0; i < chains; ++i) sums[i] = \
          expression;                                                                        \
    return total_of_integers(sums, chains) + (float)wasm_i32x4_extract_lane(y, 0);           \
  }

// Eight chains where a sum needs a register more while it is computed.
// 8 products of words that were bytes.
BYTE_LOOP(dot_i16x8, 8, wasm_i32x4_add(sums[i], wasm_i32x4_dot_i16x8(sums[i], x)))
#ifdef __wasm_relaxed_simd__
// 16 of bytes, 7 bits of one side.
BYTE_LOOP(relaxed_dot, 8,
          wasm_i32x4_add(sums[i], wasm_i32x4_extadd_pairwise_i16x8(
                                      wasm_i16x8_relaxed_dot_i8x16_i7x16(sums[i], x))))
// 32, of which two pairs are added in 16 bits.
BYTE_LOOP(relaxed_dots, 8,
          wasm_i32x4_add(sums[i], wasm_i32x4_extadd_pairwise_i16x8(wasm_i16x8_add(
                                      wasm_i16x8_relaxed_dot_i8x16_i7x16(sums[i], x),
                                      wasm_i16x8_relaxed_dot_i8x16_i7x16(sums[i], y)))))
// 16, added to the sum by the same instruction.
BYTE_LOOP(relaxed_dot_add, CHAINS, wasm_i32x4_relaxed_dot_i8x16_i7x16_add(sums[i], x, sums[i]))
#endif

// 128 MiB a turn, far beyond the caches. Not static: the compiler must not know what is in it.
v128_t memory[(128 << 20) / sizeof(v128_t)];
static v128_t* const memory_end = memory + sizeof(memory) / sizeof(v128_t);

__attribute__((export_name("read"))) float read_memory(int times) {
  // Pages that nobody wrote are one page of zeros, in the cache.
  if (!wasm_v128_any_true(memory[0])) {
    for (v128_t* at = memory; at < memory_end; ++at) *at = wasm_f32x4_splat(1);
  }
  v128_t sums[CHAINS];
  EACH sums[i] = wasm_f32x4_splat(0);
  while (times-- > 0) {
    for (const v128_t* at = memory; at < memory_end; at += CHAINS) {
      EACH sums[i] = wasm_v128_xor(sums[i], at[i]);
    }
    __asm__ volatile("" ::: "memory");  // read again in the next turn
  }
  return total(sums);
}
