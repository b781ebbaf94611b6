// The model's own inputs and outputs.
#ifndef DEBERTA_BINDINGS_FORWARD_H_
#define DEBERTA_BINDINGS_FORWARD_H_

#include <emscripten/val.h>

#include "bindings/values.h"
#include "deberta.h"

namespace deberta::bindings {

// {dims: [batch, length], input_ids | inputs_embeds, …} with a typed array each, named as in
// transformers; labels as Int32Array (classes) or Float32Array (targets) with label_columns.
ForwardInputs forward_inputs(const Options& inputs);

// {logits: {data: Float32Array, dims}, …, hidden_states: […], loss}, what is there.
emscripten::val to_js(const ForwardOutputs& outputs);

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_FORWARD_H_
