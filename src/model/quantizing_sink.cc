#include "model/quantizing_sink.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "base/error.h"
#include "io/weights.h"
#include "model/checkpoint_layout.h"
#include "model/feed_forward.h"
#include "ops/weight_quantization.h"
#include "tensor/matrix.h"

namespace deberta {
namespace {

Buffer widened(const RawTensor& content) {
  Buffer floats = Buffer::of_floats({content.count()});
  widen(content.dtype, content.bytes.data(), content.count(), floats.floats());
  return floats;
}

ConstMatrix matrix(const Buffer& floats, const TensorInfo& info) {
  return ConstMatrix(floats.floats(), static_cast<size_t>(info.shape[0]),
                     static_cast<size_t>(info.shape[1]));
}

// Converts to another floating-point type, unless finite values would become infinite.
void narrow(TensorInfo& info, RawTensor& content, DType dtype) {
  const size_t count = content.count();
  RawTensor narrowed{dtype, content.shape, Buffer::of_bytes({count, size_of(dtype)})};
  if (convert(content.dtype, content.bytes.data(), count, dtype, narrowed.bytes.data()) != 0)
    return;
  info.dtype = dtype;
  info.begin = 0;
  info.end = narrowed.bytes.size();
  content = std::move(narrowed);
}

RawTensor raw(DType dtype, const std::vector<uint64_t>& shape, const void* from, size_t size) {
  RawTensor content{dtype, shape, Buffer(size)};
  if (size != 0) std::memcpy(content.bytes.data(), from, size);
  return content;
}

}  // namespace

void QuantizingSink::on_tensor(const TensorInfo& info, RawTensor content) {
  const std::string name = canonical_name(info.name);
  Whole tensor{info, std::move(content)};
  if (info.dtype == DType::kF64) narrow(tensor.info, tensor.content, DType::kF32);
  const bool is_matrix = info.shape.size() == 2 && info.count() > 0;
  const Role role = is_matrix ? role_of(name) : Role::kEncoder;
  if (role == Role::kExpand || role == Role::kContract) {
    return on_feed_forward(name, role, std::move(tensor));
  }
  // A tensor in 8 bits already has its scales.
  const bool is_float = is_weight_dtype(tensor.info.dtype);
  const Precision kept = is_float ? kept_in(role, Precision::kInt8) : Precision::kFloat32;
  if (kept == Precision::kFloat32) return pass(std::move(tensor));
  if (kept == Precision::kFloat16) return pass_halves(std::move(tensor));
  role == Role::kEmbedding ? pass_rows(std::move(tensor)) : pass_outputs(std::move(tensor));
}

std::vector<std::string> QuantizingSink::finish() {
  if (waiting_.empty()) return std::move(unquantized_layers_);
  const std::string& name = waiting_.begin()->first;
  throw Error(
      ErrorCode::kTensorMissing,
      "tensor '" + partner_of(name) + "' is missing: 8 bits need it together with '" + name + "'");
}

// Whether 8 bits are enough is decided for both weights together; where one is in 8 bits already,
// it was decided before.
void QuantizingSink::on_feed_forward(const std::string& name, Role role, Whole tensor) {
  const std::string partner = partner_of(name);
  auto waiting = waiting_.extract(partner);
  if (!is_weight_dtype(tensor.info.dtype)) {
    in_bytes_.insert(name);
    pass(std::move(tensor));
    if (waiting) pass_outputs(std::move(waiting.mapped()));
    return;
  }
  if (in_bytes_.contains(partner)) return pass_outputs(std::move(tensor));
  if (!waiting) {
    if (!waiting_.try_emplace(name, std::move(tensor)).second) {
      throw Error(ErrorCode::kTensorUnexpected,
                  "tensor '" + name + "': expected once, found under two names");
    }
    return;
  }
  Whole& other = waiting.mapped();
  const bool in_floats =
      role == Role::kExpand ? has_outliers(tensor, other) : has_outliers(other, tensor);
  for (Whole* each : {&other, &tensor}) {
    in_floats ? pass_floats(std::move(*each)) : pass_outputs(std::move(*each));
  }
}

bool QuantizingSink::has_outliers(const Whole& expand, const Whole& contract) {
  if (expand.info.shape[0] != contract.info.shape[1]) {
    throw Error(ErrorCode::kTensorShape,
                "tensors '" + expand.info.name + "' " + to_string(expand.info.shape) + " and '" +
                    contract.info.name + "' " + to_string(contract.info.shape) +
                    " do not fit together: expected as many rows in one as columns in the other");
  }
  const Buffer w1 = widened(expand.content), w2 = widened(contract.content);
  return has_outlier_channels(matrix(w1, expand.info), matrix(w2, contract.info));
}

void QuantizingSink::pass_floats(Whole tensor) {
  unquantized_layers_.push_back(tensor.info.name);
  pass(std::move(tensor));
}

void QuantizingSink::pass_outputs(Whole tensor) {
  const Buffer floats = widened(tensor.content);
  const QuantizedWeights weights = quantize_weights(matrix(floats, tensor.info));
  // The file format cannot store single columns of floats.
  const bool survives = weights.error <= kMaxWeightError && weights.float_columns.empty();
  if (!survives) return pass_floats(std::move(tensor));
  pass_bytes(tensor.info, weights.values, weights.scales);
}

void QuantizingSink::pass_rows(Whole tensor) {
  const auto rows = static_cast<size_t>(tensor.info.shape[0]);
  const auto cols = static_cast<size_t>(tensor.info.shape[1]);
  const DType dtype = tensor.content.dtype;
  std::vector<int8_t> values(rows * cols);
  std::vector<float> scales(rows), row(cols);
  for (size_t i = 0; i < rows; ++i) {
    widen(dtype, tensor.content.bytes.data() + i * cols * size_of(dtype), cols, row.data());
    scales[i] = quantize_weights(row.data(), cols, &values[i * cols]);
  }
  tensor.content.bytes = Buffer();
  pass_bytes(tensor.info, values, scales);
}

void QuantizingSink::pass_halves(Whole tensor) {
  narrow(tensor.info, tensor.content, DType::kF16);
  pass(std::move(tensor));
}

void QuantizingSink::pass_bytes(const TensorInfo& info, std::span<const int8_t> values,
                                std::span<const float> scales) {
  const std::vector<uint64_t> rows = {info.shape[0]};
  pass({{info.name + std::string(kScaleSuffix), DType::kF32, rows, 0, scales.size_bytes()},
        raw(DType::kF32, rows, scales.data(), scales.size_bytes())});
  pass({{info.name, DType::kI8, info.shape, 0, values.size()},
        raw(DType::kI8, info.shape, values.data(), values.size())});
}

}  // namespace deberta
