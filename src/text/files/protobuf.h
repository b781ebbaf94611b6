// The wire format of Protocol Buffers, as far as spm.model needs it.
#ifndef DEBERTA_TEXT_FILES_PROTOBUF_H_
#define DEBERTA_TEXT_FILES_PROTOBUF_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace deberta {

// The fields of a message, one after the other. Borrows the message.
class ProtobufReader {
 public:
  explicit ProtobufReader(std::string_view message) : rest_(message) {}

  // Moves to the next field. Returns false at the end. Throws kSpmModel for a malformed field.
  bool next();

  uint32_t field() const { return field_; }
  // The field's value. Throw kSpmModel for a value of another type.
  uint64_t varint() const;
  float float32() const;
  std::string_view bytes() const;  // also of a string or a message

 private:
  enum class Wire : uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
  uint64_t read_varint();
  std::string_view take(uint64_t bytes);

  std::string_view rest_;
  uint32_t field_ = 0;
  Wire wire_ = Wire::kVarint;
  uint64_t varint_ = 0;
  std::string_view bytes_;
};

// Append a field to a message.
void put_varint(uint32_t field, uint64_t value, std::string& message);
void put_float32(uint32_t field, float value, std::string& message);
void put_bytes(uint32_t field, std::string_view value, std::string& message);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_PROTOBUF_H_
