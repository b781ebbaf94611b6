#include "text/files/protobuf.h"

#include <bit>

#include "base/error.h"

namespace deberta {
namespace {

[[noreturn]] void fail(const char* fact) {
  throw Error(ErrorCode::kSpmModel, std::string("spm.model: ") + fact);
}

constexpr uint32_t kVarintTag = 0, kBytesTag = 2, kFixed32Tag = 5;

void append_varint(uint64_t value, std::string& message) {
  for (; value >= 0x80; value >>= 7) message += static_cast<char>(value | 0x80);
  message += static_cast<char>(value);
}

}  // namespace

bool ProtobufReader::next() {
  if (rest_.empty()) return false;
  const uint64_t tag = read_varint();
  if (tag >> 3 == 0 || tag >> 32 != 0) fail("a field's number is out of range");
  field_ = static_cast<uint32_t>(tag >> 3);
  wire_ = static_cast<Wire>(tag & 7);
  switch (wire_) {
    case Wire::kVarint:
      varint_ = read_varint();
      return true;
    case Wire::kFixed64:
      bytes_ = take(8);
      return true;
    case Wire::kBytes:
      bytes_ = take(read_varint());
      return true;
    case Wire::kFixed32:
      bytes_ = take(4);
      return true;
  }
  fail("a field of an unknown type");
}

uint64_t ProtobufReader::varint() const {
  if (wire_ != Wire::kVarint) fail("expected an integer field, found another type");
  return varint_;
}

float ProtobufReader::float32() const {
  if (wire_ != Wire::kFixed32) fail("expected a float field, found another type");
  uint32_t bits = 0;
  for (size_t i = 4; i-- > 0;) bits = bits << 8 | static_cast<uint8_t>(bytes_[i]);
  return std::bit_cast<float>(bits);
}

std::string_view ProtobufReader::bytes() const {
  if (wire_ != Wire::kBytes) fail("expected a field of bytes, found another type");
  return bytes_;
}

uint64_t ProtobufReader::read_varint() {
  uint64_t value = 0;
  for (uint32_t shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(rest_[0]);
    rest_.remove_prefix(1);
    value |= uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return value;
  }
  fail("an integer exceeds 64 bits or the file");
}

std::string_view ProtobufReader::take(uint64_t bytes) {
  if (bytes > rest_.size()) fail("the file ends too early");
  const std::string_view taken = rest_.substr(0, static_cast<size_t>(bytes));
  rest_.remove_prefix(taken.size());
  return taken;
}

void put_varint(uint32_t field, uint64_t value, std::string& message) {
  append_varint(field << 3 | kVarintTag, message);
  append_varint(value, message);
}

void put_float32(uint32_t field, float value, std::string& message) {
  append_varint(field << 3 | kFixed32Tag, message);
  const auto bits = std::bit_cast<uint32_t>(value);
  for (uint32_t shift = 0; shift < 32; shift += 8) message += static_cast<char>(bits >> shift);
}

void put_bytes(uint32_t field, std::string_view value, std::string& message) {
  append_varint(field << 3 | kBytesTag, message);
  append_varint(value.size(), message);
  message += value;
}

}  // namespace deberta
