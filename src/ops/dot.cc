#include "ops/dot.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "ops/quantized_tile.h"

namespace deberta {
namespace {

template <class D>
bool computes_known_answer() {
  constexpr size_t kRows = 13, kDepth = 24;
  std::array<typename D::Activation, kRows * kDepth> q;
  std::array<int8_t, kPanelColumns * kDepth> panel;
  // All values of both, and the largest ones together; of each four weights that are added in
  // 16 bits, two are small (kMaxOfFour).
  for (size_t i = 0; i < q.size(); ++i) {
    q[i] = static_cast<typename D::Activation>(i % 5 == 0 ? 127 : i * 37 % 128);
  }
  for (size_t i = 0; i < panel.size(); ++i) {
    const int weight = i % 7 == 0 ? -127 : static_cast<int>(i * 53 % 255) - 127;
    panel[i] = static_cast<int8_t>(i / kPanelColumns / D::kDepth % 2 == 0 ? weight : weight % 2);
  }
  constexpr float kOnes[] = {1, 1, 1, 1, 1, 1, 1, 1}, kZeros[kPanelColumns] = {};
  constexpr int32_t kSums[kPanelColumns] = {};
  std::array<RowScale, kRows> scales;
  scales.fill({1, 0});
  std::array<float, kRows * kPanelColumns> y;
  for (const size_t rows : {kRows, size_t{3}, size_t{2}, size_t{1}}) {  // tiles of every size
    y.fill(0);
    multiply_rows<D>(rows, q.data(), kDepth, kDepth, panel.data(), scales.data(),
                     Columns{kOnes, kZeros, kSums}, y.data(), kPanelColumns, kPanelColumns,
                     /*next=*/nullptr);
    for (size_t i = 0; i < rows; ++i) {
      for (size_t n = 0; n < kPanelColumns; ++n) {
        int sum = 0;
        for (size_t k = 0; k < kDepth; ++k) {
          sum += q[i * kDepth + k] * panel[offset_in_panel<D::kDepth>(n, k)];
        }
        if (y[i * kPanelColumns + n] != static_cast<float>(sum)) return false;
      }
    }
  }
  return true;
}

#ifdef __wasm_relaxed_simd__

using simd::I32x4;
using Clock = std::chrono::steady_clock;

// Eight sums, each multiplied by what it is: all that the loop needs is in registers. With loads,
// as a tile has them, both instructions would take the same time in what a baseline compiler makes;
// with twelve sums some would be spilled, and take a time that depends on where the stack is.
template <class D>
[[gnu::always_inline]] inline float spin(size_t turns) {
  const auto ones = static_cast<int>(turns & 0x01010101);
  I32x4 x[D::kGroups], sums[8];
  for (size_t g = 0; g < D::kGroups; ++g) {
    const int inputs = ones << g;
    x[g] = I32x4{inputs, inputs, inputs, inputs};
  }
  for (int i = 0; i < 8; ++i) sums[i] = I32x4{i, 0, 0, 0};
  for (; turns > 0; --turns) {
#pragma clang loop unroll(full)
    for (I32x4& sum : sums) {
      typename D::Weights w[D::kGroups];
      for (auto& group : w) group = reinterpret_cast<typename D::Weights>(sum);
      sum = D::multiply_add(w, x, sum);
    }
  }
  for (int i = 1; i < 8; ++i) sums[0] += sums[i];
  return static_cast<float>(sums[0][0]);
}

// The time of 16 · `turns` products of vectors. Both in one function, so that the engine has
// compiled both with the same tier.
[[gnu::noinline]] Clock::duration time_of(bool fused, size_t turns) {
  const auto begin = Clock::now();
  const volatile float result = fused ? spin<FusedQuads>(2 * turns) : spin<Quads>(turns);
  (void)result;
  return Clock::now() - begin;
}

// Pages get a coarse clock: 5 µs to 1 ms, some 100 ms. 0 where no step comes within milliseconds:
// some servers stop the clock during a call.
Clock::duration clock_step() {
  constexpr int kMostReadings = 1 << 16;
  auto shortest = Clock::duration::max();
  auto last = Clock::now();
  for (int i = 0, steps = 0; i < kMostReadings && steps < 3; ++i) {
    const auto now = Clock::now();
    if (now == last) continue;
    shortest = std::min(shortest, now - last);  // something may interrupt one of them
    last = now;
    ++steps;
  }
  return shortest == Clock::duration::max() ? Clock::duration::zero() : shortest;
}

bool fused_is_faster() {
  // An engine has one instruction for it, or more than Quads takes: the times differ by a half, by
  // a fifth where its baseline compiler has made both. The shortest of a few is one that nothing
  // interrupted. Times that are closer are those of a coarse clock, and of an engine that has just
  // compiled the loops again.
  constexpr int kFewestRounds = 3, kTrials = 4;
  constexpr auto kShortest = std::chrono::milliseconds(1);
  constexpr double kClear = 1.1;
  constexpr size_t kMostTurns = size_t{1} << 20;
  constexpr auto kCoarsest = std::chrono::milliseconds(2);
  const auto step = clock_step();
  if (step == Clock::duration::zero() || step > kCoarsest) return false;
  const auto enough = std::max<Clock::duration>(std::chrono::microseconds(50), 3 * step);
  int trials = 0;
  for (size_t turns = 256; turns <= kMostTurns; turns *= 2) {
    auto usual = Clock::duration::max(), fused = Clock::duration::max();
    const auto begin = Clock::now();
    for (int i = 0; i < kFewestRounds || Clock::now() - begin < kShortest; ++i) {
      usual = std::min(usual, time_of(/*fused=*/false, turns));
      if (usual < enough) break;
      fused = std::min(fused, time_of(/*fused=*/true, turns));
    }
    if (usual < enough) continue;
    if (kClear * fused < usual || kClear * usual < fused || ++trials == kTrials) {
      return fused < usual;
    }
  }
  return false;
}

#endif

Dot find_fastest_dot() {
#ifdef __wasm_relaxed_simd__
  const bool quads = is_exact(Dot::kQuads), fused = is_exact(Dot::kFusedQuads);
  if (fused && (!quads || fused_is_faster())) return Dot::kFusedQuads;
  if (quads) return Dot::kQuads;
#endif
  return Dot::kPairs;
}

}  // namespace

bool is_exact(Dot dot) {
  switch (dot) {
    case Dot::kPairs:
      break;
    case Dot::kQuads:
      return computes_known_answer<Quads>();
    case Dot::kFusedQuads:
      return computes_known_answer<FusedQuads>();
  }
  return computes_known_answer<Pairs>();
}

Dot fastest_dot() {
  static const Dot dot = find_fastest_dot();
  return dot;
}

}  // namespace deberta
