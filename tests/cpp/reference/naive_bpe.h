// Byte-pair encoding by its definition: look at every pair, join the best, repeat.
#ifndef DEBERTA_TESTS_REFERENCE_NAIVE_BPE_H_
#define DEBERTA_TESTS_REFERENCE_NAIVE_BPE_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/models/byte_level.h"

namespace deberta::reference {

// The tokens of a word, as the vocabulary spells them. `merges` by rank.
inline std::vector<std::string> naive_bpe(
    std::string_view word, const std::vector<std::pair<std::string, std::string>>& merges) {
  std::map<std::pair<std::string, std::string>, size_t> ranks;
  for (size_t rank = 0; rank < merges.size(); ++rank) ranks[merges[rank]] = rank;
  std::vector<std::string> tokens;
  for (char c : word) tokens.push_back(byte_alphabet()[static_cast<uint8_t>(c)]);
  while (true) {
    size_t best = merges.size(), at = 0;
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
      const auto rank = ranks.find({tokens[i], tokens[i + 1]});
      if (rank != ranks.end() && rank->second < best) {
        best = rank->second;
        at = i;
      }
    }
    if (best == merges.size()) return tokens;
    tokens[at] += tokens[at + 1];
    tokens.erase(tokens.begin() + static_cast<ptrdiff_t>(at) + 1);
  }
}

}  // namespace deberta::reference

#endif  // DEBERTA_TESTS_REFERENCE_NAIVE_BPE_H_
