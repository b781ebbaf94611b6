# XNNPACK's own CMake project, for the native tests.
add_library(cpuinfo SHARED IMPORTED GLOBAL)  # Debian's CMake package names a missing folder
find_library(CPUINFO_LIBRARY cpuinfo REQUIRED)
set_target_properties(cpuinfo PROPERTIES IMPORTED_LOCATION "${CPUINFO_LIBRARY}")
set(CPUINFO_SOURCE_DIR "${SOURCES}" CACHE PATH "")

set(XNNPACK_LIBRARY_TYPE static CACHE STRING "")
foreach(option
    XNNPACK_BUILD_TESTS XNNPACK_BUILD_BENCHMARKS XNNPACK_BUILD_ALL_MICROKERNELS
    # Too new: clang 19 does not compile this release's kernels for them.
    XNNPACK_ENABLE_AVXVNNI XNNPACK_ENABLE_AVXVNNIINT8 XNNPACK_ENABLE_AVX256SKX
    XNNPACK_ENABLE_AVX256VNNI XNNPACK_ENABLE_AVX256VNNIGFNI XNNPACK_ENABLE_AVX512AMX
    XNNPACK_ENABLE_AVX512FP16 XNNPACK_ENABLE_AVX512VNNIGFNI)
  set(${option} OFF CACHE BOOL "")
endforeach()
add_subdirectory("${XNNPACK_SOURCE_DIR}" xnnpack EXCLUDE_FROM_ALL)

# Joins the microkernels with equal flags.
get_target_property(kernels microkernels-prod SOURCES)
get_target_property(folder microkernels-prod SOURCE_DIR)
list(TRANSFORM kernels PREPEND "${folder}/")
set(all_flags)
foreach(kernel ${kernels})
  get_source_file_property(flags "${kernel}" TARGET_DIRECTORY microkernels-prod COMPILE_FLAGS)
  if(NOT flags)
    set(flags "")
  endif()
  string(MAKE_C_IDENTIFIER "flags${flags}" group)  # those of tables are empty, and an empty name is no list's item
  list(APPEND all_flags ${group})
  list(APPEND kernels_${group} "${kernel}")
  set(flags_${group} "${flags}")
endforeach()
list(REMOVE_DUPLICATES all_flags)
set(sources)
foreach(group ${all_flags})
  joined(kernels_${group} "${CMAKE_CURRENT_BINARY_DIR}/kernels${group}")
  set_source_files_properties(${kernels_${group}} TARGET_DIRECTORY microkernels-prod
    PROPERTIES COMPILE_FLAGS "${flags_${group}}")
  list(APPEND sources ${kernels_${group}})
endforeach()
set_target_properties(microkernels-prod PROPERTIES SOURCES "${sources}")

# Install all static libraries of XNNPACK in one folder.
add_custom_target(everything ALL DEPENDS XNNPACK microkernels-prod pthreadpool)
install(TARGETS XNNPACK microkernels-prod pthreadpool ARCHIVE DESTINATION lib)
