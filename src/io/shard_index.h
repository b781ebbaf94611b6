// model.safetensors.index.json, pytorch_model.bin.index.json: the index of a checkpoint of several
// files.
#ifndef DEBERTA_IO_SHARD_INDEX_H_
#define DEBERTA_IO_SHARD_INDEX_H_

#include <string>
#include <string_view>
#include <vector>

namespace deberta {

struct ShardIndex {
  static constexpr size_t kMaxSize = 16 << 20;  // bytes of JSON
  static constexpr size_t kMaxFiles = 1024;
  static constexpr size_t kMaxTensors = 1 << 16;

  std::vector<std::string> files;  // each once, in alphabetical order, the order of the shards
  std::vector<std::string> names;  // of the tensors
};

// {"metadata": …, "weight_map": {tensor: file}}. A file is a plain name in the folder of the index.
// Throws kShardIndex.
ShardIndex parse_shard_index(std::string_view json);

}  // namespace deberta

#endif  // DEBERTA_IO_SHARD_INDEX_H_
