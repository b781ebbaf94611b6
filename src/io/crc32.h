// The checksum of zip's entries.
#ifndef DEBERTA_IO_CRC32_H_
#define DEBERTA_IO_CRC32_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace deberta {

// CRC-32/ISO-HDLC. crc32(crc32(0, a), b) is that of a and b, one after the other.
uint32_t crc32(uint32_t crc, std::span<const std::byte> bytes);

}  // namespace deberta

#endif  // DEBERTA_IO_CRC32_H_
