#include "model/quantizing_sink.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "io/weights.h"
#include "model/feed_forward.h"
#include "ops/weight_quantization.h"
#include "tensor/matrix.h"

namespace deberta {
namespace {

enum class Kept { kAsItIs, kOutputs, kFeedForward, kRows, kHalves };

constexpr std::string_view kExpand = "intermediate.dense.weight";
constexpr std::string_view kContract = "output.dense.weight";

// Of a canonical name: as ModelLoader keeps it.
Kept kept(std::string_view name) {
  for (const char* table :
       {"embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight",
        "embeddings.token_type_embeddings.weight", "cls.predictions.decoder.weight"}) {
    if (name == table) return Kept::kRows;
  }
  constexpr std::string_view kLayer = "encoder.layer.";
  if (!name.starts_with(kLayer)) return Kept::kAsItIs;
  name.remove_prefix(std::min(name.size(), name.find('.', kLayer.size()) + 1));
  if (name == kExpand || name == kContract) return Kept::kFeedForward;
  if (name == "attention.output.dense.weight") return Kept::kOutputs;
  constexpr std::string_view kSelf = "attention.self.";
  if (!name.starts_with(kSelf)) return Kept::kAsItIs;
  name.remove_prefix(kSelf.size());
  for (const char* part : {"in_proj", "query_proj", "key_proj", "value_proj"}) {
    if (name == std::string(part) + ".weight") return Kept::kOutputs;
  }
  for (const char* part : {"pos_proj", "pos_q_proj", "pos_key_proj", "pos_query_proj"}) {
    if (name == std::string(part) + ".weight") return Kept::kHalves;
  }
  return Kept::kAsItIs;
}

Buffer widened(const RawTensor& content) {
  Buffer floats = Buffer::of_floats(content.count());
  widen(content.dtype, content.bytes.data(), content.count(), floats.floats());
  return floats;
}

ConstMatrix matrix(const Buffer& floats, const TensorInfo& info) {
  return ConstMatrix(floats.floats(), static_cast<size_t>(info.shape[0]),
                     static_cast<size_t>(info.shape[1]));
}

// Another type of floats, unless finite values would be infinite in it.
void narrow(TensorInfo& info, RawTensor& content, DType dtype) {
  const size_t count = content.count();
  RawTensor narrowed{dtype, content.shape, Buffer(count * size_of(dtype))};
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
  const DType dtype = tensor.info.dtype;
  const bool is_matrix = info.shape.size() == 2 && info.count() > 0;
  const Kept how = is_matrix ? kept(name) : Kept::kAsItIs;
  if (how == Kept::kFeedForward) return on_feed_forward(name, std::move(tensor));
  // What is in bytes already has its scales.
  switch (is_weight_dtype(dtype) ? how : Kept::kAsItIs) {
    case Kept::kOutputs:
      return pass_outputs(std::move(tensor));
    case Kept::kRows:
      return pass_rows(std::move(tensor));
    case Kept::kHalves:
      return pass_halves(std::move(tensor));
    default:
      return pass(std::move(tensor));
  }
}

std::vector<std::string> QuantizingSink::finish() {
  if (waiting_.empty()) return std::move(kept_as_floats_);
  throw Error(ErrorCode::kTensorMissing, "of the feed-forward layer of '" +
                                             waiting_.begin()->first +
                                             "' the other weight is not there");
}

// Whether 8 bits will do is asked of both weights together; where one has them, it was asked
// before.
void QuantizingSink::on_feed_forward(const std::string& name, Whole tensor) {
  const bool is_expand = name.ends_with(kExpand);
  const std::string_view mine = is_expand ? kExpand : kContract;
  const std::string layer = name.substr(0, name.size() - mine.size());
  const std::string partner = layer + std::string(is_expand ? kContract : kExpand);
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
      throw Error(ErrorCode::kTensorUnexpected, "tensor '" + name + "': two names mean it");
    }
    return;
  }
  Whole& other = waiting.mapped();
  const bool in_floats = is_expand ? dominated(tensor, other) : dominated(other, tensor);
  for (Whole* each : {&other, &tensor}) {
    in_floats ? pass_floats(std::move(*each)) : pass_outputs(std::move(*each));
  }
}

bool QuantizingSink::dominated(const Whole& expand, const Whole& contract) {
  if (expand.info.shape[0] != contract.info.shape[1]) {
    throw Error(ErrorCode::kTensorShape,
                "tensors '" + expand.info.name + "' " + to_string(expand.info.shape) + " and '" +
                    contract.info.name + "' " + to_string(contract.info.shape) +
                    " do not fit together");
  }
  const Buffer w1 = widened(expand.content), w2 = widened(contract.content);
  return has_outlier_channels(matrix(w1, expand.info), matrix(w2, contract.info));
}

void QuantizingSink::pass_floats(Whole tensor) {
  kept_as_floats_.push_back(tensor.info.name);
  pass(std::move(tensor));
}

void QuantizingSink::pass_outputs(Whole tensor) {
  const Buffer floats = widened(tensor.content);
  const QuantizedWeights weights = quantize_weights(matrix(floats, tensor.info));
  // Columns of floats have no place in the file.
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
  pass({{info.name + "_scale", DType::kF32, rows, 0, scales.size_bytes()},
        raw(DType::kF32, rows, scales.data(), scales.size_bytes())});
  pass({{info.name, DType::kI8, info.shape, 0, values.size()},
        raw(DType::kI8, info.shape, values.data(), values.size())});
}

}  // namespace deberta
