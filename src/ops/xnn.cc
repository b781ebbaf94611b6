#include "ops/xnn.h"

#include <string>

#include "base/error.h"
#include "tensor/buffer.h"

namespace deberta::xnn {

static_assert(Buffer::kReadPast >= XNN_EXTRA_BYTES);

void check(xnn_status status, const char* call) {
  if (status == xnn_status_success) return;
  const ErrorCode code =
      status == xnn_status_out_of_memory ? ErrorCode::kOutOfMemory : ErrorCode::kState;
  throw Error(code, std::string(call) + " failed with status " + std::to_string(status));
}

void initialize() { check(xnn_initialize(/*allocator=*/nullptr), "xnn_initialize"); }

}  // namespace deberta::xnn
