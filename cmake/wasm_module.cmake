# The modules that the package loads, one for each kind of SIMD: dist/wasm/deberta-<variant>.{js,wasm}.
file(GLOB_RECURSE DEBERTA_BINDINGS CONFIGURE_DEPENDS bindings/*.cc)
list(FILTER DEBERTA_BINDINGS EXCLUDE REGEX "/embind[.]cc$")  # it names the kind
add_library(deberta_bindings OBJECT ${DEBERTA_BINDINGS})
deberta_sources(deberta_bindings)
target_precompile_headers(deberta_bindings PRIVATE <emscripten/bind.h> <emscripten/val.h>)
target_include_directories(deberta_bindings PUBLIC "${PROJECT_SOURCE_DIR}")
# Calls are few, but the encodings of a long text are many values.
target_compile_options(deberta_bindings PRIVATE -Oz)
set_source_files_properties(bindings/encodings.cc bindings/tasks/feature_extraction.cc PROPERTIES
  COMPILE_OPTIONS -O3 SKIP_PRECOMPILE_HEADERS ON)

foreach(kind IN LISTS DEBERTA_KINDS)
  set(module deberta_module_${kind})
  set(variant ${kind})
  if(DEBERTA_THREADS)
    string(APPEND variant "-threads")
  endif()
  add_executable(${module} bindings/embind.cc $<TARGET_OBJECTS:deberta_bindings>)
  target_include_directories(${module} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${module} PRIVATE deberta_${kind} embind)
  target_compile_options(${module} PRIVATE ${DEBERTA_PRODUCT_FLAGS} -Oz)
  if(kind STREQUAL "relaxed")
    target_compile_options(${module} PRIVATE -mrelaxed-simd)
  endif()
  set_target_properties(${module} PROPERTIES
    OUTPUT_NAME "deberta-${variant}"
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_SOURCE_DIR}/dist/wasm")
  target_link_options(${module} PRIVATE
    -O3 -fno-rtti
    -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createDeberta
    # "web" too, though it runs in workers: without it Emscripten imports Node's modules statically.
    -sENVIRONMENT=web,worker,node
    -sEXPORTED_RUNTIME_METHODS=wasmMemory
    -sINCOMING_MODULE_JS_API=locateFile,wasmBinary,instantiateWasm,onAbort,print,printErr,pthreadPoolSize
    -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=32MB -sMAXIMUM_MEMORY=4GB
    -sMEMORY_GROWTH_GEOMETRIC_CAP=1MB  # surplus when memory grows; the default of 96 MB is large compared with 600 MB
    -sABORTING_MALLOC=0          # a failed allocation is an OUT_OF_MEMORY error, not an abort
    -sDYNAMIC_EXECUTION=0        # for pages whose CSP has no 'unsafe-eval'
    -sSTACK_SIZE=1MB
    -sFILESYSTEM=0 -sASSERTIONS=0)
  if(DEBERTA_THREADS)
    # The caller chooses how many workers start with the module: one fewer than the engine's threads,
    # because the worker that loads the module is one of them.
    target_link_options(${module} PRIVATE
      -sPTHREAD_POOL_SIZE=Module.pthreadPoolSize -sPTHREAD_POOL_SIZE_STRICT=2
      -sDEFAULT_PTHREAD_STACK_SIZE=1MB -Wno-pthreads-mem-growth)
  endif()
endforeach()
