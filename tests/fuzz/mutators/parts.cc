#include "fuzz/input.h"
#include "fuzz/mutators/mutator.h"

namespace deberta::fuzz {

void mutate_parts(std::string& input, Random& random, size_t max_size,
                  const std::vector<Mutator>& mutators) {
  std::vector<std::string> parts = parts_of(input, mutators.size());
  const size_t at = random.below(parts.size());
  const size_t others = input.size() - std::min(input.size(), parts[at].size());
  mutators[at](parts[at], random, max_size - std::min(max_size, others));
  input = joined(parts);
}

}  // namespace deberta::fuzz
