#include "ops/span_scores.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "ops/simd.h"

namespace deberta {
namespace {

using simd::F32x4;

// A tile of kSpans spans with one start and neighbouring ends, and kLabels labels. Their sums stay
// in registers, and each sum of two words is made once for all labels of the tile.
template <size_t kSpans, size_t kLabels>
void score_tile(const float* start, ConstMatrix ends, ConstMatrix labels, Matrix scores) {
  F32x4 sums[kSpans][kLabels] = {};
  for (size_t k = 0; k < ends.cols; k += 4) {
    const F32x4 a = simd::load(start + k);
    F32x4 span[kSpans];
#pragma clang loop unroll(full)
    for (size_t s = 0; s < kSpans; ++s) {
      span[s] = simd::max(a + simd::load(ends.row(s) + k), simd::splat(0));
    }
#pragma clang loop unroll(full)
    for (size_t c = 0; c < kLabels; ++c) {
      const F32x4 label = simd::load(labels.row(c) + k);
#pragma clang loop unroll(full)
      for (size_t s = 0; s < kSpans; ++s) {
        sums[s][c] = simd::multiply_add(span[s], label, sums[s][c]);
      }
    }
  }
  for (size_t s = 0; s < kSpans; ++s) {
    for (size_t c = 0; c < kLabels; ++c) scores.row(s)[c] = simd::sum_of_lanes(sums[s][c]);
  }
}

template <size_t kSpans>
void score_ends(const float* start, ConstMatrix ends, ConstMatrix labels, Matrix scores) {
  constexpr size_t kLabels = 4;
  const auto run = [&]<size_t kCount>(size_t c) {
    score_tile<kSpans, kCount>(start, ends, labels.slice_rows(c, kCount),
                               scores.slice_cols(c, kCount));
  };
  size_t c = 0;
  for (; c + kLabels <= labels.rows; c += kLabels) run.template operator()<kLabels>(c);
  for (; c < labels.rows; ++c) run.template operator()<1>(c);
}

}  // namespace

void score_spans(ConstMatrix starts, ConstMatrix ends, ConstMatrix labels, size_t width,
                 Matrix scores, Context& ctx) {
  assert(starts.cols % 4 == 0);
  constexpr size_t kSpans = 2;
  const size_t n = starts.rows;
  const int threads = ctx.pool.threads_for(uint64_t{n} * width * (labels.rows + 1) * starts.cols);
  ctx.pool.parallel_for(n, threads, [&](size_t i, size_t) {
    const size_t count = std::min(width, n - i);
    const auto run = [&]<size_t kCount>(size_t w) {
      score_ends<kCount>(starts.row(i), ends.slice_rows(i + w, kCount), labels,
                         scores.slice_rows(i * width + w, kCount));
    };
    size_t w = 0;
    for (; w + kSpans <= count; w += kSpans) run.template operator()<kSpans>(w);
    if (w < count) run.template operator()<1>(w);
  });
}

}  // namespace deberta
