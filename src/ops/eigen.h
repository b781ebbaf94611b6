// The door to Eigen. It has no WebAssembly back end; with -msse4.1 its SSE one runs on Emscripten's
// headers, except for the inline assembly that it has for old GCCs, one of which clang claims to
// be.
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

#ifdef __wasm__
#include <smmintrin.h>
#pragma push_macro("__GNUC__")
#undef __GNUC__
#include <Eigen/Core>
#pragma pop_macro("__GNUC__")
#else
#include <Eigen/Core>
#endif

#endif  // DEBERTA_OPS_EIGEN_H_
