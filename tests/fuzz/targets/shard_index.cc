// The index of a checkpoint of several files.
#include "io/shard_index.h"

#include <algorithm>

#include "fuzz/targets/targets.h"

namespace deberta::fuzz {

void run_shard_index(std::string_view bytes) {
  const ShardIndex index = parse_shard_index(bytes);
  DEBERTA_EXPECT(!index.files.empty() && index.files.size() <= ShardIndex::kMaxFiles);
  DEBERTA_EXPECT(index.names.size() <= ShardIndex::kMaxTensors);
  DEBERTA_EXPECT(std::ranges::is_sorted(index.files));
  DEBERTA_EXPECT(std::ranges::adjacent_find(index.files) == index.files.end());
  for (const std::string& file : index.files) {
    DEBERTA_EXPECT(!file.empty() && file != "." && file != "..");
    DEBERTA_EXPECT(file.find_first_of("/\\") == std::string::npos, file);
  }
}

}  // namespace deberta::fuzz
