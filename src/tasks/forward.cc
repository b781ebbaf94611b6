#include "tasks/forward.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"

namespace deberta {
namespace {

[[noreturn]] void bad_input(const std::string& fact) { throw Error(ErrorCode::kInput, fact); }

Tensor copy_of(ConstMatrix matrix, std::vector<size_t> shape) {
  Tensor tensor{{}, std::move(shape)};
  tensor.values.reserve(matrix.rows * matrix.cols);
  for (size_t i = 0; i < matrix.rows; ++i) {
    tensor.values.insert(tensor.values.end(), matrix.row(i), matrix.row(i) + matrix.cols);
  }
  return tensor;
}

void check_equal_lengths(const Batch& batch) {
  const auto differs = [&](size_t length) { return length != batch.lengths.front(); };
  if (std::ranges::any_of(batch.lengths, differs)) {
    bad_input("the sequences of a batch have different lengths");
  }
}

}  // namespace

ForwardTask::ForwardTask(ForwardInputs inputs, Model& model)
    : model_(model), inputs_(std::move(inputs)) {
  model.embeddings.validate(inputs_.batch);
  check_equal_lengths(inputs_.batch);
  sequences_ = inputs_.batch.sequences();
  length_ = inputs_.batch.lengths.front();
  check_inputs();
  batches_.push_back(std::move(inputs_.batch));
  if (inputs_.output_hidden_states) record_states();
  if (inputs_.output_attentions) record_attentions();
}

void ForwardTask::check_inputs() const {
  const bool answers = has_head<QuestionAnsweringHead>();
  if (has_labels() && (answers || has_head<std::monostate>())) {
    bad_input("labels: expected a model with a head that takes them, this one has '" +
              std::string(name_of(head_of(model_.head))) + "'");
  }
  if (inputs_.start_positions.size() != inputs_.end_positions.size() ||
      (!answers && !inputs_.start_positions.empty())) {
    bad_input(
        "start_positions and end_positions: expected both, and the head 'question-answering'");
  }
  if (inputs_.choices == 0 || sequences_ % inputs_.choices != 0) {
    bad_input("expected a multiple of " + std::to_string(inputs_.choices) + " choices, got " +
              std::to_string(sequences_) + " sequences");
  }
  if (!inputs_.logits_to_keep) return;
  if (!has_head<MaskedLmHead>()) {
    bad_input("logits_to_keep: expected a model with the head 'masked-lm', this one has '" +
              std::string(name_of(head_of(model_.head))) + "'");
  }
  if (has_labels()) bad_input("logits_to_keep cannot be combined with labels");
  for (size_t position : *inputs_.logits_to_keep) {
    if (position >= length_) {
      bad_input("logits_to_keep: expected positions below " + std::to_string(length_) + ", got " +
                std::to_string(position));
    }
  }
}

void ForwardTask::record_states() {
  hooks_.on_hidden_state = [this](size_t, ConstMatrix state) {
    outputs.hidden_states.push_back(copy_of(state, {sequences_, length_, state.cols}));
  };
}

void ForwardTask::record_attentions() {
  hooks_.on_attention = [this](size_t layer, size_t,
                               ConstMatrix probabilities) {  // sequences come in order
    if (outputs.attentions.size() == layer) {
      const size_t heads = probabilities.rows / length_;
      outputs.attentions.push_back({{}, {sequences_, heads, length_, length_}});
      outputs.attentions.back().values.reserve(sequences_ * probabilities.rows * length_);
    }
    for (size_t i = 0; i < probabilities.rows; ++i) {
      outputs.attentions[layer].values.insert(outputs.attentions[layer].values.end(),
                                              probabilities.row(i), probabilities.row(i) + length_);
    }
  };
}

std::optional<std::vector<size_t>> ForwardTask::rows_needed(const Batch& batch) const {
  if (has_head<SequenceClassificationHead>() || has_head<MultipleChoiceHead>()) {
    return batch.first_tokens();
  }
  if (!inputs_.logits_to_keep) return std::nullopt;
  std::vector<size_t> rows;
  for (size_t i = 0; i < sequences_; ++i) {
    for (size_t position : *inputs_.logits_to_keep) rows.push_back(i * length_ + position);
  }
  return ascending_rows(std::move(rows));
}

void ForwardTask::collect(const Batch& batch, ConstMatrix hidden, size_t, Context& ctx) {
  std::visit([&](const auto& head) { apply(head, batch, hidden, ctx); }, model_.head);
}

void ForwardTask::apply(const std::monostate&, const Batch&, ConstMatrix hidden, Context&) {
  outputs.last_hidden_state = copy_of(hidden, {sequences_, length_, hidden.cols});
}

void ForwardTask::apply(const SequenceClassificationHead& head, const Batch& batch,
                        ConstMatrix hidden, Context& ctx) {
  const auto labels = static_cast<size_t>(model_.config.num_labels());
  const Matrix logits = ctx.workspace.matrix(sequences_, labels);
  head(hidden, batch, logits, ctx);
  outputs.logits = copy_of(logits, {sequences_, labels});
  if (!has_labels()) return;
  outputs.loss = sequence_classification_loss(logits, inputs_.labels, model_.config);
  // As in the reference: labels remove a single column, unless the config names its problem_type.
  if (labels == 1 && model_.config.problem_type == ProblemType::kNone) {
    outputs.logits.shape = {sequences_};
  }
}

void ForwardTask::apply(const MultipleChoiceHead& head, const Batch& batch, ConstMatrix hidden,
                        Context& ctx) {
  const Matrix ratings = ctx.workspace.matrix(sequences_, 1);
  head(hidden, batch, ratings, ctx);
  const Matrix logits(ratings.data, sequences_ / inputs_.choices, inputs_.choices);
  outputs.logits = copy_of(logits, {logits.rows, logits.cols});
  if (has_labels()) outputs.loss = token_loss(logits, inputs_.labels.classes);
}

void ForwardTask::apply(const TokenClassificationHead& head, const Batch&, ConstMatrix hidden,
                        Context& ctx) {
  const auto labels = static_cast<size_t>(model_.config.num_labels());
  const Matrix logits = ctx.workspace.matrix(hidden.rows, labels);
  head(hidden, logits, ctx);
  outputs.logits = copy_of(logits, {sequences_, length_, labels});
  if (has_labels()) outputs.loss = token_loss(logits, inputs_.labels.classes);
}

void ForwardTask::apply(const QuestionAnsweringHead& head, const Batch&, ConstMatrix hidden,
                        Context& ctx) {
  const Matrix logits = ctx.workspace.matrix(hidden.rows, 2);
  head(hidden, logits, ctx);
  outputs.start_logits = copy_of(logits.slice_cols(0, 1), {sequences_, length_});
  outputs.end_logits = copy_of(logits.slice_cols(1, 1), {sequences_, length_});
  if (!inputs_.start_positions.empty()) {
    outputs.loss =
        question_answering_loss(logits, length_, inputs_.start_positions, inputs_.end_positions);
  }
}

void ForwardTask::apply(const MaskedLmHead& head, const Batch&, ConstMatrix hidden, Context& ctx) {
  ConstMatrix rows = hidden;
  size_t kept = length_;
  if (inputs_.logits_to_keep) {
    kept = inputs_.logits_to_keep->size();
    const Matrix some = ctx.workspace.matrix(uint64_t{sequences_} * kept, hidden.cols);
    for (size_t i = 0; i < some.rows; ++i) {
      const size_t token = i / kept * length_ + (*inputs_.logits_to_keep)[i % kept];
      std::copy_n(hidden.row(token), hidden.cols, some.row(i));
    }
    rows = some;
  }
  const auto vocab = static_cast<size_t>(model_.config.vocab_size);
  const Matrix logits = ctx.workspace.matrix(rows.rows, vocab);
  head(rows, model_.embeddings.words, logits, ctx);
  outputs.logits = copy_of(logits, {sequences_, kept, vocab});
  if (has_labels()) outputs.loss = token_loss(logits, inputs_.labels.classes);
}

}  // namespace deberta
