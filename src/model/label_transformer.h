// GLiNER2's count_lstm_v2: labels that attend to one another.
//
//   u = in(y);  twice: u ← norm₁(u + attention(u)), u ← norm₂(u + W₂·ReLU(W₁u));  q = out([u; y])
//
// with attention over the labels of a group, without an order: softmax(q·kᵀ / sqrt(width / 4))·v
// in 4 heads.
#ifndef DEBERTA_MODEL_LABEL_TRANSFORMER_H_
#define DEBERTA_MODEL_LABEL_TRANSFORMER_H_

#include <cstddef>
#include <span>

#include "base/context.h"
#include "model/mlp.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"
#include "tensor/matrix.h"

namespace deberta {

struct LabelTransformer {
  static constexpr size_t kHeads = 4;

  struct Layer {
    Linear qkv;  // [width → 3·width]
    Linear out;  // [width → width]
    LayerNorm attention_norm;
    Mlp feed_forward;  // [width → 2·width → width]
    LayerNorm norm;
  };
  Linear in;  // [size → width]
  Layer layers[2];
  Linear out;     // [width + size → size], ReLU behind it
  Mlp out_inner;  // [size → size → size]

  // y [labels, size] → q [labels, size]. groups: the labels of each group, which are back to back.
  void operator()(ConstMatrix y, std::span<const size_t> groups, Matrix q, Context& ctx) const;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_LABEL_TRANSFORMER_H_
