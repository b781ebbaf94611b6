#include "io/storage_stream.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace deberta {
namespace {

// Copies the tensor's elements in order; from[0] is its first. Everything fits in size_t, because
// it is in memory.
template <size_t kSize>
void copy_strided(const TorchTensor& tensor, const std::byte* from, std::byte* to) {
  const std::vector<uint64_t>& shape = tensor.info.shape;
  std::vector<uint64_t> index(shape.size(), 0);
  const uint64_t columns = shape.empty() ? 1 : shape.back();
  const auto step = static_cast<size_t>(shape.empty() ? 0 : tensor.strides.back()) * kSize;
  for (;;) {
    const std::byte* element = from;
    for (size_t i = 0; i + 1 < shape.size(); ++i) {
      element += static_cast<size_t>(index[i] * tensor.strides[i]) * kSize;
    }
    for (uint64_t column = 0; column < columns; ++column, element += step, to += kSize) {
      std::memcpy(to, element, kSize);
    }
    size_t d = shape.empty() ? 0 : shape.size() - 1;  // the next row
    while (d > 0 && ++index[d - 1] == shape[d - 1]) index[--d] = 0;
    if (d == 0) return;
  }
}

void copy(const TorchTensor& tensor, const std::byte* from, std::byte* to) {
  if (tensor.is_contiguous()) {
    std::memcpy(to, from, static_cast<size_t>(tensor.info.end));
    return;
  }
  switch (size_of(tensor.info.dtype)) {
    case 1:
      return copy_strided<1>(tensor, from, to);
    case 2:
      return copy_strided<2>(tensor, from, to);
    case 4:
      return copy_strided<4>(tensor, from, to);
    default:
      return copy_strided<8>(tensor, from, to);
  }
}

}  // namespace

void StorageStream::begin(const StateDict& dict, size_t storage) {
  wanted_.clear();
  position_ = 0;
  first_ = UINT64_MAX;
  last_ = 0;
  for (size_t index : dict.storages[storage].tensors) {
    const TorchTensor& tensor = dict.tensors[index];
    if (!sink_.wants(tensor.info)) continue;
    wanted_.push_back(&tensor);
    if (tensor.info.end == 0) continue;
    first_ = std::min(first_, tensor.begin());
    last_ = std::max(last_, tensor.end());
  }
  on_trial_ = first_ < last_ && bytes_on_trial(last_ - first_) != 0;
  if (!on_trial_) take_memory();
}

void StorageStream::take_memory() {
  filled_ = 0;
  if (wanted_.size() == 1 && wanted_.front()->is_contiguous()) {
    receiver_ = sink_.receiver(wanted_.front()->info);
    if (receiver_) return;
  }
  if (first_ < last_) kept_ = Buffer::of_bytes({last_ - first_});
}

void StorageStream::write(std::span<const std::byte> bytes) {
  const uint64_t from = std::max(position_, first_);
  const uint64_t to = std::min(position_ + bytes.size(), last_);
  if (from < to) {
    auto part =
        bytes.subspan(static_cast<size_t>(from - position_), static_cast<size_t>(to - from));
    if (on_trial_) {
      const uint64_t left = bytes_on_trial(last_ - first_) - pending_.size();
      const auto used = static_cast<size_t>(std::min<uint64_t>(part.size(), left));
      pending_.append(reinterpret_cast<const char*>(part.data()), used);
      part = part.subspan(used);
      if (used == left) {
        on_trial_ = false;
        take_memory();
        take(std::as_bytes(std::span(pending_)));
        pending_ = std::string();
      }
    }
    if (!part.empty()) take(part);
  }
  position_ += bytes.size();
}

void StorageStream::take(std::span<const std::byte> part) {
  if (receiver_) {
    receiver_(part);
  } else {
    std::memcpy(kept_.data() + filled_, part.data(), part.size());
  }
  filled_ += part.size();
}

void StorageStream::end() {
  for (const TorchTensor* tensor : wanted_) {
    const TensorInfo& info = tensor->info;
    RawTensor content{info.dtype, info.shape, Buffer()};
    const bool is_all = tensor->is_contiguous() && info.end == kept_.size() && info.end != 0;
    if (receiver_) {
      receiver_ = nullptr;
    } else if (is_all && tensor == wanted_.back()) {
      content.bytes = std::move(kept_);
    } else {
      content.bytes = Buffer::of_bytes({info.end});
      if (info.end != 0) {
        copy(*tensor, kept_.data() + (tensor->begin() - first_), content.bytes.data());
      }
    }
    sink_.on_tensor(info, std::move(content));
  }
  wanted_.clear();
  kept_ = Buffer();
}

}  // namespace deberta
