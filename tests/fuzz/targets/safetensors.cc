// seed of the pieces (u16) | a safetensors file
#include "io/safetensors.h"

#include "fuzz/recorder.h"
#include "fuzz/targets/targets.h"

namespace deberta::fuzz {

void run_safetensors(std::string_view bytes) {
  Input input(bytes);
  const uint32_t seed = input.u16();
  expect_same_in_pieces<SafetensorsReader>(input.rest(), seed);
}

}  // namespace deberta::fuzz
