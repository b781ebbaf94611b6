#include "io/converting_sink.h"

#include <utility>
#include <vector>

#include "base/error.h"

namespace deberta {

TensorInfo ConvertingSink::converted(TensorInfo tensor) const {
  if (!dtype_ || !is_float_dtype(tensor.dtype)) return tensor;
  const uint64_t count = (tensor.end - tensor.begin) / size_of(tensor.dtype);
  tensor.dtype = *dtype_;
  tensor.begin = 0;
  if (__builtin_mul_overflow(count, size_of(*dtype_), &tensor.end)) {
    throw Error(ErrorCode::kOutOfMemory,
                "'" + tensor.name + "' is too large for " + name_of(*dtype_));
  }
  return tensor;
}

void ConvertingSink::on_index(std::span<const TensorInfo> tensors) {
  std::vector<TensorInfo> all;
  for (const TensorInfo& tensor : tensors) all.push_back(converted(tensor));
  next_.on_index(all);
}

void ConvertingSink::on_tensor(const TensorInfo& tensor, RawTensor content) {
  const TensorInfo to = converted(tensor);
  if (to.dtype == content.dtype) return next_.on_tensor(to, std::move(content));
  const size_t count = content.count();
  RawTensor other{to.dtype, std::move(content.shape), Buffer::of_bytes({count, size_of(to.dtype)})};
  const size_t overflows =
      convert(content.dtype, content.bytes.data(), count, to.dtype, other.bytes.data());
  if (overflows != 0) {
    throw Error(ErrorCode::kTensorRange,
                "tensor '" + tensor.name + "': " + std::to_string(overflows) + " of its " +
                    std::to_string(count) + " values are too large for " + name_of(to.dtype));
  }
  content.bytes = Buffer();
  next_.on_tensor(to, std::move(other));
}

}  // namespace deberta
