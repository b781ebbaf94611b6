// The content of torch.save's pickle of a state dictionary: tensors as views of storages.
#ifndef DEBERTA_IO_STATE_DICT_H_
#define DEBERTA_IO_STATE_DICT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/pickle.h"
#include "io/raw_tensor.h"

namespace deberta {

// Element [i, j, …] of a tensor is element offset + i·strides[0] + j·strides[1] + … of its storage.
struct TorchTensor {
  TensorInfo info;
  size_t storage = 0;
  uint64_t offset = 0;            // elements
  std::vector<uint64_t> strides;  // elements

  bool is_contiguous() const;
  // The part of the storage that the tensor covers, in bytes: [begin, end).
  uint64_t begin() const { return offset * size_of(info.dtype); }
  uint64_t end() const;
};

// A contiguous run of numbers in the file.
struct TorchStorage {
  std::string key;
  DType dtype = DType::kF32;
  uint64_t bytes = 0;
  std::vector<size_t> tensors;  // the tensors that view it
};

struct StateDict {
  static constexpr size_t kMaxTensors = 1 << 16;
  static constexpr size_t kMaxDimensions = 32;
  static constexpr size_t kMaxName = 512;  // bytes

  std::vector<TorchTensor> tensors;    // in the dictionary's order; every one lies in its storage
  std::vector<TorchStorage> storages;  // including those that no tensor of the dictionary views
  std::unordered_map<std::string, size_t> storage_of_key;

  std::vector<TensorInfo> infos() const;
};

// The globals that the pickle of a state dictionary may name.
std::span<const std::string_view> state_dict_globals();

// Accepts a dictionary of tensors, or a dictionary that holds one as "state_dict",
// "model_state_dict" or "model", as training scripts save it. Entries other than tensors are
// skipped. Throws kPtPickle, kPtTensor.
StateDict read_state_dict(const PickleReader& pickle);

}  // namespace deberta

#endif  // DEBERTA_IO_STATE_DICT_H_
