#include "bindings/checkpoint.h"

#include <utility>

#include "bindings/guarded.h"
#include "bindings/values.h"

namespace deberta::bindings {

using emscripten::val;

namespace {

val to_js(const TensorInfo& info) {
  val tensor = val::object();
  tensor.set("name", info.name);
  tensor.set("dtype", std::string(name_of(info.dtype)));
  tensor.set("shape", val::array(std::vector<double>(info.shape.begin(), info.shape.end())));
  tensor.set("byte_length", static_cast<double>(info.end - info.begin));
  if (info.dtype == DType::kI8) tensor.set("scales", info.name + std::string(kScaleSuffix));
  return tensor;
}

}  // namespace

val Checkpoint::reserve(double byte_length) {
  return guarded([&] { return val(staging_.reserve(byte_length)); });
}

val Checkpoint::open(val options) {
  return guarded([&] {
    std::optional<std::string> name;
    Options(options).read("dtype", name);
    const bool quantizes = name == "q8";
    std::optional<DType> dtype;
    if (name && !quantizes) {
      dtype = dtype_of(*name);
      if (!dtype || !is_weight_dtype(*dtype)) {
        throw Error(ErrorCode::kInput, "dtype: expected one of F32 F16 BF16 q8");
      }
    }
    converting_.emplace(dtype, static_cast<TensorSink&>(*this));
    if (quantizes) quantizing_.emplace(*converting_);
    return val::undefined();
  });
}

val Checkpoint::files_of(std::string file, double byte_length) {
  return guarded([&] {
    const std::string_view json = staging_.bytes(byte_length);
    return val::array(in_file(file, [&] { return parse_shard_index(json); }).files);
  });
}

val Checkpoint::begin_file(std::string name) {
  return guarded([&] {
    if (!converting_) throw Error(ErrorCode::kState, "expected open() first");
    arrived_.clear();
    taken_ = 0;
    has_index_ = false;
    reader_.emplace(quantizing_ ? static_cast<TensorSink&>(*quantizing_) : *converting_, name);
    file_ = std::move(name);
    return val::undefined();
  });
}

val Checkpoint::write(double byte_length) {
  return guarded([&] {
    if (!reader_) throw Error(ErrorCode::kState, "no file was begun");
    const std::string_view bytes = staging_.bytes(byte_length);
    reader_->write(std::as_bytes(std::span(bytes)));
    return val(has_index_);
  });
}

val Checkpoint::finish_file() {
  return guarded([&] {
    if (!reader_) throw Error(ErrorCode::kState, "no file was begun");
    reader_->finish();
    return val::undefined();
  });
}

val Checkpoint::finish() {
  return guarded([&] {
    std::vector<std::string> unquantized_layers;
    if (quantizing_) unquantized_layers = in_file(file_, [&] { return quantizing_->finish(); });
    return val::array(unquantized_layers);
  });
}

val Checkpoint::index() {
  return guarded([&] {
    val tensors = val::array();
    for (const TensorInfo& info : tensors_) tensors.call<void>("push", to_js(info));
    val index = val::object();
    index.set("format", std::string(reader_ ? reader_->format() : ""));
    index.set("tensors", tensors);
    return index;
  });
}

val Checkpoint::next() {
  return guarded([&] {
    if (taken_ > 0) arrived_[taken_ - 1].bytes = Buffer();
    if (taken_ == arrived_.size()) {
      arrived_.clear();
      taken_ = 0;
      return val::null();
    }
    const Arrived& tensor = arrived_[taken_++];
    val value = to_js(tensor.info);
    value.set("address", static_cast<double>(reinterpret_cast<uintptr_t>(tensor.bytes.data())));
    return value;
  });
}

val Checkpoint::heads(double byte_length, double other_length) {
  return guarded([&] {
    const std::string_view both = staging_.bytes(byte_length + other_length);
    const auto length = static_cast<size_t>(byte_length);
    const Config config = parse_model_config(both.substr(0, length), both.substr(length));
    const FittingHeads fitting = fitting_heads(config, tensors_);
    val heads = val::array();
    for (const FittingHead& each : fitting.heads) {
      val head = val::object();
      head.set("head", std::string(name_of(each.head)));
      head.set("skipped", val::array(each.skipped));
      head.set("memory_bytes", static_cast<double>(each.memory));
      heads.call<void>("push", head);
    }
    val result = val::object();
    result.set("heads", heads);
    result.set("refused", fitting.refused ? to_js(*fitting.refused) : val::null());
    return result;
  });
}

void Checkpoint::on_index(std::span<const TensorInfo> tensors) {
  for (const TensorInfo& tensor : tensors) {
    if (!names_.insert(tensor.name).second) {
      throw Error(ErrorCode::kTensorUnexpected,
                  "tensor '" + tensor.name + "': expected once, found twice");
    }
    tensors_.push_back(tensor);
  }
  has_index_ = true;
}

void Checkpoint::on_tensor(const TensorInfo& tensor, RawTensor content) {
  arrived_.push_back({tensor, std::move(content.bytes)});
}

}  // namespace deberta::bindings
