// The losses that the reference's heads compute from `labels` (loss_fct in transformers'
// modeling_deberta.py).
#ifndef DEBERTA_MODEL_LOSS_H_
#define DEBERTA_MODEL_LOSS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "io/config.h"
#include "tensor/matrix.h"

namespace deberta {

// Rows with this label are ignored (PyTorch's ignore_index).
inline constexpr int32_t kIgnoredLabel = -100;

// Labels from the caller: one integer class per row, or floats as targets.
struct Labels {
  std::vector<int32_t> classes;  // [rows]
  std::vector<float> targets;    // [rows, columns], used where classes is empty
  size_t columns = 1;            // of targets
};

// Mean of −log softmax(logits)[label] over the rows whose label is not `ignored`; NaN where there
// is none. Throws kInput, with index and limit, for a label without a column.
float cross_entropy(ConstMatrix logits, std::span<const int32_t> labels, int32_t ignored);

// logits [sequences, labels]. The config's problem_type decides; without it, one label means
// regression, classes mean cross entropy over the rows with a label ≥ 0 (0 where there is none),
// and targets are soft labels. Throws kInput for labels of another kind or number.
float sequence_classification_loss(ConstMatrix logits, const Labels& labels, const Config& config);

// Token classification, masked language models, multiple choice. logits [tokens, columns].
float token_loss(ConstMatrix logits, std::span<const int32_t> labels);

// logits [sequences · length, 2]: start and end. A position is clamped to [0, length] and ignored
// at length; a negative one thus means 0. The result is the mean of both losses.
float question_answering_loss(ConstMatrix logits, size_t length,
                              std::span<const int32_t> start_positions,
                              std::span<const int32_t> end_positions);

}  // namespace deberta

#endif  // DEBERTA_MODEL_LOSS_H_
