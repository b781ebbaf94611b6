#include "bindings/forward.h"

#include <utility>

namespace deberta::bindings {
namespace {

using emscripten::val;

val to_js(const Tensor& tensor) {
  val object = val::object();
  object.set("data", array_of(tensor.values));
  object.set("dims", val::array(std::vector<double>(tensor.shape.begin(), tensor.shape.end())));
  return object;
}

val list_of_tensors(const std::vector<Tensor>& tensors) {
  val list = val::array();
  for (size_t i = 0; i < tensors.size(); ++i) list.set(i, to_js(tensors[i]));
  return list;
}

}  // namespace

ForwardInputs forward_inputs(const Options& inputs) {
  ForwardInputs result;
  Batch& batch = result.batch;
  const std::vector<uint32_t> dims = vector_of<uint32_t>(inputs["dims"]);
  if (dims.size() != 2) throw Error(ErrorCode::kInput, "expected inputs of shape [batch, length]");
  batch.lengths.assign(dims[0], dims[1]);
  batch.input_ids = vector_of<int32_t>(inputs["input_ids"]);
  batch.inputs_embeds = vector_of<float>(inputs["inputs_embeds"]);
  batch.token_type_ids = vector_of<int32_t>(inputs["token_type_ids"]);
  batch.position_ids = vector_of<int32_t>(inputs["position_ids"]);
  batch.attention_mask = vector_of<uint8_t>(inputs["attention_mask"]);
  result.labels.classes = vector_of<int32_t>(inputs["label_classes"]);
  result.labels.targets = vector_of<float>(inputs["label_targets"]);
  unsigned columns = 1;
  inputs.read("label_columns", columns);
  result.labels.columns = columns;
  result.start_positions = vector_of<int32_t>(inputs["start_positions"]);
  result.end_positions = vector_of<int32_t>(inputs["end_positions"]);
  if (const val keep = inputs["logits_to_keep"]; present(keep)) {
    const std::vector<uint32_t> positions = vector_of<uint32_t>(keep);
    result.logits_to_keep.emplace(positions.begin(), positions.end());
  }
  unsigned choices = 1;
  inputs.read("choices", choices);
  result.choices = choices;
  inputs.read("output_hidden_states", result.output_hidden_states);
  inputs.read("output_attentions", result.output_attentions);
  return result;
}

val to_js(const ForwardOutputs& outputs) {
  val object = val::object();
  for (const auto& [name, tensor] : {std::pair("last_hidden_state", &outputs.last_hidden_state),
                                     {"logits", &outputs.logits},
                                     {"start_logits", &outputs.start_logits},
                                     {"end_logits", &outputs.end_logits}}) {
    if (!tensor->shape.empty()) object.set(name, to_js(*tensor));
  }
  if (!outputs.hidden_states.empty()) {
    object.set("hidden_states", list_of_tensors(outputs.hidden_states));
  }
  if (!outputs.attentions.empty()) object.set("attentions", list_of_tensors(outputs.attentions));
  if (outputs.loss) object.set("loss", *outputs.loss);
  return object;
}

}  // namespace deberta::bindings
