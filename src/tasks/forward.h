// The model itself: transformers' DebertaModel and its heads, on tokens.
#ifndef DEBERTA_TASKS_FORWARD_H_
#define DEBERTA_TASKS_FORWARD_H_

#include <optional>
#include <variant>
#include <vector>

#include "model/loss.h"
#include "tasks/task.h"

namespace deberta {

// Row-major values and their shape.
struct Tensor {
  std::vector<float> values;
  std::vector<size_t> shape;
};

struct ForwardInputs {
  Batch batch;  // all sequences of the same length
  Labels labels;
  std::vector<int32_t> start_positions, end_positions;  // labels of question answering
  // Masked language models: the tokens of every sequence that get scores, in this order; default:
  // all.
  std::optional<std::vector<size_t>> logits_to_keep;
  // Multiple choice: the number of consecutive sequences that are choices of one question.
  size_t choices = 1;
  bool output_hidden_states = false;
  bool output_attentions = false;
};

// The output of the model's head; the other fields are empty.
struct ForwardOutputs {
  Tensor last_hidden_state;  // [batch, length, hidden], without a head
  // [batch, labels] | [batch, length or kept, labels or vocab] | [batch / choices, choices]
  Tensor logits;
  Tensor start_logits, end_logits;    // [batch, length]
  std::vector<Tensor> hidden_states;  // layers + 1 times [batch, length, hidden]
  std::vector<Tensor> attentions;     // layers times [batch, heads, length, length]
  std::optional<float> loss;          // where labels were given
};

class ForwardTask : public Task {
 public:
  // Throws kInput for sequences of different lengths, labels that the head does not take, positions
  // outside the sequence, a number of sequences that is not a multiple of the choices.
  ForwardTask(ForwardInputs inputs, Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override;
  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  ForwardOutputs outputs;

 private:
  void check_inputs() const;
  void record_states();
  void record_attentions();
  // Each head's output from the hidden states; without a head these are the output.
  void apply(const std::monostate&, const Batch&, ConstMatrix hidden, Context&);
  void apply(const SequenceClassificationHead&, const Batch&, ConstMatrix hidden, Context&);
  void apply(const MultipleChoiceHead&, const Batch&, ConstMatrix hidden, Context&);
  void apply(const TokenClassificationHead&, const Batch&, ConstMatrix hidden, Context&);
  void apply(const QuestionAnsweringHead&, const Batch&, ConstMatrix hidden, Context&);
  void apply(const MaskedLmHead&, const Batch&, ConstMatrix hidden, Context&);
  // Their heads need to know where words and labels are (tasks/zero_shot_token_classification.h,
  // tasks/extraction.h): the encoder's output.
  void apply(const GlinerHead&, const Batch& batch, ConstMatrix hidden, Context& ctx) {
    apply(std::monostate(), batch, hidden, ctx);
  }
  void apply(const Gliner2Head&, const Batch& batch, ConstMatrix hidden, Context& ctx) {
    apply(std::monostate(), batch, hidden, ctx);
  }
  template <class T>
  bool has_head() const {
    return std::holds_alternative<T>(model_.head);
  }
  bool has_labels() const {
    return !inputs_.labels.classes.empty() || !inputs_.labels.targets.empty();
  }

  Model& model_;
  ForwardInputs inputs_;
  size_t sequences_;
  size_t length_;
};

}  // namespace deberta

#endif  // DEBERTA_TASKS_FORWARD_H_
