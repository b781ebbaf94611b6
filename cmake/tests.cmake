# deberta_tests: one GoogleTest program; for wasm (under Node, with its file system) deberta_tests_<kind>.
set(gtest "${DEBERTA_GOOGLETEST_DIR}/googletest")
add_library(gtest STATIC EXCLUDE_FROM_ALL "${gtest}/src/gtest-all.cc" "${gtest}/src/gtest_main.cc")
target_include_directories(gtest SYSTEM PUBLIC "${gtest}/include" PRIVATE "${gtest}")
target_link_libraries(gtest PUBLIC deberta_platform)
target_compile_options(gtest PRIVATE -w -O1)

file(GLOB_RECURSE DEBERTA_TEST_SOURCES CONFIGURE_DEPENDS tests/cpp/*.cc)
# Defined for the one file that uses it.
set_source_files_properties(tests/cpp/fixtures.cc PROPERTIES
  SKIP_PRECOMPILE_HEADERS ON COMPILE_DEFINITIONS "DEBERTA_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")

# Compiled once, linked with the library of each kind of SIMD.
add_library(deberta_test_objects OBJECT ${DEBERTA_TEST_SOURCES})
target_include_directories(deberta_test_objects PUBLIC src PRIVATE tests/cpp)
target_include_directories(deberta_test_objects SYSTEM PRIVATE "${DEBERTA_HEADERS_DIR}" "${gtest}/include")
target_compile_definitions(deberta_test_objects PRIVATE JSON_DIAGNOSTICS=0 DEBERTA_VERSION="${PROJECT_VERSION}")
target_link_libraries(deberta_test_objects PRIVATE deberta_platform)
# The library under test is optimised; the tests themselves only need to compile fast. Natively that is without any
# optimisation, a third of the time under the sanitizers; in WebAssembly they would then run too long.
if(EMSCRIPTEN)
  target_compile_options(deberta_test_objects PRIVATE -O1)
  if(DEBERTA_THREADS)
    target_compile_definitions(deberta_test_objects PRIVATE DEBERTA_TEST_THREADS=2)
  endif()
else()
  target_compile_options(deberta_test_objects PRIVATE -O0)
endif()
target_precompile_headers(deberta_test_objects PRIVATE <gtest/gtest.h> <random> ${DEBERTA_COMMON_HEADERS})

if(EMSCRIPTEN)
  foreach(kind IN LISTS DEBERTA_KINDS)
    set(tests deberta_tests_${kind})
    add_executable(${tests} $<TARGET_OBJECTS:deberta_test_objects>)
    target_link_libraries(${tests} PRIVATE deberta_${kind} gtest)
    set_target_properties(${tests} PROPERTIES SUFFIX ".cjs" LINKER_LANGUAGE CXX)
    target_link_options(${tests} PRIVATE
      -O1 -sENVIRONMENT=node -sNODERAWFS -sEXIT_RUNTIME -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB
      -sSTACK_SIZE=1MB -sABORTING_MALLOC=0 -sSTACK_OVERFLOW_CHECK=2)
    if(DEBERTA_THREADS)
      target_link_options(${tests} PRIVATE
        -sPTHREAD_POOL_SIZE=4 -sPROXY_TO_PTHREAD -sDEFAULT_PTHREAD_STACK_SIZE=1MB
        -Wno-pthreads-mem-growth)
    endif()
  endforeach()
else()
  add_executable(deberta_tests $<TARGET_OBJECTS:deberta_test_objects>)
  target_link_libraries(deberta_tests PRIVATE deberta gtest)
  set_target_properties(deberta_tests PROPERTIES LINKER_LANGUAGE CXX)
endif()

# deberta_fault_tests (native): allocations that fail, and what reading a file costs. Its copy of the
# readers counts the edges of the control flow that it takes.
if(NOT EMSCRIPTEN)
  file(GLOB DEBERTA_READERS CONFIGURE_DEPENDS src/base/*.cc src/io/*.cc src/tensor/*.cc)
  add_library(deberta_counted OBJECT ${DEBERTA_READERS})
  target_link_libraries(deberta_counted PRIVATE deberta)
  target_compile_options(deberta_counted PRIVATE -O1 -fsanitize-coverage=trace-pc-guard)
  file(GLOB DEBERTA_FAULT_TESTS CONFIGURE_DEPENDS tests/faults/*.cc)
  add_executable(deberta_fault_tests ${DEBERTA_FAULT_TESTS} tests/cpp/fixtures.cc)
  target_include_directories(deberta_fault_tests PRIVATE tests/cpp)
  target_link_libraries(deberta_fault_tests PRIVATE deberta_counted deberta gtest)
  target_compile_options(deberta_fault_tests PRIVATE -O1)
  target_link_options(deberta_fault_tests PRIVATE
    -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=posix_memalign)
endif()
