// The tensors of a checkpoint: names, roles, storage types for each precision, and memory. The
// loader, QuantizingSink and fitting_heads() use these rules.
//
// Names are canonical (canonical_name() in io/weights.h). A layer's weight is "<name>.weight"; for
// a layer of linear algebra with a bias, that is "<name>.bias".
#ifndef DEBERTA_MODEL_CHECKPOINT_LAYOUT_H_
#define DEBERTA_MODEL_CHECKPOINT_LAYOUT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "io/config.h"
#include "io/tensor_sink.h"
#include "ops/precision.h"

namespace deberta {

namespace tensor_name {
inline constexpr const char* kWords = "embeddings.word_embeddings";
inline constexpr const char* kPositions = "embeddings.position_embeddings";
inline constexpr const char* kTypes = "embeddings.token_type_embeddings";
inline constexpr const char* kDecoder = "cls.predictions.decoder";
inline constexpr const char* kRelEmbeddings = "encoder.rel_embeddings";
inline constexpr const char* kRelNorm = "encoder.LayerNorm";
inline constexpr const char* kConvolution = "encoder.conv.conv";

// "encoder.layer.<layer>.<part>", with one of the parts below.
std::string in_layer(size_t layer, std::string_view part);
inline constexpr const char* kInProj = "attention.self.in_proj";    // v1
inline constexpr const char* kQuery = "attention.self.query_proj";  // v2, and the next two
inline constexpr const char* kKey = "attention.self.key_proj";
inline constexpr const char* kValue = "attention.self.value_proj";
inline constexpr const char* kAttentionOutput = "attention.output.dense";
inline constexpr const char* kExpand = "intermediate.dense";
inline constexpr const char* kContract = "output.dense";
// Projections of rel_embeddings: to keys and to queries, of v1 and of v2.
inline constexpr const char* kPositionKeyV1 = "attention.self.pos_proj";
inline constexpr const char* kPositionQueryV1 = "attention.self.pos_q_proj";
inline constexpr const char* kPositionKeyV2 = "attention.self.pos_key_proj";
inline constexpr const char* kPositionQueryV2 = "attention.self.pos_query_proj";
}  // namespace tensor_name

// The role of a weight in the model.
enum class Role {
  kEmbedding,           // rows for look-up; also a masked language model's decoder
  kLinear,              // a linear layer of the encoder
  kExpand,              // the two of a feed-forward layer: whether 8 bits are enough is decided
  kContract,            // for both together
  kPositionProjection,  // projects the position tables
  kEncoder,             // any other tensor of the embeddings and the encoder: norms, biases, …
  kHead,                // of a head, or unknown to DeBERTa
};

// The role by a weight's name, with ".weight" or without.
Role role_of(std::string_view name);

// Whether a tensor belongs to a head (including its decoder) and not to the encoder.
bool is_of_head(std::string_view name);

// The type in which a model of that precision keeps a weight; layers that lose too much in 8 bits
// stay floats nevertheless. A checkpoint in 8 bits follows kInt8.
Precision kept_in(Role role, Precision of_model);

// The name of a feed-forward layer's other weight: "….output.dense.weight" for
// "….intermediate.dense.weight" and the reverse.
std::string partner_of(std::string_view feed_forward_weight);

// The bytes of memory that a checkpoint's tensor takes in a model of that precision.
uint64_t memory_of(const TensorInfo& tensor, Precision of_model);

// The approximate peak of memory while a model of these tensors is loaded: the model, the position
// tables of all layers, and the largest tensor that waits to be packed. Activations are not
// included.
uint64_t memory_of_load(const Config& config, std::span<const TensorInfo> tensors,
                        Precision of_model);

}  // namespace deberta

#endif  // DEBERTA_MODEL_CHECKPOINT_LAYOUT_H_
