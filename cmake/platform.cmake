# Compiler flags, and the imported target `xnnpack` (for wasm one for each kind of SIMD), for the target platform.
add_library(deberta_platform INTERFACE)
target_compile_options(deberta_platform INTERFACE -Wall -Wextra -Werror)
# A precompiled header is then the same in each build of it, and ccache finds what was compiled with it.
target_compile_options(deberta_platform INTERFACE "SHELL:-Xclang -fno-pch-timestamp")

if(EMSCRIPTEN)
  set(flags -msimd128 -fwasm-exceptions)
  if(DEBERTA_THREADS)
    list(APPEND flags -pthread)
  endif()
  target_compile_options(deberta_platform INTERFACE ${flags})
  target_link_options(deberta_platform INTERFACE ${flags})
  # For the product, not for the tests.
  # size_t has 32 bits here: a size in 64 bits is narrowed only where the code says so.
  set(DEBERTA_PRODUCT_FLAGS -Wshorten-64-to-32)
  # Nothing here asks for the type of an object: names of types are 26 kB.
  list(APPEND DEBERTA_PRODUCT_FLAGS -fno-rtti -DEMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  # For the files that include ops/eigen.h. Eigen has no wasm back end; Emscripten's headers map the
  # SSE one onto wasm SIMD.
  set(DEBERTA_EIGEN_FLAGS -msse4.1 -isystem "${CMAKE_CURRENT_LIST_DIR}/wasm_include")
else()
  # GCC 12's stable_sort uses a function that its own headers mark as deprecated.
  target_compile_options(deberta_platform INTERFACE -Wno-deprecated-declarations)
endif()
if(DEBERTA_SANITIZE)
  set(flags -fsanitize=undefined,float-cast-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer)
  if(EMSCRIPTEN)
    # For the product, with its assertions: a failed one would be a write outside of a buffer, which
    # nothing else detects here. Test objects are the same as those of the other modules.
    list(APPEND DEBERTA_PRODUCT_FLAGS ${flags} -O1 -UNDEBUG)
  else()
    list(APPEND flags -fsanitize=address)
    target_compile_options(deberta_platform INTERFACE ${flags})
    target_compile_definitions(deberta_platform INTERFACE _GLIBCXX_ASSERTIONS)
    # The counters of libFuzzer, for the tests, too: they link the same library.
    # Comparisons are not traced: that takes half of the time, and the mutators know the formats.
    list(APPEND DEBERTA_PRODUCT_FLAGS -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp)
  endif()
  target_link_options(deberta_platform INTERFACE ${flags})
endif()

if(EMSCRIPTEN)
  # XNNPACK needs pthreadpool, but runs without a pool: the threads are those of
  # src/base/thread_pool.h. Either library would do, but a module with threads links only objects
  # that were compiled with threads.
  if(DEBERTA_THREADS)
    set(pool pthreadpool)
  else()
    set(pool pthreadpool-single)
  endif()
  foreach(kind IN LISTS DEBERTA_KINDS)
    set(lib "${DEBERTA_XNNPACK_DIR}-${kind}/lib")
    add_library(xnnpack_${kind} INTERFACE)
    target_link_libraries(xnnpack_${kind} INTERFACE "${lib}/libXNNPACK.a" "${lib}/lib${pool}.a")
  endforeach()
else()
  set(lib "${DEBERTA_XNNPACK_DIR}/lib")
  add_library(xnnpack INTERFACE)
  find_package(Threads REQUIRED)
  find_library(CPUINFO_LIBRARY cpuinfo REQUIRED)
  target_link_libraries(xnnpack INTERFACE
    "${lib}/libXNNPACK.a" "${lib}/libmicrokernels-prod.a" "${lib}/libpthreadpool.a"
    "${CPUINFO_LIBRARY}" Threads::Threads m)
endif()
