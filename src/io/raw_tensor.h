// A tensor as stored in a checkpoint.
#ifndef DEBERTA_IO_RAW_TENSOR_H_
#define DEBERTA_IO_RAW_TENSOR_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tensor/buffer.h"
#include "tensor/dtype.h"

namespace deberta {

// A checkpoint's index entry for one tensor.
struct TensorInfo {
  std::string name;
  DType dtype = DType::kF32;
  std::vector<uint64_t> shape;
  uint64_t begin = 0;  // bytes, from the start of safetensors' data section; else 0 and the size
  uint64_t end = 0;

  uint64_t count() const;  // elements; the readers have checked that it does not overflow
};

// A tensor's content: shape[0] × … elements of `dtype`, row-major, contiguous.
struct RawTensor {
  DType dtype = DType::kF32;
  std::vector<uint64_t> shape;
  Buffer bytes;

  size_t count() const { return bytes.size() / size_of(dtype); }
};

// "[768, 3072]"
std::string to_string(const std::vector<uint64_t>& shape);

}  // namespace deberta

#endif  // DEBERTA_IO_RAW_TENSOR_H_
