// A config.json, up to the model that waits for its weights.
#include "io/config.h"

#include <algorithm>

#include "context.h"
#include "fuzz/targets/targets.h"
#include "model/fitting_heads.h"
#include "model/model_loader.h"

namespace deberta::fuzz {
namespace {

void check(const Config& config) {
  DEBERTA_EXPECT(config.hidden_size > 0 && config.num_attention_heads > 0);
  DEBERTA_EXPECT(config.hidden_size % config.num_attention_heads == 0);
  DEBERTA_EXPECT(config.vocab_size > 0 && config.max_position_embeddings > 0);
  DEBERTA_EXPECT(config.num_hidden_layers >= 0 && config.type_vocab_size >= 0);
  DEBERTA_EXPECT(config.layer_norm_eps >= 0 && config.layer_norm_eps == config.layer_norm_eps);
  DEBERTA_EXPECT(config.conv_kernel_size == 0 || config.conv_kernel_size % 2 == 1);
  DEBERTA_EXPECT(config.conv_groups > 0 && config.score_scale_terms > 0);
}

}  // namespace

void run_config(std::string_view bytes) {
  Input input(bytes);
  const auto head = static_cast<Head>(input.below(std::size(kHeadNames)));
  const auto precision = static_cast<Precision>(input.below(4));
  Config config = parse_config(input.rest());
  check(config);
  // More layers reach no more code, and make most of the costs (checkpoint.cc makes models of any
  // number).
  config.num_hidden_layers = std::min(config.num_hidden_layers, 3);
  testing::OwnContext own;
  const FittingHeads fitting = fitting_heads(config, {});
  DEBERTA_EXPECT(fitting.heads.empty() && fitting.refused);
  const ModelLoader loader(config, head, own.ctx, precision);
}

}  // namespace deberta::fuzz
