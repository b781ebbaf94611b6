// The entry points that libFuzzer calls.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "fuzz/mutators/mutator.h"
#include "fuzz/seeds.h"
#include "fuzz/target.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace deberta::fuzz {
namespace {
const Target* target = nullptr;
}

// Uses what libFuzzer has learned from comparisons.
void mutate_bytes(std::string& bytes, Random&, size_t max_size) {
  const size_t size = bytes.size();
  bytes.resize(std::max(max_size, size + 1));
  bytes.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(bytes.data()), size, bytes.size()));
}

}  // namespace deberta::fuzz

using namespace deberta::fuzz;

// --seeds=FOLDER writes the first inputs and ends the program.
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  constexpr std::string_view kSeeds = "--seeds=";
  for (int i = 1; i < *argc; ++i) {
    const std::string_view argument = (*argv)[i];
    if (!argument.starts_with(kSeeds)) continue;
    write_seeds(std::string(argument.substr(kSeeds.size())));
    std::exit(0);
  }
  target = &chosen_target(*argc, *argv);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  run_input(*target, {reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size,
                                          unsigned seed) {
  Random random(seed);
  if (target->mutate == nullptr || random.once_in(3)) return LLVMFuzzerMutate(data, size, max_size);
  std::string input(reinterpret_cast<const char*>(data), size);
  target->mutate(input, random, max_size);
  const size_t kept = std::min(input.size(), max_size);
  if (kept != 0) std::memcpy(data, input.data(), kept);
  return kept;
}
