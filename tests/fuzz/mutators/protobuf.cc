#include <optional>

#include "fuzz/input.h"
#include "fuzz/mutators/mutator.h"

namespace deberta::fuzz {
namespace {

struct Field {
  uint64_t tag = 0;   // number · 8 + wire type
  std::string value;  // a varint's bytes; else the content
};

std::string varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7f) | 0x80);
  return bytes + static_cast<char>(value);
}

uint64_t read_varint(Input& input, std::string& bytes) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !input.empty(); shift += 7) {
    const uint8_t byte = input.byte();
    bytes += static_cast<char>(byte);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

std::vector<Field> fields_of(std::string_view message) {
  std::vector<Field> fields;
  Input input(message);
  while (!input.empty()) {
    Field field;
    std::string bytes;
    field.tag = read_varint(input, bytes);
    switch (field.tag & 7) {
      case 0:
        read_varint(input, field.value);
        break;
      case 1:
        field.value = input.take(8);
        break;
      case 5:
        field.value = input.take(4);
        break;
      default:
        field.value = input.take(static_cast<size_t>(read_varint(input, bytes)));
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

std::string message_of(const std::vector<Field>& fields) {
  std::string message;
  for (const auto& [tag, value] : fields) {
    message += varint(tag);
    const uint64_t wire = tag & 7;
    if (wire != 0 && wire != 1 && wire != 5) message += varint(value.size());
    message += value;
  }
  return message;
}

void change(Field& field, Random& random, size_t max_size) {
  const uint64_t wire = field.tag & 7;
  if (random.once_in(12)) {
    field.tag = random.below(64) << 3 | random.below(8);
  } else if (wire == 0) {
    field.value = varint(interesting(random));
  } else if (wire == 2 && !random.once_in(3)) {
    mutate_protobuf(field.value, random, max_size);
  } else {
    mutate_bytes(field.value, random, wire == 1 ? 8 : wire == 5 ? 4 : max_size);
    if (wire == 1) field.value.resize(8);
    if (wire == 5) field.value.resize(4);
  }
}

}  // namespace

void mutate_protobuf(std::string& message, Random& random, size_t max_size) {
  if (message.empty() || random.once_in(8)) return mutate_bytes(message, random, max_size);
  std::vector<Field> fields = fields_of(message);
  if (random.once_in(3)) {
    mutate_order(fields, random);
  } else {
    change(random.pick(fields), random, max_size - std::min(max_size, message.size()) + 64);
  }
  message = message_of(fields);
}

}  // namespace deberta::fuzz
