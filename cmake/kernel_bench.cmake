# deberta_kernels_<kind>: our kernels compared with XNNPACK's. tools/bench/kernels.mjs builds it and runs it
# in Node and in a page; it is not part of the package.
file(GLOB DEBERTA_KERNEL_SOURCES CONFIGURE_DEPENDS tools/bench/kernels/*.cc)
foreach(kind IN LISTS DEBERTA_KINDS)
  set(kernels deberta_kernels_${kind})
  add_executable(${kernels} EXCLUDE_FROM_ALL ${DEBERTA_KERNEL_SOURCES})
  target_include_directories(${kernels} SYSTEM PRIVATE "${DEBERTA_XNNPACK_DIR}-${kind}/include")
  target_compile_options(${kernels} PRIVATE ${DEBERTA_PRODUCT_FLAGS})
  if(kind STREQUAL "relaxed")
    target_compile_options(${kernels} PRIVATE -mrelaxed-simd)
  endif()
  target_link_libraries(${kernels} PRIVATE deberta_${kind})
  set_target_properties(${kernels} PROPERTIES SUFFIX ".mjs")
  target_link_options(${kernels} PRIVATE
    -O3 -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createKernels -sENVIRONMENT=web,node
    -sINCOMING_MODULE_JS_API=arguments,print,printErr,onExit -sEXIT_RUNTIME
    -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sABORTING_MALLOC=0 -sSTACK_SIZE=1MB
    -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0)
endforeach()

# deberta_balance_<kind>: how well a pass could be divided among more threads (tools/bench/balance).
foreach(kind IN LISTS DEBERTA_KINDS)
  set(balance deberta_balance_${kind})
  add_executable(${balance} EXCLUDE_FROM_ALL tools/bench/balance/main.cc)
  target_include_directories(${balance} PRIVATE "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(${balance} PRIVATE deberta_${kind})
  set_target_properties(${balance} PROPERTIES SUFFIX ".cjs")
  target_link_options(${balance} PRIVATE
    -O3 -sENVIRONMENT=node -sEXIT_RUNTIME -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sSTACK_SIZE=1MB
    -sFILESYSTEM=0)
endforeach()
