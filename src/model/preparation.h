// What depends on the weights and the lengths of texts only, computed before a call needs it.
#ifndef DEBERTA_MODEL_PREPARATION_H_
#define DEBERTA_MODEL_PREPARATION_H_

#include <cstddef>

#include "base/context.h"
#include "model/model.h"

namespace deberta {

// The position tables of all layers, for sequences of up to `tokens` tokens. A call may begin
// before all layers are done: it projects the rows that are missing, and all rows of a half-done
// layer, after which the preparation is over. The model may still be loaded: layers whose weights
// have not arrived are passed over until they have.
//
// Borrows everything; no call, and no step of a load, may run at the same time.
class Preparation {
 public:
  Preparation(Model& model, size_t tokens, Context& ctx)
      : model_(model), tokens_(tokens), ctx_(ctx) {}

  // Does the next piece, about 2 ms in WebAssembly. Returns false when there is none left that can
  // be done. Throws kOutOfMemory; calls can still be made, and a load goes on.
  bool step();

 private:
  // Finds a layer with rows to add. Returns whether there is one.
  bool begin_layer();

  Model& model_;
  size_t tokens_;
  Context& ctx_;
  size_t layer_ = 0;   // in progress
  size_t blocks_ = 0;  // of that layer; 0: none is in progress
  size_t block_ = 0;   // the next one
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_PREPARATION_H_
