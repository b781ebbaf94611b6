// The heads of a checkpoint, and the two that masked language models have had.
#include <string>

#include "base/error.h"
#include "model/model_loader.h"

namespace deberta {

void ModelLoader::expect_head(Head head) {
  const Config& config = model_->config;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto labels = static_cast<size_t>(config.num_labels());
  if (head == Head::kTokenClassification) {
    auto& to = model_->token_classification.emplace();
    expect_linear("classifier", hidden, labels, &to.classifier);
  } else if (head == Head::kSequenceClassification || head == Head::kMultipleChoice) {
    if (config.pooler_hidden_size != config.hidden_size) {
      throw Error(ErrorCode::kConfigValue,
                  "config.json: pooler_hidden_size " + std::to_string(config.pooler_hidden_size) +
                      " is not hidden_size " + std::to_string(config.hidden_size));
    }
    const bool chooses = head == Head::kMultipleChoice;
    if (chooses && !config.is_v2()) {
      throw Error(ErrorCode::kConfigUnsupported,
                  "config.json: model_type 'deberta' has no head for multiple choice");
    }
    auto& to = (chooses ? model_->multiple_choice : model_->sequence_classification).emplace();
    to.activation = config.pooler_hidden_act;
    expect_linear("pooler.dense", hidden, hidden, &to.pooler);
    expect_linear("classifier", hidden, chooses ? 1 : labels, &to.classifier);
  } else if (head == Head::kQuestionAnswering) {
    if (labels != 2) {
      throw Error(ErrorCode::kConfigValue, "config.json: question answering has 2 outputs, not " +
                                               std::to_string(labels) + " labels");
    }
    expect_linear("qa_outputs", hidden, labels, &model_->question_answering.emplace().outputs);
  } else if (head == Head::kMaskedLm) {
    weights_.on_names([this](const Weights::Names& names) { expect_masked_lm(names); });
  }
}

// Two heads have been in use. The first is Microsoft's, which its checkpoints were trained with;
// the second is what transformers writes, and looks for alone unless config.legacy is false. A file
// that holds one of them is taken by what it holds.
void ModelLoader::expect_masked_lm(const Weights::Names& names) {
  const Config& config = model_->config;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto width = static_cast<size_t>(config.embedding_size);
  const auto vocab = static_cast<size_t>(config.vocab_size);
  MaskedLmHead& to = model_->masked_lm.emplace();
  to.activation = config.hidden_act;

  const bool has_new = names.contains("lm_predictions.lm_head.dense.weight");
  const bool has_legacy = names.contains("cls.predictions.transform.dense.weight");
  if (has_new && (!config.legacy || !has_legacy)) {
    if (width != hidden) {
      throw Error(ErrorCode::kConfigValue, "config.json: lm_predictions needs embedding_size " +
                                               std::to_string(width) + " to be hidden_size " +
                                               std::to_string(hidden));
    }
    expect_linear("lm_predictions.lm_head.dense", hidden, hidden, &to.dense);
    expect_layer_norm("lm_predictions.lm_head.LayerNorm", hidden, &to.norm);
    expect_floats("lm_predictions.lm_head.bias", {vocab}, &to.bias);
    return;
  }
  expect_linear("cls.predictions.transform.dense", hidden, width, &to.dense);
  expect_layer_norm("cls.predictions.transform.LayerNorm", width, &to.norm);
  // The same tensor under two names; a tied decoder's weight may be there as a copy.
  const bool has_bias = names.contains("cls.predictions.bias");
  const bool has_decoder_bias = names.contains("cls.predictions.decoder.bias");
  expect_floats(
      has_bias || !has_decoder_bias ? "cls.predictions.bias" : "cls.predictions.decoder.bias",
      {vocab}, &to.bias);
  if (!config.tie_word_embeddings) {
    expect_table("cls.predictions.decoder", vocab, width, &to.decoder);
  }
}

}  // namespace deberta
