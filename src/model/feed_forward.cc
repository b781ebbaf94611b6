#include "model/feed_forward.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "ops/activation.h"
#include "ops/eigen.h"
#include "tensor/workspace.h"

namespace deberta {
void FeedForward::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  // Tokens are processed in parts: the matrix between the two layers is the model's largest, and a
  // part of it stays in a cache. Reading the weights once per part is cheap.
  constexpr size_t kTokens = 256;
  Workspace::Scope scope(ctx.workspace);
  const Matrix all = ctx.workspace.matrix(std::min(kTokens, x.rows), expand.outputs());
  for (size_t begin = 0; begin < x.rows; begin += kTokens) {
    const size_t count = std::min(kTokens, x.rows - begin);
    const Matrix h = all.slice_rows(0, count);  // [tokens, intermediate]
    {
      Profile::Timer timer(ctx.profile, Stage::kExpand);
      expand(x.slice_rows(begin, count), h, ctx);
    }
    {
      Profile::Timer timer(ctx.profile, Stage::kActivation);
      apply(activation, h, ctx);
    }
    Profile::Timer timer(ctx.profile, Stage::kContract);
    contract(h, y.slice_rows(begin, count), ctx);
  }
}

bool has_outlier_channels(ConstMatrix expand, ConstMatrix contract) {
  constexpr float kMany = 16;
  constexpr size_t kFewOf = 8;
  std::vector<float> weights(contract.cols, 0.0f);
  auto squares = as_eigen(Matrix(weights.data(), 1, weights.size())).row(0);
  for (size_t n = 0; n < contract.rows; ++n) {
    squares += as_eigen(contract.slice_rows(n, 1)).row(0).cwiseAbs2();
  }
  for (size_t j = 0; j < expand.rows; ++j) {
    weights[j] *= as_eigen(expand.slice_rows(j, 1)).row(0).squaredNorm();
  }
  // The comparison ignores pruned channels and NaN.
  std::vector<float> sorted;
  std::ranges::copy_if(weights, std::back_inserter(sorted), [](float each) { return each > 0; });
  if (sorted.empty()) return false;
  const auto middle = sorted.begin() + static_cast<ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  const float threshold = kMany * *middle;
  const size_t max_count = sorted.size() / kFewOf;
  size_t count = 0;
  double few = 0, all = 0;
  for (const float weight : sorted) {
    all += weight;
    if (weight <= threshold) continue;
    few += weight;
    ++count;
  }
  return count <= max_count && few > all / 2;
}

}  // namespace deberta
