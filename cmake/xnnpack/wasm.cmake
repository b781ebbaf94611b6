# XNNPACK's own CMake project does not support wasm; its lists of microkernels can be used.
# Everything is compiled with -pthread: its objects link into modules with and without threads
# alike. pthreadpool differs between the two and is built twice.
option(RELAXED_SIMD "Use the relaxed SIMD instructions" OFF)
set(X "${XNNPACK_SOURCE_DIR}")
set(P "${PTHREADPOOL_SOURCE_DIR}")

set(groups SCALAR WASM WASMSIMD)
if(RELAXED_SIMD)
  list(APPEND groups WASMRELAXEDSIMD)
endif()
set(sources)
foreach(group ${groups})
  string(TOLOWER ${group} lower)
  include("${X}/cmake/gen/${lower}_microkernels.cmake")
  list(TRANSFORM PROD_${group}_MICROKERNEL_SRCS PREPEND "${X}/" OUTPUT_VARIABLE files)
  joined(files "${CMAKE_CURRENT_BINARY_DIR}/${lower}")
  list(APPEND sources ${files})
endforeach()
foreach(folder . operators configs enums subgraph tables reference)
  file(GLOB files "${X}/src/${folder}/*.c" "${X}/src/${folder}/*.cc")
  list(APPEND sources ${files})
endforeach()
list(FILTER sources EXCLUDE REGEX "/src/init-[^/]*\\.c$")
list(REMOVE_DUPLICATES sources)

# This release asks `self.navigator.hardwareConcurrency` to guess whether the processor has AVX, and
# picks its slow f32 kernel (31 instead of 47 GFLOP/s) on machines of up to 4 cores and outside of
# windows and workers. Almost every x86 of today has AVX: always take the fast one.
set(config "${X}/src/configs/gemm-config.c")
file(READ "${config}" text)
string(REGEX REPLACE "EM_JS\\(int, hardware_concurrency.*return concurrency;[ \n]*}\\);" "" patched "${text}")
string(REPLACE "hardware_concurrency() > kCoreCountThresholdForAdaptiveAvxOptimization" "true" patched
    "${patched}")
if(patched STREQUAL text OR patched MATCHES "hardware_concurrency")
  message(FATAL_ERROR "gemm-config.c differs from the version that this patch was made for")
endif()
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/gemm-config.c" CONTENT "${patched}" @ONLY)
list(REMOVE_ITEM sources "${config}")
list(APPEND sources "${CMAKE_CURRENT_BINARY_DIR}/gemm-config.c")

# Identifies the build in XNNPACK's weight caches, which are not used here.
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/build_identifier.c" [[
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <string.h>
static const uint8_t kIdentifier[] = {'d', 'e', 'b', 'e', 'r', 't', 'a'};
size_t xnn_experimental_get_build_identifier_size(void) { return sizeof kIdentifier; }
const void* xnn_experimental_get_build_identifier_data(void) { return kIdentifier; }
bool xnn_experimental_check_build_identifier(const void* data, size_t size) {
  return size == sizeof kIdentifier && memcmp(data, kIdentifier, size) == 0;
}
]])
list(APPEND sources "${CMAKE_CURRENT_BINARY_DIR}/build_identifier.c")

# Two of this release's wasm kernels include <arm_neon.h> by mistake.
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/neon/arm_neon.h" "#include <wasm_simd128.h>\n")

set(wasm_flags -O2 -pthread -msimd128 -ffunction-sections -fdata-sections -w)
if(RELAXED_SIMD)
  list(APPEND wasm_flags -mrelaxed-simd)
endif()
set(includes "${X}/include" "${X}/src" "${P}/include" "${FXDIV_SOURCE_DIR}/include"
    "${FP16_SOURCE_DIR}/include" "${CMAKE_CURRENT_BINARY_DIR}/neon")

add_library(XNNPACK STATIC ${sources})
target_include_directories(XNNPACK PRIVATE ${includes})
target_compile_options(XNNPACK PRIVATE ${wasm_flags})
target_compile_features(XNNPACK PRIVATE c_std_11 cxx_std_17)
target_compile_definitions(XNNPACK PRIVATE
  XNN_LOG_LEVEL=0 XNN_ENABLE_CPUINFO=0 XNN_ENABLE_MEMOPT=1 XNN_ENABLE_SPARSE=1
  XNN_ENABLE_ASSEMBLY=1 XNN_ENABLE_JIT=0 XNN_ENABLE_GEMM_M_SPECIALIZATION=1
  XNN_ENABLE_DWCONV_MULTIPASS=0 XNN_ENABLE_KLEIDIAI=0 XNN_ENABLE_HVX=0 XNN_ENABLE_VSX=0
  XNN_ENABLE_ARM_FP16_SCALAR=0 XNN_ENABLE_ARM_FP16_VECTOR=0 XNN_ENABLE_ARM_BF16=0
  XNN_ENABLE_ARM_DOTPROD=0 XNN_ENABLE_ARM_I8MM=0 XNN_ENABLE_RISCV_VECTOR=0
  XNN_ENABLE_RISCV_FP16_VECTOR=0 XNN_ENABLE_AVXVNNI=0 XNN_ENABLE_AVXVNNIINT8=0
  XNN_ENABLE_AVX256SKX=0 XNN_ENABLE_AVX256VNNI=0 XNN_ENABLE_AVX256VNNIGFNI=0
  XNN_ENABLE_AVX512F=0 XNN_ENABLE_AVX512SKX=0 XNN_ENABLE_AVX512VBMI=0 XNN_ENABLE_AVX512VNNI=0
  XNN_ENABLE_AVX512VNNIGFNI=0 XNN_ENABLE_AVX512AMX=0 XNN_ENABLE_AVX512FP16=0)

function(add_pthreadpool name)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} PRIVATE "${P}/include" "${P}/src" "${FXDIV_SOURCE_DIR}/include")
  target_compile_options(${name} PRIVATE -O2 -w)
  target_compile_definitions(${name} PRIVATE
    PTHREADPOOL_USE_FUTEX=1 PTHREADPOOL_USE_CPUINFO=0 PTHREADPOOL_USE_CONDVAR=0)
endfunction()
add_pthreadpool(pthreadpool-single "${P}/src/shim.c")
add_pthreadpool(pthreadpool "${P}/src/memory.c" "${P}/src/portable-api.c" "${P}/src/legacy-api.c"
                            "${P}/src/pthreads.c" "${P}/src/fastpath.c")
target_compile_options(pthreadpool PRIVATE -pthread)

install(TARGETS XNNPACK pthreadpool pthreadpool-single ARCHIVE DESTINATION lib)
