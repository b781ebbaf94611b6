// Memory for activations: a bump arena with scopes.
#ifndef DEBERTA_TENSOR_WORKSPACE_H_
#define DEBERTA_TENSOR_WORKSPACE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta {

// Hands out uninitialised memory that lives until the innermost open Scope ends. Grows to the
// high-water mark of the calls so far, then never allocates. One thread.
class Workspace {
 public:
  // When it ends, releases everything handed out since its start.
  class Scope {
   public:
    explicit Scope(Workspace& workspace);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Workspace& workspace_;
    size_t block_;
    size_t used_;
    size_t in_use_;
  };

  // [rows, cols], contiguous, 64-byte aligned, readable Buffer::kReadPast bytes past its end.
  // Throws kOutOfMemory.
  Matrix matrix(uint64_t rows, uint64_t cols);
  float* floats(uint64_t count);

  // Bytes held, in use or not.
  size_t capacity() const;

 private:
  struct Block {
    Buffer memory;
    size_t used = 0;
  };
  std::byte* allocate(size_t bytes);
  void count(size_t bytes);

  std::vector<Block> blocks_;
  size_t current_ = 0;  // index of the block for allocations
  size_t in_use_ = 0;   // bytes handed out
  size_t peak_ = 0;     // the maximum of in_use_
};

}  // namespace deberta

#endif  // DEBERTA_TENSOR_WORKSPACE_H_
