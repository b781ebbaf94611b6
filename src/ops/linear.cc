#include "ops/linear.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/error.h"
#include "ops/panel_linear.h"
#include "ops/panels.h"
#include "ops/quantized_linear.h"
#include "ops/xnn.h"
#include "tensor/buffer.h"

namespace deberta {
namespace {

// In a module without relaxed SIMD our panels are about as fast as XNNPACK's operator, which would
// add 13 KB to it (docs/internals/kernels.md).
#if defined(__wasm_simd128__) && !defined(__wasm_relaxed_simd__)

std::unique_ptr<LinearKernel> make_fastest_float_linear(ConstMatrix weight, const float* bias) {
  return make_float_linear(weight, bias);
}

#else

// Gives the operators of one matrix the memory for its packed weights: the first one packs, the
// others find it done. XNNPACK's own allocator aligns, and so leaves a hole for each matrix (Buffer
// does not).
class PackedMemory {
 public:
  xnn_weights_cache_t provider() { return &provider_; }
  const float* floats() const { return buffer_.floats(); }
  size_t size() const { return buffer_.size(); }

 private:
  static PackedMemory& of(void* context) { return *static_cast<PackedMemory*>(context); }
  static size_t look_up(void* context, const xnn_weights_cache_look_up_key*) {
    return of(context).size() == 0 ? SIZE_MAX : 0;
  }
  static void* reserve(void* context, size_t size) {
    try {
      of(context).buffer_ = Buffer(size);
    } catch (...) {    // also where there is no memory for the Error
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

// weight, bias: not read where `packed` has them already.
xnn::Operator make_fully_connected(ConstMatrix weight, const float* bias, PackedMemory& packed) {
  xnn::initialize();
  // XNNPACK multiplies the size of its packed weights unchecked: rows and columns filled up to
  // whole tiles, and the biases.
  constexpr uint64_t kTile = 64;
  checked_size(std::array{weight.rows + kTile, weight.cols + kTile}, sizeof(float));
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  xnn_operator_t op = nullptr;
  xnn::check(
      xnn_create_fully_connected_nc_f32(weight.cols, weight.rows, /*input_stride=*/weight.cols,
                                        /*output_stride=*/weight.rows, weight.data, bias,
                                        -kInfinity, kInfinity, /*flags=*/0,
                                        /*code_cache=*/nullptr, packed.provider(), &op),
      "xnn_create_fully_connected_nc_f32");
  return xnn::Operator(op);
}

// Whether XNNPACK packs for a kernel of eight columns: panels as ours (ops/panels.h), each after
// its bias. Which kernel it takes is its business, so it is asked: of weights that are all
// different.
bool packs_panels() {
  constexpr size_t kOutputs = 2 * kPanelColumns, kInputs = 12, kColumn = kInputs + 1;
  float weight[kOutputs * kInputs], bias[kOutputs];
  const auto value = [](size_t n, size_t k) { return static_cast<float>(100 * n + k + 1); };
  for (size_t n = 0; n < kOutputs; ++n) {
    bias[n] = value(n, 0);
    for (size_t k = 0; k < kInputs; ++k) weight[n * kInputs + k] = value(n, k + 1);
  }
  PackedMemory packed;
  make_fully_connected(ConstMatrix(weight, kOutputs, kInputs), bias, packed);
  if (packed.size() < kOutputs * kColumn * sizeof(float)) return false;
  for (size_t n = 0; n < kOutputs; ++n) {
    const float* column =
        packed.floats() + n / kPanelColumns * kColumn * kPanelColumns + n % kPanelColumns;
    for (size_t k = 0; k < kColumn; ++k) {
      if (column[k * kPanelColumns] != value(n, k)) return false;
    }
  }
  return true;
}

// Finds the faster of two ways to do the same, which differs between processors and engines: the
// first calls take them in turns, the later ones that of the shortest time.
class FasterWay {
 public:
  // The way of the next call: 0 or 1.
  size_t next() const { return calls_ < kTrials ? calls_ % 2 : best_[1] < best_[0]; }

  // Makes a call with it.
  template <class F>
  void run(uint64_t work, F&& call) {
    const size_t way = next();
    if (calls_ == kTrials) return call(way);
    const auto start = std::chrono::steady_clock::now();
    call(way);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    best_[way] = std::min(best_[way], time.count() / static_cast<double>(work));
    ++calls_;
  }

 private:
  static constexpr size_t kTrials = 6;
  size_t calls_ = 0;
  std::array<double, 2> best_{std::numeric_limits<double>::max(),
                              std::numeric_limits<double>::max()};  // seconds per unit of work
};

class XnnLinear : public LinearKernel {
 public:
  XnnLinear(ConstMatrix weight, const float* bias) : outputs_(weight.rows), inputs_(weight.cols) {
    operators_.push_back(make_fully_connected(weight, bias, packed_));
    static const bool kPacksPanels = packs_panels();
    // It has other kernels for fewer outputs.
    has_panels_ = kPacksPanels && weight.rows >= kPanelColumns;
  }

  Precision precision() const override { return Precision::kFloat32; }

  void run(ConstMatrix x, Matrix y, Context& ctx) const override {
    const uint64_t work = uint64_t{x.rows} * inputs_ * outputs_;
    const int threads = ctx.pool.threads_for(work);
    if (!has_panels_) return run_operator(x, y, threads, ctx);
    // XNNPACK takes four rows past all weights, then the next four: where those come from far away
    // (a model's do not fit a cache), that waits. With many rows either may be faster. Several
    // threads would share the rows, so that each part reads all weights; ours share the panels.
    if (threads > 1 || x.rows <= rows_at_once(x.cols)) {
      return multiply_packed(x, packed_.floats(), y, ctx);
    }
    faster_.run(work, [&](size_t way) {
      way == 0 ? multiply_packed(x, packed_.floats(), y, ctx) : run_operator(x, y, threads, ctx);
    });
  }

 private:
  void run_operator(ConstMatrix x, Matrix y, int threads, Context& ctx) const {
    while (operators_.size() < static_cast<size_t>(ctx.pool.size())) {
      const ConstMatrix packed(packed_.floats(), outputs_, inputs_);
      operators_.push_back(make_fully_connected(packed, packed_.floats(), packed_));
    }
    // As many rows as the kernel takes at a time, or a multiple of it.
    constexpr size_t kRows = 4, kBlocksOfThread = 4;
    const size_t blocks = threads == 1 ? 1 : kBlocksOfThread * static_cast<size_t>(threads);
    const size_t step = ((x.rows + blocks - 1) / blocks + kRows - 1) / kRows * kRows;
    std::atomic<xnn_status> failure = xnn_status_success;
    ctx.pool.parallel_for((x.rows + step - 1) / step, threads, [&](size_t index, size_t worker) {
      const size_t first = index * step;
      const size_t count = std::min(step, x.rows - first);
      xnn_operator_t op = operators_[worker].get();
      xnn_status status = xnn_reshape_fully_connected_nc_f32(op, count, /*threadpool=*/nullptr);
      if (status == xnn_status_success) {
        status = xnn_setup_fully_connected_nc_f32(op, x.row(first), y.row(first));
      }
      if (status == xnn_status_success) status = xnn_run_operator(op, /*threadpool=*/nullptr);
      if (status != xnn_status_success) failure = status;
    });
    xnn::check(failure, "xnn_run_operator");
  }

  size_t outputs_;
  size_t inputs_;
  mutable PackedMemory packed_;  // first: the operators read it
  // One for each thread: each keeps the rows of its last call. Made as they are needed.
  mutable std::vector<xnn::Operator> operators_;
  bool has_panels_;
  mutable FasterWay faster_;  // of our panels and XNNPACK's operator
};

std::unique_ptr<LinearKernel> make_fastest_float_linear(ConstMatrix weight, const float* bias) {
  return std::make_unique<XnnLinear>(weight, bias);
}

#endif

std::unique_ptr<LinearKernel> make_kernel(StoredWeight weight, const float* bias,
                                          Precision precision) {
  if (has_eight_bits(precision)) {
    const QuantizedWeights quantized = quantize_weights(weight);
    if (quantized.error <= kMaxWeightError) {
      return precision == Precision::kInt8 ? make_quantized_linear(quantized, bias, fastest_dot())
                                           : make_int8_weights_linear(quantized, bias);
    }
  }
  const Buffer wide = weight.in_bytes() ? widened(weight) : Buffer();
  const ConstMatrix floats =
      weight.in_bytes() ? ConstMatrix(wide.floats(), weight.outputs, weight.inputs) : weight.floats;
  return precision == Precision::kFloat16 ? make_half_linear(floats, bias)
                                          : make_fastest_float_linear(floats, bias);
}

}  // namespace

Linear::Linear(StoredWeight weight, const float* bias, Precision precision)
    : kernel_(make_kernel(weight, bias, precision)),
      inputs_(weight.inputs),
      outputs_(weight.outputs) {
  assert(weight.in_bytes() || weight.floats.stride == weight.floats.cols);
}

void Linear::operator()(ConstMatrix x, Matrix y, Context& ctx) const {
  assert(x.cols == inputs_ && x.stride == inputs_);
  assert(y.cols == outputs_ && y.stride == outputs_ && y.rows == x.rows);
  if (x.rows == 0) return;
  kernel_->run(x, y, ctx);
}

}  // namespace deberta
