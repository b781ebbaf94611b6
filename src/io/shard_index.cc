#include "io/shard_index.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/json_fields.h"

namespace deberta {
namespace {

constexpr JsonSource kSource{ErrorCode::kShardIndex, "index of shards"};

[[noreturn]] void bad_index(const std::string& fact) {
  throw Error(kSource.code, std::string(kSource.where) + ": " + fact);
}

// A file name becomes part of a URL or a path, so it may hold letters, digits, '.', '_' and '-',
// but not "..".
bool is_plain(std::string_view name) {
  constexpr size_t kMax = 255;
  return !name.empty() && name.size() <= kMax && name[0] != '.' &&
         name.find("..") == std::string_view::npos && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

}  // namespace

ShardIndex parse_shard_index(std::string_view json) {
  if (json.size() > ShardIndex::kMaxSize) {
    bad_index(std::to_string(json.size()) + " bytes, at most " +
              std::to_string(ShardIndex::kMaxSize));
  }
  const JsonDocument index = parse_object(json, kSource);
  const nlohmann::json& map = JsonFields(index, kSource).object("weight_map");
  if (map.empty() || map.size() > ShardIndex::kMaxTensors) {
    bad_index(std::to_string(map.size()) + " tensors, expected 1 to " +
              std::to_string(ShardIndex::kMaxTensors));
  }
  ShardIndex shards;
  std::set<std::string> files;
  for (const auto& [name, file] : map.items()) {
    if (!file.is_string() || !is_plain(file.get_ref<const std::string&>())) {
      bad_index("the file of '" + name + "': expected a plain file name");
    }
    files.insert(file.get<std::string>());
    shards.names.push_back(name);
  }
  if (files.size() > ShardIndex::kMaxFiles) {
    bad_index(std::to_string(files.size()) + " files, at most " +
              std::to_string(ShardIndex::kMaxFiles));
  }
  shards.files.assign(files.begin(), files.end());
  return shards;
}

}  // namespace deberta
