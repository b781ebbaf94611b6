#include "ops/linear.h"

#include <cassert>
#include <limits>

#include "ops/xnn.h"

namespace deberta {

Linear::Linear(Linear&&) noexcept = default;
Linear& Linear::operator=(Linear&&) noexcept = default;
Linear::~Linear() = default;

void Linear::Delete::operator()(xnn_operator* op) const { xnn_delete_operator(op); }

Linear::Linear(ConstMatrix weight, const float* bias)
    : inputs_(weight.cols), outputs_(weight.rows) {
  assert(weight.stride == weight.cols);
  xnn::initialize();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_fully_connected_nc_f32(
                 inputs_, outputs_, /*input_stride=*/inputs_, /*output_stride=*/outputs_,
                 weight.data, bias, -kInfinity, kInfinity, /*flags=*/0, /*code_cache=*/nullptr,
                 /*weights_cache=*/nullptr, &op),
             "xnn_create_fully_connected_nc_f32");
  op_.reset(op);
}

void Linear::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  assert(x.cols == inputs_ && x.stride == inputs_);
  assert(y.cols == outputs_ && y.stride == outputs_ && y.rows == x.rows);
  if (x.rows == 0) return;
  pthreadpool* pool = ctx.pool.handle();
  xnn::check(xnn_reshape_fully_connected_nc_f32(op_.get(), x.rows, pool),
             "xnn_reshape_fully_connected_nc_f32");
  xnn::check(xnn_setup_fully_connected_nc_f32(op_.get(), x.data, y.data),
             "xnn_setup_fully_connected_nc_f32");
  xnn::check(xnn_run_operator(op_.get(), pool), "xnn_run_operator");
}

}  // namespace deberta
