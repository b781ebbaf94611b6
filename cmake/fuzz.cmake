# deberta_fuzz: the fuzz targets in one program, whose argument --target chooses one. Natively libFuzzer
# runs it; for wasm it runs under Node, with a search of its own (tests/fuzz/standalone.cc).
file(GLOB DEBERTA_FUZZ_SOURCES CONFIGURE_DEPENDS tests/fuzz/*.cc tests/fuzz/mutators/*.cc tests/fuzz/targets/*.cc)
if(EMSCRIPTEN)
  list(FILTER DEBERTA_FUZZ_SOURCES EXCLUDE REGEX "/libfuzzer[.]cc$")
else()
  list(FILTER DEBERTA_FUZZ_SOURCES EXCLUDE REGEX "/standalone[.]cc$")
endif()
add_executable(deberta_fuzz ${DEBERTA_FUZZ_SOURCES})
target_include_directories(deberta_fuzz PRIVATE tests tests/cpp)
# Headers of the tests make files and tokenizers; some of them name GoogleTest's types.
target_include_directories(deberta_fuzz SYSTEM PRIVATE "${DEBERTA_GOOGLETEST_DIR}/googletest/include")
if(EMSCRIPTEN)
  target_link_libraries(deberta_fuzz PRIVATE deberta_simd)
else()
  target_link_libraries(deberta_fuzz PRIVATE deberta)
endif()
target_compile_options(deberta_fuzz PRIVATE $<IF:$<BOOL:${EMSCRIPTEN}>,-O1,-O2>)
target_precompile_headers(deberta_fuzz PRIVATE ${DEBERTA_COMMON_HEADERS})
if(EMSCRIPTEN)
  set_target_properties(deberta_fuzz PROPERTIES SUFFIX ".cjs")
  target_link_options(deberta_fuzz PRIVATE
    -O1 -sENVIRONMENT=node -sNODERAWFS -sEXIT_RUNTIME -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB
    -sSTACK_SIZE=1MB -sABORTING_MALLOC=0 -sSTACK_OVERFLOW_CHECK=2)
else()
  target_link_options(deberta_fuzz PRIVATE -fsanitize=fuzzer)
endif()
