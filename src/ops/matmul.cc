#include "ops/matmul.h"

#include <cassert>
#include <limits>

#include "ops/xnn.h"

namespace deberta {

Matmul::Matmul(Matmul&&) noexcept = default;
Matmul& Matmul::operator=(Matmul&&) noexcept = default;
Matmul::~Matmul() = default;

void Matmul::Delete::operator()(xnn_operator* op) const { xnn_delete_operator(op); }

Matmul::Matmul() {
  xnn::initialize();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  xnn_operator_t op = nullptr;
  xnn::check(xnn_create_dynamic_fully_connected_nc_f32(-kInfinity, kInfinity, /*flags=*/0, &op),
             "xnn_create_dynamic_fully_connected_nc_f32");
  op_.reset(op);
}

size_t Matmul::reshape(ConstMatrix a, size_t columns, size_t out_stride) {
  size_t size = 0, alignment = 0;
  xnn::check(xnn_reshape_dynamic_fully_connected_nc_f32(op_.get(), a.rows, a.cols, columns,
                                                        a.stride, out_stride, &size, &alignment,
                                                        /*threadpool=*/nullptr),
             "xnn_reshape_dynamic_fully_connected_nc_f32");
  assert(alignment <= Buffer::kAlignment);
  return size;
}

void Matmul::reserve(ConstMatrix a, ConstMatrix b) {
  const size_t size = reshape(a, b.rows, b.rows);
  if (scratch_.size() < size) scratch_ = Buffer(size);
}

void Matmul::operator()(ConstMatrix a, ConstMatrix b, Matrix out) {
  assert(b.stride == b.cols && a.cols == b.cols);
  assert(out.rows == a.rows && out.cols == b.rows);
  const size_t size = reshape(a, out.cols, out.stride);
  if (scratch_.size() < size) scratch_ = Buffer(size);
  xnn::check(xnn_setup_dynamic_fully_connected_nc_f32(op_.get(), scratch_.data(), a.data, b.data,
                                                      /*bias=*/nullptr, out.data),
             "xnn_setup_dynamic_fully_connected_nc_f32");
  xnn::check(xnn_run_operator(op_.get(), /*threadpool=*/nullptr), "xnn_run_operator");
}

}  // namespace deberta
