#include "model/preparation.h"

namespace deberta {

bool Preparation::step() {
  Profile::Timer timer(ctx_.profile, Stage::kAttention);
  for (; layer_ < model_.layers.size(); ++layer_) {
    DisentangledAttention& attention = model_.layers[layer_].attention;
    if (blocks_ == 0) {
      block_ = 0;
      blocks_ = attention.begin_positions(tokens_);
      if (blocks_ == 0) continue;
    }
    attention.project_positions(block_, ctx_);
    if (++block_ == blocks_) {
      attention.weights.positions.end_reach();
      blocks_ = 0;
      ++layer_;
    }
    return true;
  }
  return false;
}

}  // namespace deberta
