// Finds the heads that a checkpoint holds, from the index of its tensors.
#ifndef DEBERTA_MODEL_FITTING_HEADS_H_
#define DEBERTA_MODEL_FITTING_HEADS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "io/config.h"
#include "io/tensor_sink.h"
#include "model/heads.h"

namespace deberta {

struct FittingHead {
  Head head;
  std::vector<std::string>
      skipped;          // names of the tensors that a model with this head does not use
  uint64_t memory = 0;  // memory_of_load() of the other tensors, in floats
};

struct FittingHeads {
  // The heads that the loader would accept, without those whose tensors are a proper subset of
  // another's. (A classifier with a pooler is for sequences, without one for tokens.) The head that
  // uses the most tensors comes first.
  std::vector<FittingHead> heads;
  // The error of the load where not even the encoder fits.
  std::optional<Error> refused;
};

FittingHeads fitting_heads(const Config& config, std::span<const TensorInfo> tensors);

}  // namespace deberta

#endif  // DEBERTA_MODEL_FITTING_HEADS_H_
