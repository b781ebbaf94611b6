#include "io/crc32.h"

#include <array>
#include <cstring>

namespace deberta {
namespace {

constexpr size_t kSlices = 8;  // bytes per step: independent table look-ups
using Tables = std::array<std::array<uint32_t, 256>, kSlices>;

// tables[s][b]: the checksum of byte b followed by s zero bytes.
constexpr Tables make_tables() {
  Tables tables{};
  for (uint32_t b = 0; b < 256; ++b) {
    uint32_t crc = b;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    tables[0][b] = crc;
  }
  for (size_t s = 1; s < kSlices; ++s) {
    for (size_t b = 0; b < 256; ++b) {
      const uint32_t before = tables[s - 1][b];
      tables[s][b] = before >> 8 ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

uint32_t crc32(uint32_t crc, std::span<const std::byte> bytes) {
  crc = ~crc;
  size_t i = 0;
  for (; i + kSlices <= bytes.size(); i += kSlices) {
    uint32_t words[2];  // every supported platform is little-endian
    std::memcpy(words, bytes.data() + i, sizeof words);
    words[0] ^= crc;
    crc = kTables[7][words[0] & 0xff] ^ kTables[6][words[0] >> 8 & 0xff] ^
          kTables[5][words[0] >> 16 & 0xff] ^ kTables[4][words[0] >> 24] ^
          kTables[3][words[1] & 0xff] ^ kTables[2][words[1] >> 8 & 0xff] ^
          kTables[1][words[1] >> 16 & 0xff] ^ kTables[0][words[1] >> 24];
  }
  for (; i < bytes.size(); ++i) {
    crc = crc >> 8 ^ kTables[0][(crc ^ static_cast<uint32_t>(bytes[i])) & 0xff];
  }
  return ~crc;
}

}  // namespace deberta
