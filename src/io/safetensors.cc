#include "io/safetensors.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/json_fields.h"
#include "base/sort.h"

namespace deberta {
namespace {

constexpr size_t kLengthSize = 8;

constexpr JsonSource kSource{ErrorCode::kSafetensorsHeader, "safetensors header"};

[[noreturn]] void bad_header(const std::string& fact) {
  throw Error(kSource.code, std::string(kSource.where) + ": " + fact);
}

uint64_t checked_multiply(uint64_t a, uint64_t b, const std::string& name) {
  uint64_t product;
  if (__builtin_mul_overflow(a, b, &product)) bad_header("size of '" + name + "' overflows");
  return product;
}

uint64_t unsigned_of(const nlohmann::json& value, const std::string& name) {
  if (!value.is_number_unsigned()) {
    bad_header("'" + name + "': expected non-negative integers in shape and data_offsets");
  }
  return value.get<uint64_t>();
}

TensorInfo parse_tensor(const std::string& name, const nlohmann::json& entry) {
  if (!entry.is_object()) bad_header("'" + name + "': expected an object");
  const std::string where = std::string(kSource.where) + ": '" + name + "'";
  const JsonFields fields(entry, {kSource.code, where});
  const std::optional<DType> dtype = dtype_of(fields.required_string("dtype"));
  const nlohmann::json& shape = fields.list("shape");
  const nlohmann::json& offsets = fields.list("data_offsets");
  if (!dtype) fields.fail("unknown dtype");
  if (offsets.size() != 2) {
    fields.fail("data_offsets: expected 2 values, got " + std::to_string(offsets.size()));
  }
  TensorInfo info;
  info.name = name;
  info.dtype = *dtype;
  uint64_t bytes = size_of(info.dtype);
  for (const nlohmann::json& dimension : shape) {
    info.shape.push_back(unsigned_of(dimension, name));
    bytes = checked_multiply(bytes, info.shape.back(), name);
  }
  info.begin = unsigned_of(offsets[0], name);
  info.end = unsigned_of(offsets[1], name);
  if (info.end < info.begin || info.end - info.begin != bytes) {
    bad_header("'" + name + "' of " + name_of(info.dtype) + " " + to_string(info.shape) +
               ": expected " + std::to_string(bytes) + " bytes, data_offsets are [" +
               std::to_string(info.begin) + ", " + std::to_string(info.end) + "]");
  }
  return info;
}

}  // namespace

void SafetensorsReader::write(std::span<const std::byte> bytes) {
  if (stage_ == Stage::kFailed)
    throw Error(ErrorCode::kState, "this checkpoint has already failed");
  try {
    while (!bytes.empty()) {
      const size_t used = consume(bytes);
      position_ += used;
      bytes = bytes.subspan(used);
    }
  } catch (...) {
    stage_ = Stage::kFailed;
    content_ = RawTensor();
    throw;
  }
}

void SafetensorsReader::finish() {
  if (stage_ == Stage::kEnd) return;
  if (stage_ == Stage::kFailed)
    throw Error(ErrorCode::kState, "this checkpoint has already failed");
  const std::string seen = where();
  stage_ = Stage::kFailed;
  content_ = RawTensor();
  throw Error(ErrorCode::kSafetensorsTruncated,
              "safetensors file ends after " + std::to_string(position_) + " bytes, in " + seen);
}

std::string SafetensorsReader::where() const {
  if (stage_ == Stage::kLength) return "the header's length";
  if (stage_ == Stage::kHeader) return "a header of " + std::to_string(header_size_) + " bytes";
  const uint64_t total = kLengthSize + header_size_ + tensors_.back().end;
  return "tensor '" + tensors_[current_].name + "'; its header declares " + std::to_string(total);
}

// Takes a prefix of `bytes`, which is not empty, and returns its length, at least 1.
size_t SafetensorsReader::consume(std::span<const std::byte> bytes) {
  switch (stage_) {
    case Stage::kLength:
    case Stage::kHeader: {
      const uint64_t target = stage_ == Stage::kLength ? kLengthSize : header_size_;
      const size_t used =
          static_cast<size_t>(std::min<uint64_t>(bytes.size(), target - pending_.size()));
      // Grows with the bytes that arrive, not with the length that the file claims.
      pending_.append(reinterpret_cast<const char*>(bytes.data()), used);
      if (pending_.size() == target) {
        stage_ == Stage::kLength ? begin_header() : parse_header();
      }
      return used;
    }
    case Stage::kData: {
      const TensorInfo& info = tensors_[current_];
      const uint64_t size = info.end - info.begin;
      const uint64_t left = on_trial_ ? bytes_on_trial(size) - pending_.size() : size - filled_;
      const auto used = static_cast<size_t>(std::min<uint64_t>(bytes.size(), left));
      if (!on_trial_) {
        take(bytes.first(used));
        if (filled_ == size) end_tensor();
        return used;
      }
      pending_.append(reinterpret_cast<const char*>(bytes.data()), used);
      if (used == left) end_trial();
      return used;
    }
    case Stage::kEnd:
    case Stage::kFailed:
      break;
  }
  bad_header("unexpected bytes after the last tensor, at byte " + std::to_string(position_));
}

void SafetensorsReader::begin_header() {
  header_size_ = 0;
  for (size_t i = kLengthSize; i-- > 0;) {
    header_size_ = header_size_ << 8 | static_cast<uint8_t>(pending_[i]);
  }
  if (header_size_ > kMaxHeaderSize) {
    throw Error(ErrorCode::kSafetensorsHeaderSize,
                "safetensors header: " + std::to_string(header_size_) + " bytes, at most " +
                    std::to_string(kMaxHeaderSize) + " are allowed");
  }
  if (header_size_ < 2)
    bad_header(std::to_string(header_size_) + " bytes, expected at least 2, a JSON object");
  pending_.clear();
  stage_ = Stage::kHeader;
}

void SafetensorsReader::parse_header() {
  if (pending_[0] != '{') bad_header("expected '{' as its first byte");
  const JsonDocument header = parse_object(pending_, kSource);
  for (const auto& [name, entry] : header.value().items()) {
    if (name != "__metadata__") tensors_.push_back(parse_tensor(name, entry));
  }
  pending_ = std::string();
  sort_stably(tensors_, {}, [](const TensorInfo& info) { return std::pair(info.begin, info.end); });
  uint64_t expected = 0;
  for (const TensorInfo& info : tensors_) {
    if (info.begin != expected) {
      bad_header("'" + info.name + "' begins at " + std::to_string(info.begin) + ", expected " +
                 std::to_string(expected));
    }
    expected = info.end;
  }
  sink_.on_index(tensors_);
  stage_ = Stage::kData;
  begin_tensor();
}

void SafetensorsReader::begin_tensor() {
  for (; current_ < tensors_.size(); ++current_) {
    const TensorInfo& info = tensors_[current_];
    const uint64_t size = info.end - info.begin;
    wanted_ = sink_.wants(info);
    receiver_ = nullptr;
    filled_ = 0;
    on_trial_ = wanted_ && bytes_on_trial(size) != 0;
    if (wanted_ && !on_trial_) take_memory();
    if (size != 0) return;
    if (wanted_) sink_.on_tensor(info, std::move(content_));
  }
  stage_ = Stage::kEnd;
}

void SafetensorsReader::take_memory() {
  const TensorInfo& info = tensors_[current_];
  receiver_ = sink_.receiver(info);
  const uint64_t kept = receiver_ ? 0 : info.end - info.begin;
  content_ = RawTensor{info.dtype, info.shape, Buffer::of_bytes({kept})};
}

void SafetensorsReader::end_trial() {
  on_trial_ = false;
  take_memory();
  take(std::as_bytes(std::span(pending_)));
  pending_ = std::string();
}

void SafetensorsReader::take(std::span<const std::byte> bytes) {
  if (receiver_) {
    receiver_(bytes);
  } else if (wanted_) {
    std::memcpy(content_.bytes.data() + filled_, bytes.data(), bytes.size());
  }
  filled_ += bytes.size();
}

void SafetensorsReader::end_tensor() {
  if (wanted_) sink_.on_tensor(tensors_[current_], std::move(content_));
  ++current_;
  begin_tensor();
}

}  // namespace deberta
