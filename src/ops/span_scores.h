// Scores of spans of neighbouring rows.
#ifndef DEBERTA_OPS_SPAN_SCORES_H_
#define DEBERTA_OPS_SPAN_SCORES_H_

#include <cstddef>

#include "base/context.h"
#include "tensor/matrix.h"

namespace deberta {

// scores[i · width + w, c] = Σₖ ReLU(starts[i, k] + ends[i + w, k]) · labels[c, k]
//
// starts, ends [n, k], labels [labels, k], k a multiple of 4; scores [n · width, labels]. Rows with
// i + w ≥ n are not written. A score is the same whatever other rows and labels there are.
void score_spans(ConstMatrix starts, ConstMatrix ends, ConstMatrix labels, size_t width,
                 Matrix scores, Context& ctx);

}  // namespace deberta

#endif  // DEBERTA_OPS_SPAN_SCORES_H_
