#include "tensor/workspace.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/error.h"

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
    } catch (const Error&) {
      // The next call allocates again, and reports a failure.
    }
  }
}

float* Workspace::floats(size_t count) {
  if (count > (SIZE_MAX - Buffer::kReadPast - Buffer::kAlignment) / sizeof(float)) {
    throw Error(ErrorCode::kOutOfMemory, "cannot allocate " + std::to_string(count) + " floats");
  }
  // Each allocation is followed by its own bytes that may be read.
  const size_t bytes = (count * sizeof(float) + Buffer::kReadPast + Buffer::kAlignment - 1) /
                       Buffer::kAlignment * Buffer::kAlignment;
  in_use_ += bytes;
  peak_ = std::max(peak_, in_use_);
  while (current_ < blocks_.size()) {
    Block& block = blocks_[current_];
    if (block.memory.size() - block.used >= bytes) {
      float* result = reinterpret_cast<float*>(block.memory.data() + block.used);
      block.used += bytes;
      return result;
    }
    if (current_ + 1 == blocks_.size()) break;
    ++current_;
  }
  blocks_.push_back(Block{Buffer(std::max(bytes, kSmallestBlock)), bytes});
  current_ = blocks_.size() - 1;
  return reinterpret_cast<float*>(blocks_.back().memory.data());
}

Matrix Workspace::matrix(size_t rows, size_t cols) {
  if (cols != 0 && rows > SIZE_MAX / sizeof(float) / cols) {
    throw Error(ErrorCode::kOutOfMemory, "cannot allocate " + std::to_string(rows) + " x " +
                                             std::to_string(cols) + " floats");
  }
  return Matrix(floats(rows * cols), rows, cols);
}

size_t Workspace::capacity() const {
  size_t total = 0;
  for (const Block& block : blocks_) total += block.memory.size();
  return total;
}

}  // namespace deberta
