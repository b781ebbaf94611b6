#include "base/profile.h"

namespace deberta {

const char* name_of(Stage stage) {
  switch (stage) {
    case Stage::kEmbeddings:
      return "embeddings";
    case Stage::kQkv:
      return "qkv";
    case Stage::kAttention:
      return "attention";
    case Stage::kAttentionOutput:
      return "attention_output";
    case Stage::kExpand:
      return "expand";
    case Stage::kActivation:
      return "activation";
    case Stage::kContract:
      return "contract";
    case Stage::kLayerNorm:
      return "layer_norm";
    case Stage::kHead:
      return "head";
    case Stage::kCount:
      break;
  }
  return "";
}

}  // namespace deberta
