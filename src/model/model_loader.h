// Turns Hugging Face's tensors into layers. Only this class knows how DeBERTa v1 and v2 are stored:
// names, per-head grouping, biases that only some projections have, the scale, the normalization of
// positions.
#ifndef DEBERTA_MODEL_MODEL_LOADER_H_
#define DEBERTA_MODEL_MODEL_LOADER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/context.h"
#include "io/weights.h"
#include "model/checkpoint_layout.h"
#include "model/load_report.h"
#include "model/model.h"

namespace deberta {

// Use: feed a checkpoint reader with sink(), or initialize(), then finish(). Each layer is packed
// as soon as its tensors have arrived. Peak of memory: the packed model, the tensors of incomplete
// layers, and the largest tensor.
class ModelLoader {
 public:
  // Throws kConfigValue for a config that does not fit the head. Borrows ctx. kept_in() defines
  // what `precision` means for a tensor. address_space: as Weights has it.
  ModelLoader(const Config& config, Head head, Context& ctx,
              Precision precision = Precision::kFloat32, uint64_t address_space = SIZE_MAX);

  TensorSink& sink() { return weights_; }
  // For a checkpoint of several files: their number, and the names of all their tensors.
  void expect_files(size_t files, const std::vector<std::string>& names) {
    weights_.expect_files(files, names);
  }

  // Names of tensors that this model does not use, among those whose index the sink has seen.
  const std::vector<std::string>& skipped() const { return weights_.skipped(); }

  // memory_of() the tensors that this model uses, among those whose index the sink has seen: a part
  // of what the model will take.
  uint64_t expected_memory() const { return weights_.expected_memory(); }

  // Without a checkpoint: the reference's initialisation (normal with the config's
  // initializer_range, biases 0, LayerNorm's weights 1), the same for the same seed.
  void initialize(uint64_t seed);
  // Initialises a head that the checkpoint lacks, as transformers does before fine-tuning. Without
  // this call a missing head is an error.
  void initialize_missing_head(uint64_t seed);

  // The model in progress: its layers have the weights that have arrived. Moved away by finish().
  Model& model() { return *model_; }

  struct Loaded {
    std::unique_ptr<Model> model;
    LoadReport report;  // without the fields that only the files' reader knows
  };
  // Throws kState unless the checkpoint was read to its end.
  Loaded finish();

 private:
  // 1 / sqrt(head_dim · terms), the factor of the query and the position query in the reference.
  static float score_scale(const Config& config);
  size_t hidden_size() const { return static_cast<size_t>(model_->config.hidden_size); }
  Weights::Fill initializer(uint64_t seed) const;
  void expect_embeddings();
  void expect_attention_output(size_t layer);
  void expect_feed_forward(size_t layer);
  void expect_positions();
  void expect_rel_embeddings();
  void expect_position_projection(const std::string& name, bool has_bias, Linear* linear);
  // For v1 (model_loader_v1.cc).
  void expect_attention(size_t layer);
  void expect_talking_heads(size_t layer);
  // For v2 (model_loader_v2.cc).
  void expect_separate_attention(size_t layer);
  void expect_convolution();
  // model_loader_heads.cc
  void expect_head(Head head);
  void expect_pooled(SequenceClassificationHead& to, size_t labels);
  void expect_masked_lm(const Weights::Names& names);
  // model_loader_gliner.cc
  void expect_gliner(const Weights::Names& names);
  void expect_lstm(size_t layer, size_t size, BiLstm* lstm);
  // An nn.Sequential of the layers "<name>.0" and "<name><second>".
  void expect_mlp(const std::string& name, size_t inputs, size_t inner, size_t outputs, Mlp* mlp,
                  const char* second = ".3");
  void expect_span_scorer(const std::string& name, size_t size, SpanScorer* scorer);
  void expect_old_span_scorer(const std::string& name, size_t size, SpanScorer* scorer);
  void expect_token_scorer(size_t size, TokenScorer* scorer);
  // model_loader_gliner2.cc
  void expect_gliner2(const Weights::Names& names);
  void expect_gru(size_t size, Gru* gru);
  void expect_label_transformer(size_t size, LabelTransformer* to);
  // A matrix of the part that is being built, as it was stored: floats, or integers with scales.
  struct Stored {
    Buffer memory;
    StoredWeight weight;
    Stored(Buffer content, std::span<const float> scales, size_t outputs, size_t inputs)
        : memory(std::move(content)),
          weight(scales.empty() ? StoredWeight(ConstMatrix(memory.floats(), outputs, inputs))
                                : StoredWeight(reinterpret_cast<const int8_t*>(memory.data()),
                                               scales, inputs)) {}
  };
  static Stored stored(Weights& weights, const std::string& name, size_t outputs, size_t inputs);
  // Packs in the role's type, or in floats where the layer must stay floats or 8 bits are not
  // enough.
  Linear pack(const std::string& name, Role role, StoredWeight weight, const float* bias,
              bool in_floats = false);
  // One nn.Linear "<name>.weight", "<name>.bias".
  void expect_linear(const std::string& name, size_t inputs, size_t outputs, Linear* linear);
  void expect_layer_norm(const std::string& name, size_t size, LayerNorm* norm);
  // "<name>.weight" as a table in its stored dtype, or in the model's precision where that has
  // fewer bits.
  void expect_table(const std::string& name, size_t rows, size_t cols, EmbeddingTable* table);
  void expect_floats(const std::string& name, std::vector<uint64_t> shape, Buffer* floats);

  Context& ctx_;
  Precision precision_;
  std::vector<std::string> unquantized_layers_;
  bool has_outliers_ = false;     // some layer has_outlier_channels()
  std::unique_ptr<Model> model_;  // waiting parts keep its address
  Weights weights_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_MODEL_LOADER_H_
