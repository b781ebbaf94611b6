// seed of the pieces (u16) | a file of torch.save before torch 1.6: pickles and storages
#include "fuzz/recorder.h"
#include "fuzz/targets/targets.h"
#include "io/torch_checkpoint.h"

namespace deberta::fuzz {

void run_torch_legacy(std::string_view bytes) {
  Input input(bytes);
  const uint32_t seed = input.u16();
  expect_same_in_pieces<TorchLegacyReader>(input.rest(), seed);
}

}  // namespace deberta::fuzz
