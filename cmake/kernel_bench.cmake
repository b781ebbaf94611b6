# deberta_kernels: our kernels compared with XNNPACK's. tools/bench/kernels.mjs builds it and runs it
# in Node and in a page; it is not part of the package.
file(GLOB DEBERTA_KERNEL_SOURCES CONFIGURE_DEPENDS tools/bench/kernels/*.cc)
add_executable(deberta_kernels EXCLUDE_FROM_ALL ${DEBERTA_KERNEL_SOURCES})
target_include_directories(deberta_kernels SYSTEM PRIVATE "${DEBERTA_XNNPACK_DIR}/include")
target_compile_options(deberta_kernels PRIVATE ${DEBERTA_PRODUCT_FLAGS})
target_link_libraries(deberta_kernels PRIVATE deberta)
set_target_properties(deberta_kernels PROPERTIES SUFFIX ".mjs")
target_link_options(deberta_kernels PRIVATE
  -O3 -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createKernels -sENVIRONMENT=web,node
  -sINCOMING_MODULE_JS_API=arguments,print,printErr,onExit -sEXIT_RUNTIME
  -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sABORTING_MALLOC=0 -sSTACK_SIZE=1MB
  -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0)
