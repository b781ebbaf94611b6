#include "tensor/workspace.h"

#include <algorithm>
#include <array>

namespace deberta {
namespace {

constexpr size_t kSmallestBlock = 64 * 1024;

}  // namespace

Workspace::Scope::Scope(Workspace& workspace)
    : workspace_(workspace),
      block_(workspace.current_),
      used_(workspace.blocks_.empty() ? 0 : workspace.blocks_[workspace.current_].used),
      in_use_(workspace.in_use_) {}

Workspace::Scope::~Scope() {
  std::vector<Block>& blocks = workspace_.blocks_;
  for (size_t i = block_ + 1; i < blocks.size(); ++i) blocks[i].used = 0;
  if (!blocks.empty()) blocks[block_].used = used_;
  workspace_.current_ = block_;
  workspace_.in_use_ = in_use_;
  // Blocks of a single matrix's size fit into holes that a load has left; one block for everything
  // does not. So blocks stay separate until they are many, or until most of their memory is idle
  // because blocks were too small. They are freed before they are replaced, so that the peak stays
  // the high-water mark.
  constexpr size_t kMaxBlocks = 16;
  const bool is_outermost = block_ == 0 && used_ == 0;
  if (is_outermost && (blocks.size() > kMaxBlocks ||
                       workspace_.capacity() / 2 > workspace_.peak_ + kSmallestBlock)) {
    blocks.clear();
    try {
      blocks.push_back(Block{Buffer(workspace_.peak_)});
    } catch (...) {
      // The next call allocates again, and reports a failure. (The message of an Error is memory,
      // too, so this may be any exception.)
    }
  }
}

float* Workspace::floats(uint64_t count) { return matrix(1, count).data; }

Matrix Workspace::matrix(uint64_t rows, uint64_t cols) {
  constexpr size_t kMore = Buffer::kReadPast + Buffer::kAlignment;
  const size_t size = checked_size(std::array{rows, cols}, sizeof(float), SIZE_MAX - 2 * kMore);
  // Each allocation is followed by its own bytes that may be read.
  const size_t bytes = (size + kMore - 1) / Buffer::kAlignment * Buffer::kAlignment;
  return Matrix(reinterpret_cast<float*>(allocate(bytes)), static_cast<size_t>(rows),
                static_cast<size_t>(cols));
}

std::byte* Workspace::allocate(size_t bytes) {
  while (current_ < blocks_.size()) {
    Block& block = blocks_[current_];
    if (block.memory.size() - block.used >= bytes) {
      std::byte* const result = block.memory.data() + block.used;
      block.used += bytes;
      count(bytes);
      return result;
    }
    if (current_ + 1 == blocks_.size()) break;
    ++current_;
  }
  blocks_.push_back(Block{Buffer(std::max(bytes, kSmallestBlock)), bytes});
  current_ = blocks_.size() - 1;
  count(bytes);
  return blocks_.back().memory.data();
}

// Only what was handed out: a peak that was refused is never reserved.
void Workspace::count(size_t bytes) {
  in_use_ += bytes;
  peak_ = std::max(peak_, in_use_);
}

size_t Workspace::capacity() const {
  size_t total = 0;
  for (const Block& block : blocks_) total += block.memory.size();
  return total;
}

}  // namespace deberta
