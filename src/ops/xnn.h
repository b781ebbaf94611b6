// The door to XNNPACK: the only header of this library that includes <xnnpack.h>.
#ifndef DEBERTA_OPS_XNN_H_
#define DEBERTA_OPS_XNN_H_

#include <xnnpack.h>

#include <memory>

namespace deberta::xnn {

// Makes the library ready, once per process. Throws kOutOfMemory or kState.
void initialize();

// Throws kOutOfMemory or kState, naming the call.
void check(xnn_status status, const char* call);

struct DeleteOperator {
  void operator()(xnn_operator_t op) const { xnn_delete_operator(op); }
};
// An operator keeps the shape and pointers of its last call: one call at a time.
using Operator = std::unique_ptr<xnn_operator, DeleteOperator>;

}  // namespace deberta::xnn

#endif  // DEBERTA_OPS_XNN_H_
