#include "model/model.h"

namespace deberta {

void Model::encode(const Batch& batch, Matrix hidden, Context& ctx,
                   const OnHiddenState& on_hidden_state) {
  embeddings.validate(batch);
  embeddings(batch, hidden, ctx);
  if (on_hidden_state) on_hidden_state(0, hidden);
  for (size_t i = 0; i < layers.size(); ++i) {
    layers[i](hidden, batch, ctx);
    if (on_hidden_state) on_hidden_state(i + 1, hidden);
  }
}

}  // namespace deberta
