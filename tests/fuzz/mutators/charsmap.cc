#include <cstring>

#include "fuzz/input.h"
#include "fuzz/mutators/mutator.h"

namespace deberta::fuzz {

void mutate_charsmap(std::string& blob, Random& random, size_t max_size) {
  if (blob.size() < 4) return mutate_bytes(blob, random, max_size);
  Input input(blob);
  const size_t units = input.u32() / 4;
  if (units == 0 || units > (blob.size() - 4) / 4 || random.once_in(6)) {
    return mutate_bytes(blob, random, max_size);
  }
  for (size_t changes = 1 + random.below(4); changes-- > 0;) {
    char* const at = blob.data() + 4 + 4 * random.below(units);
    uint32_t unit = 0;
    std::memcpy(&unit, at, sizeof unit);
    if (random.once_in(3)) {
      unit = static_cast<uint32_t>(interesting(random));
    } else {
      unit ^= 1u << random.below(32);
    }
    // A step to another unit keeps the trie in its table more often than a random one.
    if (random.once_in(3)) unit = (unit & 0x1ff) | static_cast<uint32_t>(random.below(units)) << 10;
    std::memcpy(at, &unit, sizeof unit);
  }
}

}  // namespace deberta::fuzz
