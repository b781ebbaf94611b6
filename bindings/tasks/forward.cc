// The model's inputs and outputs, without texts.
#include <utility>

#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

val to_js(const Tensor& tensor) {
  val object = val::object();
  object.set("data", array_of(tensor.values));
  object.set("dims", val::array(std::vector<double>(tensor.shape.begin(), tensor.shape.end())));
  return object;
}

val to_js(const std::vector<Tensor>& tensors) {
  return list_of(tensors, [](const Tensor& tensor, size_t) { return to_js(tensor); });
}

// Of `batch` sequences. `values`: the number of ids, or of embeddings' values, at least one a
// token; so that no list is longer than what was given.
std::vector<size_t> lengths_of(const std::vector<double>& dims, double values) {
  const bool is_shape = dims.size() == 2 && dims[0] >= 1 && dims[1] >= 1;
  if (!is_shape || !(dims[0] * dims[1] <= values)) {
    throw Error(ErrorCode::kInput,
                "expected inputs of shape [batch, length]: a sequence or more, of a token or more");
  }
  return std::vector<size_t>(static_cast<size_t>(dims[0]), static_cast<size_t>(dims[1]));
}

// {dims: [batch, length], input_ids | inputs_embeds, …}: a typed array each, with transformers'
// names; labels as Int32Array (classes) or Float32Array (targets) with label_columns.
ForwardInputs read(const Options& inputs) {
  ForwardInputs result;
  Batch& batch = result.batch;
  batch.input_ids = vector_of<int32_t>(inputs["input_ids"]);
  batch.inputs_embeds = vector_of<float>(inputs["inputs_embeds"]);
  batch.lengths =
      lengths_of(vector_of<double>(inputs["dims"]),
                 static_cast<double>(batch.input_ids.size() + batch.inputs_embeds.size()));
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

// {logits: {data: Float32Array, dims}, …, hidden_states: […], loss}, each where it exists.
val to_js(const ForwardOutputs& outputs) {
  val object = val::object();
  for (const auto& [name, tensor] : {std::pair("last_hidden_state", &outputs.last_hidden_state),
                                     {"logits", &outputs.logits},
                                     {"start_logits", &outputs.start_logits},
                                     {"end_logits", &outputs.end_logits}}) {
    if (!tensor->shape.empty()) object.set(name, to_js(*tensor));
  }
  if (!outputs.hidden_states.empty()) {
    object.set("hidden_states", to_js(outputs.hidden_states));
  }
  if (!outputs.attentions.empty()) object.set("attentions", to_js(outputs.attentions));
  if (outputs.loss) object.set("loss", *outputs.loss);
  return object;
}

}  // namespace

std::unique_ptr<Call> forward(Session& session, Texts texts, const Options& options) {
  return std::make_unique<TaskCall<ForwardTask>>(
      session, std::move(texts),
      [&](Views) { return std::make_unique<ForwardTask>(read(options), session.model()); },
      [](const ForwardTask& task, Views) { return to_js(task.outputs); });
}

}  // namespace deberta::bindings
