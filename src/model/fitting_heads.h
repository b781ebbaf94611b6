// Which heads a checkpoint holds, by the index of its tensors alone.
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
  std::vector<std::string> skipped;  // names of the tensors that a model with it does not use
  uint64_t memory = 0;               // memory_of_load() of the others, in floats
};

struct FittingHeads {
  // A head fits that the loader would take, unless another one uses all that it uses, and more.
  // (With a pooler, a classifier is one of sequences, without it one of tokens.) First the head
  // that uses the most.
  std::vector<FittingHead> heads;
  // Why not even the encoder fits.
  std::optional<Error> refused;
};

FittingHeads fitting_heads(const Config& config, std::span<const TensorInfo> tensors);

}  // namespace deberta

#endif  // DEBERTA_MODEL_FITTING_HEADS_H_
