#include "ops/linear.h"

#include <cassert>
#include <cstdint>
#include <limits>

#include "base/error.h"
#include "ops/panel_linear.h"
#include "ops/panels.h"
#include "ops/quantized_linear.h"
#include "ops/xnn.h"
#include "tensor/buffer.h"

namespace deberta {
namespace {

// In a module without relaxed SIMD, XNNPACK takes one of two kernels by a guess of the processor,
// and where there are few cores the one that runs at three quarters of the speed of ours.
#if defined(__wasm_simd128__) && !defined(__wasm_relaxed_simd__)

std::unique_ptr<LinearKernel> make_fastest_float_linear(ConstMatrix weight, const float* bias) {
  return make_float_linear(weight, bias);
}

#else

// Gives XNNPACK the memory for its packed weights. Its own allocator aligns, and so leaves a hole
// for each matrix (Buffer does not).
class PackedMemory {
 public:
  xnn_weights_cache_t provider() { return &provider_; }
  const float* floats() const { return buffer_.floats(); }
  size_t size() const { return buffer_.size(); }

 private:
  static PackedMemory& of(void* context) { return *static_cast<PackedMemory*>(context); }
  // Nothing is shared: every operator has its own.
  static size_t look_up(void*, const xnn_weights_cache_look_up_key*) { return SIZE_MAX; }
  static void* reserve(void* context, size_t size) {
    try {
      of(context).buffer_ = Buffer(size);
    } catch (const Error&) {
      return nullptr;  // the operator says so
    }
    return of(context).buffer_.data();
  }
  static size_t insert(void*, const xnn_weights_cache_look_up_key*, void*, size_t) { return 0; }
  static bool is_finalized(void*) { return true; }
  static void* address(void* context, size_t) { return of(context).buffer_.data(); }
  static xnn_status destroy(void*) { return xnn_status_success; }

  Buffer buffer_;
  xnn_weights_cache_provider provider_{this,         look_up, reserve, insert,
                                       is_finalized, address, destroy};
};

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
                                          /*code_cache=*/nullptr, packed_.provider(), &op),
        "xnn_create_fully_connected_nc_f32");
    op_.reset(op);
    has_panels_ = holds_panels(weight, bias);
  }

  Precision precision() const override { return Precision::kFloat32; }

  void run(ConstMatrix x, Matrix y, Context& ctx) const override {
    // XNNPACK takes four rows past all weights, then the next four: where those come from far away
    // (a model's do not fit a cache), that waits, unless there are many rows.
    if (has_panels_ && x.rows <= rows_at_once(x.cols)) {
      return multiply_packed(x, packed_.floats(), y, ctx);
    }
    pthreadpool* pool = ctx.pool.handle();
    xnn::check(xnn_reshape_fully_connected_nc_f32(op_.get(), x.rows, pool),
               "xnn_reshape_fully_connected_nc_f32");
    xnn::check(xnn_setup_fully_connected_nc_f32(op_.get(), x.data, y.data),
               "xnn_setup_fully_connected_nc_f32");
    xnn::check(xnn_run_operator(op_.get(), pool), "xnn_run_operator");
  }

 private:
  // Whether XNNPACK has packed for a kernel of eight columns: panels as ours (ops/panels.h), each
  // after its bias. Which kernel it takes is its business, so the memory itself is looked at.
  bool holds_panels(ConstMatrix weight, const float* bias) const {
    const size_t panel = (weight.cols + 1) * kPanelColumns;
    if (packed_.size() < panels_of(weight.rows) * panel * sizeof(float)) return false;
    const float* at = packed_.floats();
    for (size_t n = 0; n < weight.rows; ++n) {
      const float* column = at + n / kPanelColumns * panel + n % kPanelColumns;
      if (*column != (bias != nullptr ? bias[n] : 0.0f)) return false;
      // The first and the last input tell all other layouts apart, unless weights are alike.
      for (const size_t k : {size_t{0}, weight.cols - 1}) {
        const float kept = column[(k + 1) * kPanelColumns];
        const float given = weight.row(n)[k];
        if (kept != given && given == given) return false;
      }
    }
    return true;
  }

  PackedMemory packed_;  // first: the operator reads it
  xnn::Operator op_;
  bool has_panels_ = false;
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
