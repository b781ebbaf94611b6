// XNNPACK's operators, each made, shaped and given its memory at once; run() is what is timed.
#ifndef DEBERTA_TOOLS_BENCH_KERNELS_OPERATORS_H_
#define DEBERTA_TOOLS_BENCH_KERNELS_OPERATORS_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "ops/xnn.h"
#include "tensor/buffer.h"
#include "tensor/matrix.h"

namespace deberta::bench {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

inline void run(const xnn::Operator& op) {
  xnn::check(xnn_run_operator(op.get(), /*threadpool=*/nullptr), "xnn_run_operator");
}

// y = x·Wᵀ + b
inline xnn::Operator make_linear(ConstMatrix weight, const float* bias) {
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_fully_connected_nc_f32(weight.cols, weight.rows, weight.cols, weight.rows,
                                               weight.data, bias, -kInfinity, kInfinity,
                                               /*flags=*/0, nullptr, nullptr, &op),
             "xnn_create_fully_connected_nc_f32");
  return xnn::Operator(op);
}
inline void set_rows(const xnn::Operator& op, ConstMatrix x, float* y) {
  xnn::check(xnn_reshape_fully_connected_nc_f32(op.get(), x.rows, nullptr), "reshape");
  xnn::check(xnn_setup_fully_connected_nc_f32(op.get(), x.data, y), "setup");
}

// The same with weights in 8 bits, multiplied as floats.
inline xnn::Operator make_int8_weights_linear(size_t inputs, size_t outputs, const int8_t* weight,
                                              const float* scales, const float* bias) {
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_fully_connected_nc_f32_qc8w(inputs, outputs, inputs, outputs, scales,
                                                    weight, bias, -kInfinity, kInfinity,
                                                    /*flags=*/0, nullptr, nullptr, &op),
             "xnn_create_fully_connected_nc_f32_qc8w");
  return xnn::Operator(op);
}
inline void set_int8_weights_rows(const xnn::Operator& op, ConstMatrix x, float* y) {
  xnn::check(xnn_reshape_fully_connected_nc_f32_qc8w(op.get(), x.rows, nullptr), "reshape");
  xnn::check(xnn_setup_fully_connected_nc_f32_qc8w(op.get(), x.data, y), "setup");
}

// The same with activations in 8 bits, too: they are converted row by row first.
class Int8Linear {
 public:
  Int8Linear(size_t inputs, size_t outputs, const int8_t* weight, const float* scales,
             const float* bias)
      : inputs_(inputs) {
    xnn_operator_t op = nullptr;
    xnn::check(xnn_create_convert_nc_f32_qd8(/*flags=*/0, &op), "xnn_create_convert_nc_f32_qd8");
    convert_.reset(op);
    xnn::check(xnn_create_fully_connected_nc_qd8_f32_qc8w(inputs, outputs, inputs, outputs, scales,
                                                          weight, bias, -kInfinity, kInfinity,
                                                          /*flags=*/0, nullptr, nullptr, &op),
               "xnn_create_fully_connected_nc_qd8_f32_qc8w");
    product_.reset(op);
  }
  void set(ConstMatrix x, float* y) {
    bytes_ = Buffer(x.rows * inputs_);
    rows_.resize(x.rows + XNN_EXTRA_QUANTIZATION_PARAMS);
    auto* q = reinterpret_cast<int8_t*>(bytes_.data());
    xnn::check(
        xnn_reshape_convert_nc_f32_qd8(convert_.get(), x.rows, inputs_, inputs_, inputs_, nullptr),
        "reshape");
    xnn::check(xnn_setup_convert_nc_f32_qd8(convert_.get(), x.data, q, rows_.data()), "setup");
    xnn::check(xnn_reshape_fully_connected_nc_qd8_f32_qc8w(product_.get(), x.rows, nullptr),
               "reshape");
    xnn::check(xnn_setup_fully_connected_nc_qd8_f32_qc8w(product_.get(), q, y, rows_.data()),
               "setup");
  }
  void run() const {
    bench::run(convert_);
    bench::run(product_);
  }

 private:
  size_t inputs_;
  xnn::Operator convert_, product_;
  Buffer bytes_;
  std::vector<xnn_quantization_params> rows_;
};

// out [m, n] = a [m, k] · b, b [k, n], or [n, k] if it is transposed.
class Product {
 public:
  Product(const float* a, const float* b, float* out, size_t m, size_t k, size_t n,
          bool transposed) {
    xnn_operator_t op = nullptr;
    xnn::check(xnn_create_batch_matrix_multiply_nc_f32(transposed ? XNN_FLAG_TRANSPOSE_B : 0, &op),
               "xnn_create_batch_matrix_multiply_nc_f32");
    op_.reset(op);
    const size_t batch[] = {1};
    size_t size = 0, alignment = 0;
    xnn::check(xnn_reshape_batch_matrix_multiply_nc_f32(op, 1, batch, batch, m, k, n, &size,
                                                        &alignment, nullptr),
               "reshape");
    workspace_ = Buffer(size);
    xnn::check(xnn_setup_batch_matrix_multiply_nc_f32(op, workspace_.data(), a, b, out), "setup");
  }
  void run() const { bench::run(op_); }

 private:
  xnn::Operator op_;
  Buffer workspace_;
};

// to = f(from), of all elements.
inline xnn::Operator make_unary(xnn_unary_operator f, const float* from, float* to, size_t count) {
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_unary_elementwise_nc(f, xnn_datatype_fp32, xnn_datatype_fp32, nullptr,
                                             nullptr, nullptr, /*flags=*/0, &op),
             "xnn_create_unary_elementwise_nc");
  xnn::Operator result(op);
  xnn::check(xnn_reshape_unary_elementwise_nc(op, 1, count, count, count, nullptr), "reshape");
  xnn::check(xnn_setup_unary_elementwise_nc(op, from, to), "setup");
  return result;
}

// A value's two dimensions; one of size 1 is repeated.
struct Operand {
  const float* data;
  size_t rows, cols;
};
inline xnn::Operator make_binary(xnn_binary_operator f, Operand a, Operand b, float* to) {
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_binary_elementwise_nd(f, xnn_datatype_fp32, nullptr, nullptr, nullptr,
                                              /*flags=*/0, &op),
             "xnn_create_binary_elementwise_nd");
  xnn::Operator result(op);
  const size_t a_shape[] = {a.rows, a.cols}, b_shape[] = {b.rows, b.cols};
  xnn::check(xnn_reshape_binary_elementwise_nd(op, 2, a_shape, 2, b_shape, nullptr), "reshape");
  xnn::check(xnn_setup_binary_elementwise_nd(op, a.data, b.data, to), "setup");
  return result;
}

// to [rows] = the mean of each row.
inline xnn::Operator make_row_means(ConstMatrix from, float* to) {
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_reduce_nd(xnn_reduce_mean, xnn_datatype_fp32, nullptr, nullptr,
                                  /*flags=*/0, &op),
             "xnn_create_reduce_nd");
  xnn::Operator result(op);
  const int64_t axes[] = {1};
  const size_t shape[] = {from.rows, from.cols};
  size_t size = 0, alignment = 0;
  xnn::check(xnn_reshape_reduce_nd(op, 1, axes, 2, shape, &size, &alignment, nullptr), "reshape");
  xnn::check(xnn_setup_reduce_nd(op, /*workspace=*/nullptr, from.data, to), "setup");
  return result;
}

inline xnn::Operator make_softmax(Matrix x) {
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_softmax_nc_f32(/*flags=*/0, &op), "xnn_create_softmax_nc_f32");
  xnn::Operator result(op);
  xnn::check(xnn_reshape_softmax_nc_f32(op, x.cols, x.stride, x.stride, x.rows, nullptr),
             "reshape");
  xnn::check(xnn_setup_softmax_nc_f32(op, x.data, x.data), "setup");
  return result;
}

// Three dimensions in another order.
inline xnn::Operator make_transpose(const float* from, const size_t (&shape)[3],
                                    const size_t (&order)[3], float* to) {
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_transpose_nd_x32(/*flags=*/0, &op), "xnn_create_transpose_nd_x32");
  xnn::Operator result(op);
  xnn::check(xnn_reshape_transpose_nd_x32(op, 3, shape, order, nullptr), "reshape");
  xnn::check(xnn_setup_transpose_nd_x32(op, from, to), "setup");
  return result;
}

}  // namespace deberta::bench

#endif  // DEBERTA_TOOLS_BENCH_KERNELS_OPERATORS_H_
