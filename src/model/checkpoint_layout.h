// The tensors of a checkpoint: their names, what each is to the model, what a precision keeps it
// in, and the memory that takes. The loader, QuantizingSink and fitting_heads() go by it.
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

// What a weight is to the model.
enum class Role {
  kEmbedding,           // rows that are looked up; a decoder of a masked language model, too
  kLinear,              // a linear layer of the encoder
  kExpand,              // the two of a feed-forward layer: whether 8 bits will do is decided of
  kContract,            // both together
  kPositionProjection,  // makes the position tables
  kEncoder,             // any other tensor of the embeddings and the encoder: norms, biases, …
  kHead,                // of a head, or no tensor of DeBERTa's
};

// Of a weight's name, with ".weight" or without.
Role role_of(std::string_view name);

// Whether a tensor belongs to a head, a decoder of its own included, and not to the encoder.
bool is_of_head(std::string_view name);

// What a model of that precision keeps a weight in; layers that do not survive in 8 bits become
// floats all the same. A checkpoint in 8 bits holds what kInt8 says.
Precision kept_in(Role role, Precision of_model);

// The name of the other weight of a feed-forward layer, of "….intermediate.dense.weight" that of
// "….output.dense.weight", and the reverse.
std::string partner_of(std::string_view feed_forward_weight);

// Bytes of memory for a tensor of a checkpoint in a model of that precision.
uint64_t memory_of(const TensorInfo& tensor, Precision of_model);

// About what memory grows to while a model of these tensors is loaded: what the model keeps, the
// position tables of all layers, and the largest tensor that waits to be packed. Activations come
// on top.
uint64_t memory_of_load(const Config& config, std::span<const TensorInfo> tensors,
                        Precision of_model);

}  // namespace deberta

#endif  // DEBERTA_MODEL_CHECKPOINT_LAYOUT_H_
