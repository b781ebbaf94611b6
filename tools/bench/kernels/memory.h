// What a pair of kernels works on.
#ifndef DEBERTA_TOOLS_BENCH_KERNELS_MEMORY_H_
#define DEBERTA_TOOLS_BENCH_KERNELS_MEMORY_H_

#include <cstdint>
#include <string>

#include "base/context.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"
#include "tensor/workspace.h"

namespace deberta::bench {

// A context of one thread, with all that it borrows.
struct OwnContext {
  ThreadPool pool{1};
  ThreadChoice threads{1, 1};
  Workspace workspace;
  Profile profile;
  Context ctx{pool, threads, workspace, profile};
};

// Values in [−scale, scale], the same in each run.
inline Buffer random_floats(size_t count, float scale) {
  static uint32_t state = 1;
  Buffer buffer = Buffer::of_floats({count});
  for (size_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    buffer.floats()[i] = scale * (static_cast<float>(state >> 8) * 0x1p-23f - 1.0f);
  }
  return buffer;
}

// How many matrices of so many bytes do not fit a third cache: a model's weights come from memory,
// so each side takes them in turns.
inline size_t matrices_of(size_t bytes) { return (size_t{64} << 20) / bytes + 2; }

inline std::string times(size_t a, size_t b) { return std::to_string(a) + "×" + std::to_string(b); }

}  // namespace deberta::bench

#endif  // DEBERTA_TOOLS_BENCH_KERNELS_MEMORY_H_
