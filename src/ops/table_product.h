// y = x·Tᵀ + b for an embedding table T, as the scores of a whole vocabulary need it.
#ifndef DEBERTA_OPS_TABLE_PRODUCT_H_
#define DEBERTA_OPS_TABLE_PRODUCT_H_

#include <vector>

#include "base/context.h"
#include "ops/gather.h"
#include "ops/matmul.h"
#include "tensor/matrix.h"

namespace deberta {

// The table stays as it is stored: it is widened and multiplied a block of rows at a time, by all
// threads. A Linear would keep a second, packed copy of the model's largest tensor for the few rows
// of x that a masked language model is asked for. One call at a time.
class TableProduct {
 public:
  // x [n, width] contiguous, table [rows, width], bias [rows] → y [n, rows].
  void operator()(ConstMatrix x, const EmbeddingTable& table, const float* bias, Matrix y,
                  Context& ctx);

 private:
  std::vector<Matmul> products_;  // one a worker
};

}  // namespace deberta

#endif  // DEBERTA_OPS_TABLE_PRODUCT_H_
