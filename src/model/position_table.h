// What a position is to a head: rel_embeddings, projected when the model is loaded.
#ifndef DEBERTA_MODEL_POSITION_TABLE_H_
#define DEBERTA_MODEL_POSITION_TABLE_H_

#include <cstddef>

#include "model/disentangled_attention.h"
#include "tensor/matrix.h"

namespace deberta {

// projected [2·span, hidden], in Hugging Face's order of rows →
// table[head][row] = scale · projected[2·span − 1 − row], the head's part of it.
PositionTable position_table(ConstMatrix projected, size_t heads, float scale);

}  // namespace deberta

#endif  // DEBERTA_MODEL_POSITION_TABLE_H_
