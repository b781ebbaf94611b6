#include "ops/linear.h"

#include <cassert>
#include <limits>

#include "ops/panel_linear.h"
#include "ops/quantized_linear.h"
#include "ops/xnn.h"

namespace deberta {
namespace {

// In a module without relaxed SIMD, XNNPACK takes one of two kernels by a guess of the processor,
// and where there are few cores the one that runs at three quarters of the speed of ours.
#if defined(__wasm_simd128__) && !defined(__wasm_relaxed_simd__)

std::unique_ptr<LinearKernel> make_fastest_float_linear(ConstMatrix weight, const float* bias) {
  return make_float_linear(weight, bias);
}

#else

class XnnLinear : public LinearKernel {
 public:
  XnnLinear(ConstMatrix weight, const float* bias) {
    xnn::initialize();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    xnn_operator_t op = nullptr;
    xnn::check(
        xnn_create_fully_connected_nc_f32(weight.cols, weight.rows, /*input_stride=*/weight.cols,
                                          /*output_stride=*/weight.rows, weight.data, bias,
                                          -kInfinity, kInfinity, /*flags=*/0,
                                          /*code_cache=*/nullptr, /*weights_cache=*/nullptr, &op),
        "xnn_create_fully_connected_nc_f32");
    op_.reset(op);
  }

  Precision precision() const override { return Precision::kFloat32; }

  void run(ConstMatrix x, Matrix y, Context& ctx) const override {
    pthreadpool* pool = ctx.pool.handle();
    xnn::check(xnn_reshape_fully_connected_nc_f32(op_.get(), x.rows, pool),
               "xnn_reshape_fully_connected_nc_f32");
    xnn::check(xnn_setup_fully_connected_nc_f32(op_.get(), x.data, y.data),
               "xnn_setup_fully_connected_nc_f32");
    xnn::check(xnn_run_operator(op_.get(), pool), "xnn_run_operator");
  }

 private:
  xnn::Operator op_;
};

std::unique_ptr<LinearKernel> make_fastest_float_linear(ConstMatrix weight, const float* bias) {
  return std::make_unique<XnnLinear>(weight, bias);
}

#endif

std::unique_ptr<LinearKernel> make_kernel(ConstMatrix weight, const float* bias,
                                          Precision precision) {
  if (precision == Precision::kFloat16) return make_half_linear(weight, bias);
  if (precision != Precision::kFloat32) {
    const QuantizedWeights quantized = quantize_weights(weight);
    if (quantized.error <= kMostWeightError) {
      return precision == Precision::kInt8 ? make_quantized_linear(quantized, bias, fastest_dot())
                                           : make_int8_weights_linear(quantized, bias);
    }
  }
  return make_fastest_float_linear(weight, bias);
}

}  // namespace

Linear::Linear(ConstMatrix weight, const float* bias, Precision precision)
    : kernel_(make_kernel(weight, bias, precision)), inputs_(weight.cols), outputs_(weight.rows) {
  assert(weight.stride == weight.cols);
}

void Linear::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  assert(x.cols == inputs_ && x.stride == inputs_);
  assert(y.cols == outputs_ && y.stride == outputs_ && y.rows == x.rows);
  if (x.rows == 0) return;
  kernel_->run(x, y, ctx);
}

}  // namespace deberta
