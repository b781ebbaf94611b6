// The door to Eigen, for algebra that is not worth a kernel. It has no WebAssembly back end; with
// -msse4.1 its SSE one runs on Emscripten's headers, except for the inline assembly that it has for
// old GCCs, one of which clang claims to be. CMakeLists.txt gives that flag to the files that
// include this one.
#ifndef DEBERTA_OPS_EIGEN_H_
#define DEBERTA_OPS_EIGEN_H_

// What Eigen includes, read before the macro is gone.
#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <climits>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iosfwd>
#include <limits>
#include <new>
#include <sstream>
#include <string>
#include <type_traits>

#include "tensor/matrix.h"

#define EIGEN_MPL2_ONLY
#define EIGEN_DONT_PARALLELIZE
#ifdef __wasm__
#ifndef __SSE4_1__
#error "this file is to be in DEBERTA_EIGEN_SOURCES, in CMakeLists.txt"
#endif
#include <smmintrin.h>
#pragma push_macro("__GNUC__")
#undef __GNUC__
#include <Eigen/Core>
#pragma pop_macro("__GNUC__")
#else
#include <Eigen/Core>
#endif

namespace deberta {

template <class T>
using EigenMatrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// The same view of the same memory.
inline auto as_eigen(Matrix m) {
  return Eigen::Map<EigenMatrix<float>, Eigen::Unaligned, Eigen::OuterStride<>>(
      m.data, static_cast<Eigen::Index>(m.rows), static_cast<Eigen::Index>(m.cols),
      Eigen::OuterStride<>(static_cast<Eigen::Index>(m.stride)));
}
inline auto as_eigen(ConstMatrix m) {
  return Eigen::Map<const EigenMatrix<float>, Eigen::Unaligned, Eigen::OuterStride<>>(
      m.data, static_cast<Eigen::Index>(m.rows), static_cast<Eigen::Index>(m.cols),
      Eigen::OuterStride<>(static_cast<Eigen::Index>(m.stride)));
}

}  // namespace deberta

#endif  // DEBERTA_OPS_EIGEN_H_
