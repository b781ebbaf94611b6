// seed of the pieces (u16) | a pickle
#include "io/state_dict.h"

#include "fuzz/recorder.h"
#include "fuzz/targets/targets.h"

namespace deberta::fuzz {
namespace {

void check(const StateDict& dict) {
  DEBERTA_EXPECT(dict.tensors.size() <= StateDict::kMaxTensors);
  for (const TorchTensor& tensor : dict.tensors) {
    DEBERTA_EXPECT(tensor.storage < dict.storages.size());
    const TorchStorage& storage = dict.storages[tensor.storage];
    DEBERTA_EXPECT(tensor.begin() <= tensor.end() && tensor.end() <= storage.bytes);
    DEBERTA_EXPECT(tensor.strides.size() == tensor.info.shape.size());
    DEBERTA_EXPECT(tensor.info.name.size() <= StateDict::kMaxName);
  }
  for (const TorchStorage& storage : dict.storages) {
    DEBERTA_EXPECT(dict.storage_of_key.contains(storage.key));
  }
}

// How far the pickle was read, and what was wrong with it.
std::string read(std::string_view pickle, uint32_t seed) {
  PickleReader reader(state_dict_globals());
  try {
    write_split(pickle, seed, [&](std::span<const std::byte> bytes) {
      if (!reader.done()) reader.write(bytes);
    });
    if (!reader.done()) return "incomplete";
    check(read_state_dict(reader));
  } catch (const Error& error) {
    return std::string(name_of(error.code())) + ": " + error.message();
  }
  return std::to_string(reader.size());
}

}  // namespace

void run_state_dict(std::string_view bytes) {
  Input input(bytes);
  const uint32_t seed = input.u16() | 1;
  const std::string_view pickle = input.rest();
  const std::string whole = read(pickle, 0), pieces = read(pickle, seed);
  DEBERTA_EXPECT(whole == pieces, whole + " | " + pieces);
}

}  // namespace deberta::fuzz
