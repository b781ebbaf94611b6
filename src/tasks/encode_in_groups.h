// How a call's texts become forward passes.
#ifndef DEBERTA_TASKS_ENCODE_IN_GROUPS_H_
#define DEBERTA_TASKS_ENCODE_IN_GROUPS_H_

#include <cstddef>
#include <functional>
#include <span>

#include "base/context.h"
#include "model/model.h"
#include "tensor/matrix.h"
#include "text/encoding.h"

namespace deberta {

// A group of encodings run as one ragged batch: enough tokens to fill the machine, few enough that
// the workspace stays small whatever the call's size.
inline constexpr size_t kMostTokensInBatch = 4096;

// Runs the encoder over the encodings, a group at a time, and hands every group on: the batch, its
// hidden states [tokens, hidden], and the index of its first encoding. Throws kInput.
using OnGroup = std::function<void(const Batch& batch, ConstMatrix hidden, size_t first)>;
void encode_in_groups(std::span<const Encoding> encodings, Model& model, Context& ctx,
                      const OnGroup& on_group);

}  // namespace deberta

#endif  // DEBERTA_TASKS_ENCODE_IN_GROUPS_H_
