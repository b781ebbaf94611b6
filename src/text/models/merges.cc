#include "text/models/merges.h"

#include <algorithm>
#include <string>

#include "base/error.h"

namespace deberta {
namespace {

// "left right". rank: for errors.
Bpe::Merge parse_merge(std::string_view line, size_t rank) {
  const size_t space = line.find(' ');
  if (space == 0 || space == std::string_view::npos || space + 1 == line.size() ||
      line.find(' ', space + 1) != std::string_view::npos) {
    throw Error(ErrorCode::kMerges,
                "merge " + std::to_string(rank) + ": expected two tokens with a space between");
  }
  return {std::string(line.substr(0, space)), std::string(line.substr(space + 1))};
}

}  // namespace

std::vector<Bpe::Merge> parse_merges_txt(std::string_view content) {
  std::vector<Bpe::Merge> merges;
  while (!content.empty()) {
    std::string_view line = content.substr(0, content.find('\n'));
    content.remove_prefix(std::min(content.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with("#version")) continue;
    merges.push_back(parse_merge(line, merges.size()));
  }
  return merges;
}

std::vector<Bpe::Merge> parse_merges_json(const nlohmann::json& list) {
  if (!list.is_array()) throw Error(ErrorCode::kMerges, "merges: expected a list");
  std::vector<Bpe::Merge> merges;
  merges.reserve(list.size());
  for (const nlohmann::json& merge : list) {
    const size_t rank = merges.size();
    if (merge.is_string()) {
      merges.push_back(parse_merge(merge.get_ref<const std::string&>(), rank));
    } else if (merge.is_array() && merge.size() == 2 && merge[0].is_string() &&
               merge[1].is_string()) {
      merges.emplace_back(merge[0].get<std::string>(), merge[1].get<std::string>());
    } else {
      throw Error(ErrorCode::kMerges,
                  "merge " + std::to_string(rank) + ": expected a pair of tokens");
    }
  }
  return merges;
}

}  // namespace deberta
