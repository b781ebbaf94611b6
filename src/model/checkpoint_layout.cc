#include "model/checkpoint_layout.h"

#include <algorithm>

#include "io/weights.h"
#include "tensor/dtype.h"

namespace deberta {
namespace {

struct Entry {
  std::string_view name;
  Role role;
};

using namespace tensor_name;

constexpr Entry kEmbeddings[] = {
    {kWords, Role::kEmbedding},
    {kPositions, Role::kEmbedding},
    {kTypes, Role::kEmbedding},
    {kDecoder, Role::kEmbedding},
};

constexpr Entry kPartsOfLayers[] = {
    {kInProj, Role::kLinear},
    {kQuery, Role::kLinear},
    {kKey, Role::kLinear},
    {kValue, Role::kLinear},
    {kAttentionOutput, Role::kLinear},
    {kExpand, Role::kExpand},
    {kContract, Role::kContract},
    {kPositionKeyV1, Role::kPositionProjection},
    {kPositionQueryV1, Role::kPositionProjection},
    {kPositionKeyV2, Role::kPositionProjection},
    {kPositionQueryV2, Role::kPositionProjection},
};

constexpr std::string_view kLayer = "encoder.layer.", kWeight = ".weight";

Role find(std::span<const Entry> entries, std::string_view name, Role otherwise) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() ? otherwise : found->role;
}

// "encoder.layer.3.output.dense" → "output.dense"; "" for a name outside the layers.
std::string_view part_of_layer(std::string_view name) {
  if (!name.starts_with(kLayer)) return "";
  const size_t dot = name.find('.', kLayer.size());
  return dot == std::string_view::npos ? "" : name.substr(dot + 1);
}

}  // namespace

std::string tensor_name::in_layer(size_t layer, std::string_view part) {
  return std::string(kLayer) + std::to_string(layer) + "." + std::string(part);
}

Role role_of(std::string_view name) {
  if (name.ends_with(kWeight)) name.remove_suffix(kWeight.size());
  if (const std::string_view part = part_of_layer(name); !part.empty()) {
    return find(kPartsOfLayers, part, Role::kEncoder);
  }
  return find(kEmbeddings, name, is_of_head(name) ? Role::kHead : Role::kEncoder);
}

bool is_of_head(std::string_view name) {
  return !name.starts_with("embeddings.") && !name.starts_with("encoder.");
}

Precision kept_in(Role role, Precision of_model) {
  switch (role) {
    case Role::kEmbedding:
    case Role::kLinear:
    case Role::kExpand:
    case Role::kContract:
      return of_model;
    case Role::kPositionProjection:
      return of_model == Precision::kFloat32 ? Precision::kFloat32 : Precision::kFloat16;
    case Role::kEncoder:
    case Role::kHead:
      break;
  }
  return Precision::kFloat32;
}

std::string partner_of(std::string_view name) {
  const std::string expand = kExpand + std::string(kWeight);
  const std::string contract = kContract + std::string(kWeight);
  const bool is_expand = role_of(name) == Role::kExpand;
  name.remove_suffix((is_expand ? expand : contract).size());
  return std::string(name) + (is_expand ? contract : expand);
}

uint64_t memory_of(const TensorInfo& tensor, Precision of_model) {
  const Role role = role_of(canonical_name(tensor.name));
  const uint64_t count = tensor.count();
  const bool is_table_in_bytes = role == Role::kEmbedding && tensor.dtype == DType::kI8;
  switch (is_table_in_bytes ? Precision::kInt8 : kept_in(role, of_model)) {
    case Precision::kFloat32: {
      // A table keeps its stored type.
      const bool as_stored = role == Role::kEmbedding && is_weight_dtype(tensor.dtype);
      return count * size_of(as_stored ? tensor.dtype : DType::kF32);
    }
    case Precision::kFloat16:
      return count * size_of(DType::kF16);
    case Precision::kInt8:
    case Precision::kInt8Weights:
      break;
  }
  const uint64_t scales = tensor.shape.empty() ? 0 : tensor.shape[0] * size_of(DType::kF32);
  return tensor.shape.size() < 2 ? count * size_of(DType::kF32) : count + scales;
}

uint64_t memory_of_load(const Config& config, std::span<const TensorInfo> tensors,
                        Precision of_model) {
  uint64_t kept = 0, largest = 0;
  for (const TensorInfo& tensor : tensors) {
    kept += memory_of(tensor, of_model);
    // Embeddings are written to their table as they arrive.
    const bool waits = role_of(canonical_name(tensor.name)) != Role::kEmbedding;
    if (waits) largest = std::max<uint64_t>(largest, tensor.count() * size_of(tensor.dtype));
  }
  const uint64_t terms = uint64_t{config.c2p} + uint64_t{config.p2c};
  const auto rows = static_cast<uint64_t>(config.position_span()) * 2;
  const size_t size = size_of(of_model == Precision::kFloat32 ? DType::kF32 : DType::kF16);
  const uint64_t tables = terms * static_cast<uint64_t>(config.num_hidden_layers) * rows *
                          static_cast<uint64_t>(config.hidden_size) * size;
  return kept + tables + largest;
}

}  // namespace deberta
