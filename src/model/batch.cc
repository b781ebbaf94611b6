#include "model/batch.h"

#include <algorithm>
#include <numeric>

namespace deberta {

size_t Batch::tokens() const { return std::accumulate(lengths.begin(), lengths.end(), size_t{0}); }

size_t Batch::longest() const {
  return lengths.empty() ? 0 : *std::max_element(lengths.begin(), lengths.end());
}

std::vector<size_t> Batch::first_tokens() const {
  std::vector<size_t> first(lengths.size());
  std::exclusive_scan(lengths.begin(), lengths.end(), first.begin(), size_t{0});
  return first;
}

std::vector<size_t> Batch::last_tokens() const {
  std::vector<size_t> last(lengths.size());
  std::inclusive_scan(lengths.begin(), lengths.end(), last.begin());
  for (size_t& index : last) --index;
  return last;
}

void Batch::clear_masked(Matrix x, size_t first) const {
  if (attention_mask.empty()) return;
  for (size_t i = 0; i < x.rows; ++i) {
    if (attention_mask[first + i] == 0) std::fill_n(x.row(i), x.cols, 0.0f);
  }
}

void Batch::append(std::span<const int32_t> ids, std::span<const int32_t> type_ids) {
  input_ids.insert(input_ids.end(), ids.begin(), ids.end());
  token_type_ids.insert(token_type_ids.end(), type_ids.begin(), type_ids.end());
  lengths.push_back(ids.size());
}

}  // namespace deberta
