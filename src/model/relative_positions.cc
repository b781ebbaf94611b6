#include "model/relative_positions.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace deberta {
namespace {

// The limit of a sequence's length: the scores of one head would already take 64 GB.
constexpr ptrdiff_t kMaxTokens = ptrdiff_t{1} << 17;

}  // namespace

ptrdiff_t log_bucket(ptrdiff_t distance, int span, int limit) {
  const ptrdiff_t mid = span / 2;
  if (distance <= mid) return distance;
  const auto ratio = [mid](ptrdiff_t d) {
    return static_cast<double>(d) / static_cast<double>(mid);
  };
  const double steps = static_cast<double>(mid - 1) * std::log(ratio(distance)) /
                       std::log(ratio(ptrdiff_t{limit} - 1));
  // At limit − 1, and wherever |d| / mid is a root of (limit − 1) / mid, the exact value is an
  // integer. The logarithms' last bit, which differs between platforms, must not round it up.
  return mid + static_cast<ptrdiff_t>(std::ceil(steps - 1e-9));
}

RelativePositions::RelativePositions(int span)
    : rows_(static_cast<size_t>(2 * span)),
      farthest_(span),
      linear_begin_(1 - ptrdiff_t{span}),
      linear_end_(ptrdiff_t{span} + 1) {}

RelativePositions::RelativePositions(int span, int limit)
    : rows_(static_cast<size_t>(2 * span)), farthest_(0) {
  std::vector<ptrdiff_t> buckets;  // for the distances 0, 1, … up to the first that is clamped
  do {
    buckets.push_back(log_bucket(std::ssize(buckets), span, limit));
  } while (buckets.back() < span && std::ssize(buckets) < kMaxTokens);
  farthest_ = std::ssize(buckets) - 1;
  const auto row_of = std::make_shared<uint32_t[]>(static_cast<size_t>(2 * farthest_ + 1));
  for (ptrdiff_t d = -farthest_; d <= farthest_; ++d) {
    const ptrdiff_t bucket =
        d < 0 ? -buckets[static_cast<size_t>(-d)] : buckets[static_cast<size_t>(d)];
    const ptrdiff_t last = 2 * ptrdiff_t{span} - 1;
    row_of[static_cast<size_t>(d + farthest_)] =
        static_cast<uint32_t>(std::clamp<ptrdiff_t>(bucket + span - 1, 0, last));
  }
  row_of_ = row_of;
  const auto is_linear = [&](ptrdiff_t d) {
    return std::abs(d) <= farthest_ && static_cast<ptrdiff_t>(row(d)) == d + span - 1;
  };
  while (is_linear(linear_begin_ - 1)) --linear_begin_;
  while (is_linear(linear_end_)) ++linear_end_;
}

}  // namespace deberta
