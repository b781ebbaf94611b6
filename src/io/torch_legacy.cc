#include <algorithm>
#include <string_view>

#include "base/error.h"
#include "io/torch_checkpoint.h"

namespace deberta {
namespace {

using Kind = PickleValue::Kind;

constexpr std::string_view kMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
constexpr int64_t kVersion = 1001;
constexpr size_t kCountSize = 8;

[[noreturn]] void bad_file(const std::string& fact) {
  throw Error(ErrorCode::kPtPickle, "torch's legacy format: " + fact);
}

}  // namespace

void TorchLegacyReader::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const size_t used = consume(bytes);
    position_ += used;
    bytes = bytes.subspan(used);
  }
}

void TorchLegacyReader::finish() {
  if (stage_ == Stage::kEnd) return;
  const bool in_storages = stage_ == Stage::kCount || stage_ == Stage::kStorage;
  throw Error(ErrorCode::kPtTruncated,
              "torch's legacy format: ends after " + std::to_string(position_) + " bytes, in " +
                  (in_storages ? "storage " + std::to_string(current_ + 1) + " of " +
                                     std::to_string(order_.size())
                               : "a pickle"));
}

// Takes a prefix of `bytes`, which is not empty, and returns its length, at least 1.
size_t TorchLegacyReader::consume(std::span<const std::byte> bytes) {
  switch (stage_) {
    case Stage::kCount: {
      const size_t used = std::min(bytes.size(), kCountSize - count_.size());
      count_.append(reinterpret_cast<const char*>(bytes.data()), used);
      if (count_.size() == kCountSize) begin_storage();
      return used;
    }
    case Stage::kStorage: {
      const auto used = static_cast<size_t>(std::min<uint64_t>(bytes.size(), left_));
      storage_.write(bytes.first(used));
      left_ -= used;
      if (left_ == 0) next_storage();
      return used;
    }
    case Stage::kEnd:
      bad_file("unexpected bytes after the last storage, at byte " + std::to_string(position_));
    default: {
      const size_t used = pickle_->write(bytes);
      if (pickle_->done()) read_pickle();
      return used;
    }
  }
}

void TorchLegacyReader::next_pickle() {
  const bool is_dict = stage_ == Stage::kDict;
  pickle_.emplace(is_dict ? state_dict_globals() : std::span<const std::string_view>());
}

void TorchLegacyReader::read_pickle() {
  const PickleValue& value = pickle_->result();
  switch (stage_) {
    case Stage::kMagic:
      if (value.kind != Kind::kLong || value.text != kMagic) {
        bad_file("expected torch.save's magic number, found another pickle");
      }
      stage_ = Stage::kVersion;
      break;
    case Stage::kVersion:
      if (value.kind != Kind::kInteger || value.integer != kVersion) {
        bad_file("expected version " + std::to_string(kVersion));
      }
      stage_ = Stage::kSystem;
      break;
    case Stage::kSystem: {
      bool is_little = false;
      for (size_t i = 0; value.kind == Kind::kDict && i < value.items.size(); i += 2) {
        const PickleValue& answer = pickle_->at(value.items[i + 1]);
        is_little |= pickle_->at(value.items[i]).text == "little_endian" &&
                     answer.kind == Kind::kBool && answer.integer == 1;
      }
      if (!is_little) bad_file("expected data of a little-endian machine");
      stage_ = Stage::kDict;
      break;
    }
    case Stage::kDict:
      dict_ = read_state_dict(*pickle_);
      sink_.on_index(dict_.infos());
      stage_ = Stage::kKeys;
      break;
    default:
      read_keys();
      pickle_.reset();
      return next_storage();
  }
  next_pickle();
}

void TorchLegacyReader::read_keys() {
  const PickleValue& keys = pickle_->result();
  if (keys.kind != Kind::kList) bad_file("expected a list of the storages' keys");
  std::vector<bool> seen(dict_.storages.size(), false);
  for (PickleRef ref : keys.items) {
    const auto known = dict_.storage_of_key.find(pickle_->at(ref).text);
    if (known == dict_.storage_of_key.end() || seen[known->second]) {
      bad_file("a storage's key is unknown or occurs twice");
    }
    seen[known->second] = true;
    order_.push_back(known->second);
  }
  if (order_.size() != dict_.storages.size()) {
    bad_file("has " + std::to_string(order_.size()) + " storages, its dictionary names " +
             std::to_string(dict_.storages.size()));
  }
}

void TorchLegacyReader::next_storage() {
  if (stage_ == Stage::kStorage) {
    storage_.end();
    ++current_;
  }
  stage_ = current_ < order_.size() ? Stage::kCount : Stage::kEnd;
  count_.clear();
}

void TorchLegacyReader::begin_storage() {
  const TorchStorage& storage = dict_.storages[order_[current_]];
  uint64_t count = 0;
  for (size_t i = kCountSize; i-- > 0;) count = count << 8 | static_cast<uint8_t>(count_[i]);
  const uint64_t expected = storage.bytes / size_of(storage.dtype);
  if (count != expected) {
    throw Error(ErrorCode::kPtTensor, "storage '" + storage.key + "': expected " +
                                          std::to_string(expected) + " elements, file has " +
                                          std::to_string(count));
  }
  storage_.begin(dict_, order_[current_]);
  left_ = storage.bytes;
  stage_ = Stage::kStorage;
  if (left_ == 0) next_storage();
}

}  // namespace deberta
