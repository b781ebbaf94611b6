#include "model/preparation.h"

namespace deberta {

bool Preparation::step() {
  Profile::Timer timer(ctx_.profile, Stage::kAttention);
  if (blocks_ == 0 && !begin_layer()) return false;
  DisentangledAttention& attention = model_.layers[layer_].attention;
  attention.project_positions(block_, ctx_);
  if (++block_ == blocks_) {
    attention.weights.positions.end_reach();
    blocks_ = 0;
  }
  return true;
}

bool Preparation::begin_layer() {
  for (layer_ = 0; layer_ < model_.layers.size(); ++layer_) {
    DisentangledAttention& attention = model_.layers[layer_].attention;
    if (!attention.can_project_positions()) continue;
    block_ = 0;
    blocks_ = attention.begin_positions(tokens_);
    if (blocks_ != 0) return true;
  }
  return false;
}

}  // namespace deberta
