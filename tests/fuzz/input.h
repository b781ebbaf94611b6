// What a target reads from an input.
#ifndef DEBERTA_TESTS_FUZZ_INPUT_H_
#define DEBERTA_TESTS_FUZZ_INPUT_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace deberta::fuzz {

// Reads values from the front. After the end there are zeros and empty parts, so any input is
// valid.
class Input {
 public:
  explicit Input(std::string_view bytes) : rest_(bytes) {}

  uint8_t byte() { return static_cast<uint8_t>(integer(1)); }
  bool flag() { return (byte() & 1) != 0; }
  // In [0, limit); limit in [1, 256].
  size_t below(size_t limit) { return byte() % limit; }
  uint16_t u16() { return static_cast<uint16_t>(integer(2)); }
  uint32_t u32() { return static_cast<uint32_t>(integer(4)); }
  std::string_view take(size_t bytes) {
    const std::string_view taken = rest_.substr(0, std::min(bytes, rest_.size()));
    rest_.remove_prefix(taken.size());
    return taken;
  }
  // u32 little-endian size | bytes
  std::string_view part() { return take(u32()); }
  std::string_view rest() { return take(rest_.size()); }
  bool empty() const { return rest_.empty(); }

 private:
  uint64_t integer(size_t bytes) {  // little-endian
    uint64_t value = 0;
    const std::string_view taken = take(bytes);
    for (size_t i = taken.size(); i-- > 0;) value = value << 8 | static_cast<uint8_t>(taken[i]);
    return value;
  }

  std::string_view rest_;
};

// An input as a list of parts: part | part | … | the rest, as Input::part() reads them.
inline std::vector<std::string> parts_of(std::string_view bytes, size_t count) {
  Input input(bytes);
  std::vector<std::string> parts;
  for (size_t i = 0; i + 1 < count; ++i) parts.emplace_back(input.part());
  parts.emplace_back(input.rest());
  return parts;
}

inline std::string joined(const std::vector<std::string>& parts) {
  std::string bytes;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i + 1 < parts.size()) {
      for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes += static_cast<char>(parts[i].size() >> shift & 0xff);
      }
    }
    bytes += parts[i];
  }
  return bytes;
}

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_INPUT_H_
