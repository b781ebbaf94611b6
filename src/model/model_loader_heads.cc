// Loading of heads, including the two kinds for masked language models.
#include <string>

#include "base/error.h"
#include "model/checkpoint_layout.h"
#include "model/model_loader.h"

namespace deberta {

namespace {

[[noreturn]] void refuse(ErrorCode code, const std::string& fact) {
  throw Error(code, "config.json: " + fact, "config.json");
}

}  // namespace

void ModelLoader::expect_head(Head head) {
  const Config& config = model_->config;
  const auto labels = static_cast<size_t>(config.num_labels());
  switch (head) {
    case Head::kNone:
      return;
    case Head::kSequenceClassification:
      return expect_pooled(model_->head.emplace<SequenceClassificationHead>(), labels);
    case Head::kMultipleChoice:
      if (!config.is_v2()) {
        refuse(ErrorCode::kConfigUnsupported,
               "model_type: multiple choice needs 'deberta-v2', got 'deberta'");
      }
      return expect_pooled(model_->head.emplace<MultipleChoiceHead>(), 1);
    case Head::kTokenClassification:
      return expect_linear("classifier", hidden_size(), labels,
                           &model_->head.emplace<TokenClassificationHead>().classifier);
    case Head::kQuestionAnswering:
      if (labels != 2) {
        refuse(
            ErrorCode::kConfigValue,
            "question answering needs 2 labels, for start and end, got " + std::to_string(labels));
      }
      return expect_linear("qa_outputs", hidden_size(), labels,
                           &model_->head.emplace<QuestionAnsweringHead>().outputs);
    case Head::kMaskedLm:
      return weights_.on_names([this](const Weights::Names& names) { expect_masked_lm(names); });
    case Head::kGliner:
      if (!config.gliner) {
        refuse(ErrorCode::kConfigUnsupported,
               "expected a GLiNER model, which has a gliner_config.json");
      }
      return weights_.on_names([this](const Weights::Names& names) { expect_gliner(names); });
    case Head::kGliner2:
      if (!config.gliner2) {
        refuse(ErrorCode::kConfigUnsupported,
               "expected a GLiNER2 model, whose model_type is 'extractor'");
      }
      return weights_.on_names([this](const Weights::Names& names) { expect_gliner2(names); });
  }
}

void ModelLoader::expect_pooled(SequenceClassificationHead& to, size_t labels) {
  const Config& config = model_->config;
  if (config.pooler_hidden_size != config.hidden_size) {
    refuse(ErrorCode::kConfigValue, "pooler_hidden_size: expected hidden_size, " +
                                        std::to_string(config.hidden_size) + ", got " +
                                        std::to_string(config.pooler_hidden_size));
  }
  to.activation = config.pooler_hidden_act;
  expect_linear("pooler.dense", hidden_size(), hidden_size(), &to.pooler);
  expect_linear("classifier", hidden_size(), labels, &to.classifier);
}

// There are two kinds of heads. Microsoft trained its checkpoints with the first. transformers
// writes the second, and reads only it unless config.legacy is false. Here a file that holds only
// one kind is read as that kind.
void ModelLoader::expect_masked_lm(const Weights::Names& names) {
  const Config& config = model_->config;
  const auto hidden = static_cast<size_t>(config.hidden_size);
  const auto width = static_cast<size_t>(config.embedding_size);
  const auto vocab = static_cast<size_t>(config.vocab_size);
  MaskedLmHead& to = model_->head.emplace<MaskedLmHead>();
  to.activation = config.hidden_act;

  const bool has_new = names.contains("lm_predictions.lm_head.dense.weight");
  const bool has_legacy = names.contains("cls.predictions.transform.dense.weight");
  if (has_new && (!config.legacy || !has_legacy)) {
    if (width != hidden) {
      refuse(ErrorCode::kConfigValue,
             "embedding_size: the head lm_predictions needs hidden_size, " +
                 std::to_string(hidden) + ", got " + std::to_string(width));
    }
    expect_linear("lm_predictions.lm_head.dense", hidden, hidden, &to.dense);
    expect_layer_norm("lm_predictions.lm_head.LayerNorm", hidden, &to.norm);
    expect_floats("lm_predictions.lm_head.bias", {vocab}, &to.bias);
    return;
  }
  expect_linear("cls.predictions.transform.dense", hidden, width, &to.dense);
  expect_layer_norm("cls.predictions.transform.LayerNorm", width, &to.norm);
  // The bias may have either name; a tied decoder's weight may be in the file as a copy.
  const bool has_bias = names.contains("cls.predictions.bias");
  const bool has_decoder_bias = names.contains("cls.predictions.decoder.bias");
  expect_floats(
      has_bias || !has_decoder_bias ? "cls.predictions.bias" : "cls.predictions.decoder.bias",
      {vocab}, &to.bias);
  if (!config.tie_word_embeddings) {
    expect_table(tensor_name::kDecoder, vocab, width, &to.decoder);
  }
}

}  // namespace deberta
