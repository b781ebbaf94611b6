#include "fuzz/input.h"
#include "fuzz/mutators/mutator.h"

namespace deberta::fuzz {
namespace {

constexpr size_t kLengthSize = 8;

std::string u64(uint64_t value) {
  std::string bytes;
  for (unsigned shift = 0; shift < 64; shift += 8)
    bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

}  // namespace

void mutate_safetensors(std::string& file, Random& random, size_t max_size) {
  Input input(file);
  const uint32_t size = input.u32();
  if (input.u32() != 0 || size > file.size() - kLengthSize || random.once_in(16)) {
    return mutate_bytes(file, random, max_size);
  }
  std::string header(input.take(size));
  std::string data(input.rest());
  const size_t room = max_size - std::min(max_size, kLengthSize + header.size());
  uint64_t stated = 0;
  if (random.once_in(4)) {
    mutate_bytes(data, random, std::max<size_t>(room, 1));
  } else {
    mutate_json(header, random, max_size - std::min(max_size, data.size() + kLengthSize));
    if (random.once_in(8)) data.resize(random.below(data.size() + 64), '\x3f');
  }
  stated = random.once_in(16) ? interesting(random) : header.size();
  file = u64(stated) + header + data;
}

}  // namespace deberta::fuzz
