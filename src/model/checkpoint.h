// From Hugging Face's tensors to layers. Everything that is particular to how DeBERTa v1 is stored
// ends here: names, per-head grouping, biases that only some projections have, the scale.
#ifndef DEBERTA_MODEL_CHECKPOINT_H_
#define DEBERTA_MODEL_CHECKPOINT_H_

#include <memory>
#include <string>
#include <vector>

#include "base/context.h"
#include "io/weights.h"
#include "model/model.h"

namespace deberta {

// Use: feed a checkpoint reader with sink(), then finish(). Each layer is packed as soon as its
// tensors are there. Memory at the peak: the packed model, the tensors of layers that wait for one
// more (pos_proj for rel_embeddings, which is stored last), and the largest tensor.
class ModelLoader {
 public:
  // Throws kConfigValue for a config that the head cannot have. Borrows ctx.
  ModelLoader(const Config& config, Head head, Context& ctx);

  TensorSink& sink() { return weights_; }

  struct Loaded {
    std::unique_ptr<Model> model;
    size_t tensors = 0;                // taken from the checkpoint
    std::vector<std::string> skipped;  // names of tensors that this model does not use
  };
  // Throws kState where the checkpoint was not read to its end.
  Loaded finish();

 private:
  void expect_embeddings();
  void expect_attention(size_t layer);
  void expect_positions(size_t layer);
  void expect_feed_forward(size_t layer);
  void expect_head(Head head);
  // One nn.Linear "<name>.weight", "<name>.bias".
  void expect_linear(const std::string& name, size_t inputs, size_t outputs, Linear* linear);
  void expect_layer_norm(const std::string& name, size_t size, LayerNorm* norm);
  // "<name>.weight" as a table in its stored dtype.
  void expect_table(const std::string& name, size_t rows, size_t cols, EmbeddingTable* table);

  Context& ctx_;
  std::unique_ptr<Model> model_;  // its address is kept by the parts that wait
  Weights weights_;
};

}  // namespace deberta

#endif  // DEBERTA_MODEL_CHECKPOINT_H_
