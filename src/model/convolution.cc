#include "model/convolution.h"

#include <algorithm>
#include <functional>

#include "ops/activation.h"
#include "ops/rows.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

struct Range {
  size_t begin, end;
};

// For each of the tokens [begin, end), the tokens of its sequence.
std::vector<Range> sequences_of_tokens(const Batch& batch, size_t begin, size_t end) {
  std::vector<Range> ranges;
  ranges.reserve(end - begin);
  size_t first = 0;
  for (const size_t length : batch.lengths) {
    const Range sequence{first, first + length};
    for (size_t i = std::max(first, begin); i < std::min(sequence.end, end); ++i) {
      ranges.push_back(sequence);
    }
    first = sequence.end;
  }
  return ranges;
}

}  // namespace

void Convolution::set_weights(const float* weight, const float* bias, size_t hidden,
                              size_t group_count) {
  const size_t width = hidden / group_count;
  Buffer buffer = Buffer::of_floats({width, kernel, width});
  const Matrix rows(buffer.floats(), width, kernel * width);  // one copy of x per tap, side by side
  groups.clear();
  for (size_t group = 0; group < group_count; ++group) {
    for (size_t out = 0; out < width; ++out) {
      const float* from = weight + (group * width + out) * width * kernel;
      for (size_t in = 0; in < width; ++in) {
        for (size_t k = 0; k < kernel; ++k) rows.row(out)[k * width + in] = from[in * kernel + k];
      }
    }
    groups.emplace_back(rows, bias + group * width);
  }
}

void Convolution::operator()(ConstMatrix x, const Batch& batch, size_t begin, size_t end,
                             Matrix residual, Context& ctx) const {
  Workspace::Scope scope(ctx.workspace);
  const size_t width = x.cols / groups.size(), rows = end - begin;
  const size_t half = kernel / 2;
  const Matrix taps = ctx.workspace.matrix(rows, kernel * width);  // x, shifted by each tap
  const Matrix y = ctx.workspace.matrix(rows, width);
  const Matrix out = residual.slice_rows(begin, rows);
  const std::vector<Range> sequences = sequences_of_tokens(batch, begin, end);

  for (size_t group = 0; group < groups.size(); ++group) {
    for_each_row(rows, taps.cols, ctx.pool, [&](size_t i) {
      for (size_t k = 0; k < kernel; ++k) {
        float* to = taps.row(i) + k * width;
        const size_t token = begin + i + k;  // counted from `half` tokens before the first
        if (token < sequences[i].begin + half || token >= sequences[i].end + half) {
          std::fill_n(to, width, 0.0f);
        } else {
          std::copy_n(x.row(token - half) + group * width, width, to);
        }
      }
    });
    groups[group](taps, y, ctx);
    apply(activation, y, ctx);
    for_each_row(rows, width, ctx.pool, [&](size_t i) {
      float* to = out.row(i) + group * width;
      std::transform(to, to + width, y.row(i), to, std::plus<>());
    });
  }
  norm.normalize(out, ctx);
  batch.clear_masked(out, begin);
}

}  // namespace deberta
