#include "text/normalizers/canonical_order.h"

#include <algorithm>
#include <cstddef>

#include "base/sort.h"

namespace deberta {

void CanonicalOrder::order() {
  places_.clear();
  for (const Held& each : held_) places_.push_back(each.origin);
  const auto marks = held_.begin() + (held_[0].rank == 0 ? 1 : 0);
  sort_stably(std::ranges::subrange(marks, held_.end()), {}, &Held::rank);
  form_.composes ? compose_marks() : assign_places();
}

void CanonicalOrder::assign_places() {
  size_t taken = 0;
  for (Held& each : held_) {
    if (each.is_first) place_ = inputs_[taken++];
    each.origin = place_;
  }
  inputs_.erase(inputs_.begin(), inputs_.begin() + static_cast<ptrdiff_t>(taken));
}

// The places stay in order, so that those of a word are its first one's begin to its last one's
// end.
void CanonicalOrder::compose_marks() {
  inputs_.clear();
  for (size_t i = 0; i < held_.size(); ++i) held_[i].origin = places_[i];
  size_t kept = 1;
  for (size_t i = 1; i < held_.size(); ++i) {
    const bool blocked = kept > 1 && held_[kept - 1].rank == held_[i].rank;
    if (!blocked && compose(held_[0], held_[i])) continue;
    held_[kept++] = held_[i];
  }
  held_.resize(kept);
  for (size_t i = 1; i < kept; ++i) {
    held_[i].origin.end = std::max(held_[i].origin.end, held_[i - 1].origin.end);
  }
}

bool CanonicalOrder::compose(Held& first, const Held& second) {
  const uint32_t whole = first.rank > 0 ? 0 : composed(first.point, second.point);
  if (whole == 0) return false;
  first.point = whole;
  first.origin = {std::min(first.origin.begin, second.origin.begin),
                  std::max(first.origin.end, second.origin.end)};
  return true;
}

}  // namespace deberta
