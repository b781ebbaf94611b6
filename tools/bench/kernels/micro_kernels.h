// Two of XNNPACK's micro-kernels, which its header does not have: they are called in our order of
// loops. The names are those of the release that tools/setup.sh fetches.
#ifndef DEBERTA_TOOLS_BENCH_KERNELS_MICRO_KERNELS_H_
#define DEBERTA_TOOLS_BENCH_KERNELS_MICRO_KERNELS_H_

#include <cstddef>

#ifdef __wasm_relaxed_simd__
#define DEBERTA_XNN_GEMM_4X8 xnn_f32_gemm_ukernel_4x8__wasmrelaxedsimd_fma_loadsplat
#define DEBERTA_XNN_GEMM_1X8 xnn_f32_gemm_ukernel_1x8__wasmrelaxedsimd_fma_loadsplat
#define DEBERTA_XNN_EXP xnn_f32_raddstoreexpminusmax_ukernel__wasmrelaxedsimd_rr2_p5_u16_acc2
#else
#define DEBERTA_XNN_GEMM_4X8 xnn_f32_gemm_ukernel_4x8__wasmsimd_loadsplat
#define DEBERTA_XNN_GEMM_1X8 xnn_f32_gemm_ukernel_1x8__wasmsimd_loadsplat
#define DEBERTA_XNN_EXP xnn_f32_raddstoreexpminusmax_ukernel__wasmsimd_rr2_p5_u16_acc2
#endif

extern "C" {
// Sizes and strides in bytes, except mr and nc.
void DEBERTA_XNN_GEMM_4X8(size_t mr, size_t nc, size_t kc, const float* a, size_t a_stride,
                          const float* w, float* c, size_t cm_stride, size_t cn_stride,
                          const void* params);
void DEBERTA_XNN_GEMM_1X8(size_t mr, size_t nc, size_t kc, const float* a, size_t a_stride,
                          const float* w, float* c, size_t cm_stride, size_t cn_stride,
                          const void* params);
void xnn_f32_rmax_ukernel__wasmsimd_pminmax_u16_acc4(size_t n, const float* input, float* output,
                                                     const void* params);
void DEBERTA_XNN_EXP(size_t n, const float* input, const float* max, float* output, float* sum,
                     const void* params);
}

#endif  // DEBERTA_TOOLS_BENCH_KERNELS_MICRO_KERNELS_H_
