#include "text/models/double_array.h"

#include <algorithm>
#include <string>

#include "base/error.h"

namespace deberta {

// Places the children of one node after the other, where there is room for all of them.
class DoubleArray::Builder {
 public:
  explicit Builder(std::vector<Entry> entries) : entries_(std::move(entries)) {
    for (const Entry& entry : entries_) {
      if (entry.key.size() <= kLongestKey) continue;
      throw Error(ErrorCode::kVocab, "vocab: a token of " + std::to_string(entry.key.size()) +
                                         " bytes, expected at most " + std::to_string(kLongestKey));
    }
    // Not sort_stably(): a quarter of a million keys take it twice as long.
    std::ranges::sort(entries_, {}, &Entry::key);
    add_block();
    // No step may lead to the root, unit 0; its label would need base 255. Nodes without children
    // have base 0.
    units_[0].state = label_of('\xff');
    take(0);
    base_taken_[0] = base_taken_[255] = true;
    todo_.push_back({0, 0, entries_.size(), 0});
    while (!todo_.empty()) {
      const Range range = todo_.back();
      todo_.pop_back();
      place(range);
    }
  }

  std::vector<Unit> result() && {
    units_.shrink_to_fit();
    return std::move(units_);
  }

 private:
  static constexpr uint32_t kBlock = 256;
  static constexpr size_t kOpenBlocks = 16;  // earlier blocks are closed, even with free units
  static constexpr uint32_t kMaxUnits = uint32_t{1} << (32 - kBaseShift);

  // Keys [begin, end) that share their first `depth` bytes, those of the node.
  struct Range {
    uint32_t node;
    size_t begin, end, depth;
  };

  void place(Range range) {
    if (range.begin < range.end && entries_[range.begin].key.size() == range.depth) {
      units_[range.node].value = entries_[range.begin++].value;
    }
    if (range.begin == range.end) return;
    children_.clear();
    for (size_t i = range.begin; i < range.end; ++i) {
      const char label = entries_[i].key[range.depth];
      if (children_.empty() || children_.back().label != label) children_.push_back({label, i});
    }
    const uint32_t base = find_base();
    base_taken_[base] = true;
    units_[range.node].state |= base << kBaseShift;
    for (size_t i = 0; i < children_.size(); ++i) {
      const uint32_t node = base ^ static_cast<uint8_t>(children_[i].label);
      units_[node].state = label_of(children_[i].label);
      take(node);
      const size_t end = i + 1 < children_.size() ? children_[i + 1].first : range.end;
      todo_.push_back({node, children_[i].first, end, range.depth + 1});
    }
  }

  // Finds a base that no other node has and where every child's unit is free.
  uint32_t find_base() {
    const auto first = static_cast<uint8_t>(children_[0].label);
    for (uint32_t unit = next_free_[kHead]; unit != kHead; unit = next_free_[unit]) {
      const uint32_t base = (unit - 1) ^ first;
      if (!base_taken_[base] && fits(base)) return base;
    }
    const auto begin = static_cast<uint32_t>(units_.size());
    add_block();
    return begin;
  }

  bool fits(uint32_t base) const {
    return std::ranges::all_of(children_, [&](const Child& child) {
      return (units_[base ^ static_cast<uint8_t>(child.label)].state & kUsed) == 0;
    });
  }

  void add_block() {
    const auto begin = static_cast<uint32_t>(units_.size());
    if (begin + kBlock > kMaxUnits) {
      throw Error(ErrorCode::kVocab, "vocab: too many pieces, or too long pieces");
    }
    units_.resize(begin + kBlock);
    base_taken_.resize(begin + kBlock);
    next_free_.resize(begin + kBlock + 1);
    previous_free_.resize(begin + kBlock + 1);
    for (uint32_t unit = begin; unit < begin + kBlock; ++unit) {
      const uint32_t entry = unit + 1, last = previous_free_[kHead];
      next_free_[last] = previous_free_[kHead] = entry;
      previous_free_[entry] = last;
      next_free_[entry] = kHead;
    }
    if (begin < kOpenBlocks * kBlock) return;
    const uint32_t closed = begin - static_cast<uint32_t>(kOpenBlocks) * kBlock;
    for (uint32_t unit = closed; unit < closed + kBlock; ++unit) {
      if ((units_[unit].state & kUsed) == 0) take(unit);
    }
  }

  // Removes the unit from the list of free units.
  void take(uint32_t unit) {
    const uint32_t entry = unit + 1;
    next_free_[previous_free_[entry]] = next_free_[entry];
    previous_free_[next_free_[entry]] = previous_free_[entry];
  }

  struct Child {
    char label;
    size_t first;  // the first key with this byte
  };
  std::vector<Entry> entries_;
  std::vector<Unit> units_;
  std::vector<bool> base_taken_;
  // A ring of the free units of the open blocks, each as its index + 1.
  static constexpr uint32_t kHead = 0;
  std::vector<uint32_t> next_free_, previous_free_;
  std::vector<Range> todo_;
  std::vector<Child> children_;
};

DoubleArray::DoubleArray(std::vector<Entry> entries)
    : units_(Builder(std::move(entries)).result()) {}

}  // namespace deberta
