// Products of two activations.
#ifndef DEBERTA_OPS_MATMUL_H_
#define DEBERTA_OPS_MATMUL_H_

#include <cstddef>
#include <memory>

#include "tensor/buffer.h"
#include "tensor/matrix.h"

struct xnn_operator;

namespace deberta {

// out = a·bᵀ, by XNNPACK on the calling thread; packs b into scratch memory of its own. Move-only;
// one call at a time.
//
// There is no out = a·b beside it: XNNPACK's packing of a [k, n] operand leaves the padding of
// narrow outputs uninitialised (commit 4ea82e5, 4x2c4 kernels), and the answer with it.
class Matmul {
 public:
  Matmul();
  Matmul(Matmul&&) noexcept;
  Matmul& operator=(Matmul&&) noexcept;
  ~Matmul();

  // Makes the scratch memory large enough for these shapes and smaller ones. Throws kOutOfMemory.
  void reserve(ConstMatrix a, ConstMatrix b);

  // a [m, k], b [n, k], out [m, n]. b is contiguous, a and out may have any stride; a row of `a`
  // may be read past its end. Does not throw where reserve() was called for shapes at least as
  // large.
  void operator()(ConstMatrix a, ConstMatrix b, Matrix out);

 private:
  struct Delete {
    void operator()(xnn_operator* op) const;
  };
  // Tells the operator the shapes; returns the scratch bytes that they need.
  size_t reshape(ConstMatrix a, size_t columns, size_t out_stride);

  std::unique_ptr<xnn_operator, Delete> op_;
  Buffer scratch_;
};

}  // namespace deberta

#endif  // DEBERTA_OPS_MATMUL_H_
