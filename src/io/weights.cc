#include "io/weights.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/sort.h"

namespace deberta {
namespace {

bool replace_suffix(std::string& text, std::string_view suffix, std::string_view with) {
  if (!text.ends_with(suffix)) return false;
  text.replace(text.size() - suffix.size(), suffix.size(), with);
  return true;
}

// Converts integers, `cols` of them for each scale, to the floats that they stand for.
Weights::Receiver widen_integers(float* to, std::span<const float> scales, size_t cols) {
  return [=, at = size_t{0}](std::span<const std::byte> bytes) mutable {
    while (!bytes.empty()) {
      const size_t count = std::min(bytes.size(), cols - at % cols);
      widen(reinterpret_cast<const int8_t*>(bytes.data()), count, scales[at / cols], to + at);
      at += count;
      bytes = bytes.subspan(count);
    }
  };
}

[[noreturn]] void wrong_shape(const std::string& name, const std::vector<uint64_t>& expected,
                              const std::vector<uint64_t>& found) {
  throw Error(ErrorCode::kTensorShape, "tensor '" + name + "': expected " + to_string(expected) +
                                           ", file has " + to_string(found));
}

}  // namespace

std::string canonical_name(const std::string& name) {
  constexpr struct {
    std::string_view begin;
    size_t prefix;  // bytes of it
  } kPrefixes[] = {{"deberta.", 8},
                   {"token_rep_layer.bert_layer.model.", 33},
                   {"encoder.encoder.", 8},
                   {"encoder.embeddings.", 8}};
  std::string canonical = name;
  for (const auto& [begin, prefix] : kPrefixes) {
    if (name.starts_with(begin)) canonical = name.substr(prefix);
  }
  replace_suffix(canonical, "LayerNorm.gamma", "LayerNorm.weight") ||
      replace_suffix(canonical, "LayerNorm.beta", "LayerNorm.bias");
  return canonical;
}

void Weights::expect(std::vector<TensorSpec> tensors, Build build) {
  Part part{{}, tensors.size(), std::move(build)};
  for (TensorSpec& spec : tensors) {
    require_addressable(spec);
    const auto [slot, is_new] = slots_.try_emplace(spec.name, Slot());
    if (is_new) {
      slot->second.shape = spec.shape;
      slot->second.or_more_rows = spec.or_more_rows;
      slot->second.any_sizes = spec.any_sizes;
    }
    if (!is_new && slot->second.shape != spec.shape) {
      throw Error(ErrorCode::kState, "two layers expect different shapes of '" + spec.name + "'");
    }
    slot->second.parts.push_back(parts_.size());
    ++slot->second.uses_left;
    part.names.push_back(std::move(spec.name));
  }
  parts_.push_back(std::move(part));
}

void Weights::require_addressable(const TensorSpec& tensor) const {
  try {
    checked_size(tensor.shape, sizeof(float), address_space_);
  } catch (const Error& error) {
    throw Error(error.code(), "tensor '" + tensor.name + "': " + error.message());
  }
}

Weights::Receiver Weights::widen_into(float* to, DType dtype, std::span<const float> scales,
                                      size_t cols) {
  if (dtype == DType::kI8) return widen_integers(to, scales, cols);
  const size_t size = size_of(dtype);
  // The bytes of an incomplete element.
  return [=, pending = std::array<std::byte, 4>(),
          filled = size_t{0}](std::span<const std::byte> bytes) mutable {
    while (filled != 0 && !bytes.empty()) {
      pending[filled++] = bytes.front();
      bytes = bytes.subspan(1);
      if (filled < size) continue;
      widen(dtype, pending.data(), 1, to++);
      filled = 0;
    }
    const size_t count = bytes.size() / size;
    widen(dtype, bytes.data(), count, to);
    to += count;
    for (const std::byte byte : bytes.subspan(count * size)) pending[filled++] = byte;
  };
}

void Weights::expect_files(size_t files, const std::vector<std::string>& names) {
  if (files == 0) throw Error(ErrorCode::kState, "expected at least 1 file, got 0");
  files_ = files;
  choose(names);
  Names present;
  for (const std::string& name : names) present.insert(canonical_name(name));
  settle_missing(present, names.size());
}

void Weights::choose(const std::vector<std::string>& names) {
  if (!choose_) return;
  Names canonical;
  for (const std::string& name : names) canonical.insert(canonical_name(name));
  std::exchange(choose_, nullptr)(canonical);
}

void Weights::on_index(std::span<const TensorInfo> tensors) {
  if (files_ == 0) throw Error(ErrorCode::kState, "expected no more files");
  if (choose_) {
    std::vector<std::string> names;
    for (const TensorInfo& info : tensors) names.push_back(info.name);
    choose(names);
  }
  expect_scales(tensors);
  for (const TensorInfo& info : tensors) {
    const std::string name = canonical_name(info.name);
    const auto slot = slots_.find(name);
    const bool is_scale = scaled_by(name) != nullptr;
    if (slot == slots_.end() && !is_scale) {
      skipped_.push_back(info.name);
      continue;
    }
    if (!present_.insert(name).second) {
      throw Error(ErrorCode::kTensorUnexpected,
                  "tensor '" + name + "': expected once, found under two names");
    }
    if (is_scale) continue;
    adopt_shape(slot->second, info);
    if (info.shape != slot->second.shape) wrong_shape(name, slot->second.shape, info.shape);
    if (memory_of_) expected_memory_ += memory_of_(info);
    if (!is_weight_dtype(info.dtype) && !slot->second.in_bytes) {
      const std::string more =
          info.dtype == DType::kI8 ? " without '" + name + std::string(kScaleSuffix) + "'" : "";
      throw Error(ErrorCode::kTensorDtype, "tensor '" + name + "': expected F32, F16 or BF16, " +
                                               "file has " + name_of(info.dtype) + more);
    }
  }
  tensors_ += tensors.size();
  if (--files_ == 0) settle_missing(present_, tensors_);
}

void Weights::adopt_shape(Slot& slot, const TensorInfo& info) {
  if (info.shape.size() != slot.shape.size()) return;
  if (slot.any_sizes) slot.shape = info.shape;
  if (slot.or_more_rows && info.shape[0] >= slot.shape[0]) slot.shape[0] = info.shape[0];
}

void Weights::require_shape(const TensorSpec& tensor) const {
  const std::vector<uint64_t>& found = shape(tensor.name);
  if (found != tensor.shape) wrong_shape(tensor.name, tensor.shape, found);
}

// Finds the tensors in 8 bits, and checks that their scales are there.
void Weights::expect_scales(std::span<const TensorInfo> tensors) {
  std::unordered_map<std::string, const TensorInfo*> scales;
  for (const TensorInfo& info : tensors) {
    if (info.name.ends_with(kScaleSuffix)) scales.emplace(canonical_name(info.name), &info);
  }
  for (const TensorInfo& info : tensors) {
    const std::string name = canonical_name(info.name);
    const auto slot = slots_.find(name);
    if (info.dtype != DType::kI8 || info.shape.size() < 2 || slot == slots_.end()) continue;
    const auto found = scales.find(name + std::string(kScaleSuffix));
    if (found == scales.end()) continue;
    const TensorInfo& scale = *found->second;
    const std::vector<uint64_t> shape = {info.shape[0]};
    if (scale.shape != shape || !is_weight_dtype(scale.dtype)) {
      throw Error(ErrorCode::kTensorShape, "tensor '" + scale.name + "': expected " +
                                               to_string(shape) + " of floats, file has " +
                                               to_string(scale.shape) + " of " +
                                               name_of(scale.dtype));
    }
    slot->second.in_bytes = true;
  }
}

Weights::Slot* Weights::scaled_by(const std::string& canonical_name) {
  if (!canonical_name.ends_with(kScaleSuffix)) return nullptr;
  const auto slot =
      slots_.find(canonical_name.substr(0, canonical_name.size() - kScaleSuffix.size()));
  return slot != slots_.end() && slot->second.in_bytes ? &slot->second : nullptr;
}

void Weights::settle_missing(const Names& present, size_t tensors) {
  std::vector<std::string> lacking;
  for (const Part& part : parts_) {
    for (const std::string& name : part.names) {
      if (present.contains(name) || std::ranges::find(filled_, name) != filled_.end()) continue;
      if (!may_lack_ || !may_lack_(name)) {
        throw Error(ErrorCode::kTensorMissing,
                    "tensor '" + name + "' " + to_string(slots_.at(name).shape) +
                        " is missing among the file's " + std::to_string(tensors) + " tensors");
      }
      filled_.push_back(name);
      lacking.push_back(name);
    }
  }
  for (const std::string& name : lacking) {
    present_.insert(name);  // a file that has it nevertheless differs from its index
    fill(name, fill_lacking_);
  }
}

bool Weights::wants(const TensorInfo& tensor) {
  const std::string name = canonical_name(tensor.name);
  return slots_.contains(name) || scaled_by(name) != nullptr;
}

// Floats of other types are widened piece by piece: a whole matrix in both types would be a load's
// peak of memory.
Weights::Receiver Weights::receiver(const TensorInfo& tensor) {
  const std::string name = canonical_name(tensor.name);
  if (Slot* scaled = scaled_by(name)) {
    scaled->scales.resize(
        static_cast<size_t>(tensor.count()));  // expect_scales() compared the shape
    return widen_into(scaled->scales.data(), tensor.dtype);
  }
  Slot& slot = slots_.at(name);
  if (slot.in_bytes && slot.scales.empty()) {
    throw Error(ErrorCode::kTensorUnexpected,
                "tensor '" + name + "': expected its scales before its I8 values");
  }
  if (!slot.begin && (slot.in_bytes || tensor.dtype == DType::kF32)) return nullptr;
  slot.received = true;
  if (slot.begin) return slot.begin(tensor.dtype);
  slot.content = Buffer::of_floats({tensor.count()});
  return widen_into(slot.content.floats(), tensor.dtype);
}

void Weights::on_tensor(const TensorInfo& tensor, RawTensor content) {
  const std::string name = canonical_name(tensor.name);
  if (scaled_by(name) != nullptr) {
    if (content.bytes.size() != 0) receiver(tensor)({content.bytes.data(), content.bytes.size()});
    return;
  }
  Slot& slot = slots_.at(name);
  if (!slot.received) {
    // For a sender that has the whole tensor.
    if (const Receiver receive = receiver(tensor)) {
      receive({content.bytes.data(), content.bytes.size()});
    } else {
      slot.content = std::move(content.bytes);
    }
  }
  for (size_t index : slot.parts) {
    Part& part = parts_[index];
    if (--part.missing == 0) build(part);
  }
}

void Weights::build(Part& part) {
  part.build(*this);
  part.build = nullptr;
  for (const std::string& name : part.names) {
    Slot& slot = slots_.at(name);
    if (--slot.uses_left == 0) slot.content = Buffer();
  }
}

Buffer Weights::take(Slot& slot) {
  if (slot.uses_left == 1) return std::move(slot.content);
  Buffer copy(slot.content.size());
  std::memcpy(copy.data(), slot.content.data(), copy.size());
  return copy;
}

Buffer Weights::floats(const std::string& name) {
  Slot& slot = slots_.at(name);
  if (!slot.in_bytes) return take(slot);
  Buffer floats = Buffer::of_floats({slot.content.size()});
  const size_t cols = slot.content.size() / slot.scales.size();
  widen_integers(floats.floats(), slot.scales, cols)({slot.content.data(), slot.content.size()});
  return floats;
}

Buffer Weights::integers(const std::string& name) {
  Slot& slot = slots_.at(name);
  if (!slot.in_bytes) throw Error(ErrorCode::kState, "tensor '" + name + "' is not in 8 bits");
  return take(slot);
}

void Weights::fill(const std::string& name, const Fill& fill) {
  const TensorInfo tensor{name, DType::kF32, slots_.at(name).shape, 0, 0};
  RawTensor content{DType::kF32, tensor.shape, Buffer::of_floats({tensor.count()})};
  fill(tensor, {content.bytes.floats(), content.count()});
  on_tensor(tensor, std::move(content));
}

void Weights::fill(const Fill& fill) {
  if (choose_) choose_({});
  std::vector<std::string> names;
  for (const auto& [name, slot] : slots_) names.push_back(name);
  sort_stably(names);  // the same order everywhere
  for (const std::string& name : names) this->fill(name, fill);
}

void Weights::fill_missing(std::function<bool(const std::string& name)> may_lack, Fill fill) {
  may_lack_ = std::move(may_lack);
  fill_lacking_ = std::move(fill);
}

std::vector<std::string> Weights::finish() {
  for (const Part& part : parts_) {
    if (part.missing != 0) {
      throw Error(ErrorCode::kState, std::to_string(part.missing) + " tensors of the layer of '" +
                                         part.names.front() + "' never arrived");
    }
  }
  return std::move(skipped_);
}

}  // namespace deberta
