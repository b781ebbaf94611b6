#include "io/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace deberta {
namespace {

constexpr std::array<uint32_t, 64> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

using U32x4 = uint32_t __attribute__((vector_size(16)));

template <int Bits>
U32x4 rotate_right(U32x4 x) {
  return x >> Bits | x << (32 - Bits);
}

// Four big-endian words.
U32x4 read_words(const std::byte* bytes) {
  using U8x16 = uint8_t __attribute__((vector_size(16)));
  U8x16 v;
  std::memcpy(&v, bytes, sizeof v);
  v = __builtin_shufflevector(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  U32x4 words;  // every supported platform is little-endian
  std::memcpy(&words, &v, sizeof words);
  return words;
}

U32x4 sigma1(U32x4 x) { return rotate_right<17>(x) ^ rotate_right<19>(x) ^ (x >> 10); }

// w[t … t + 4) of the message schedule, from w[t − 16 … t):
// w[t] = w[t − 16] + σ0(w[t − 15]) + w[t − 7] + σ1(w[t − 2])
U32x4 next_words(U32x4 a, U32x4 b, U32x4 c, U32x4 d) {
  const U32x4 x = __builtin_shufflevector(a, b, 1, 2, 3, 4);
  const U32x4 before = a + (rotate_right<7>(x) ^ rotate_right<18>(x) ^ (x >> 3)) +
                       __builtin_shufflevector(c, d, 1, 2, 3, 4);
  // The last two depend on the first two.
  const U32x4 zero = {};
  const U32x4 half = before + sigma1(__builtin_shufflevector(d, zero, 2, 3, 4, 4));
  return half + sigma1(__builtin_shufflevector(half, zero, 4, 4, 0, 1));
}

}  // namespace

void Sha256::process(const std::byte* block) {
  auto [a, b, c, d, e, f, g, h] = state_;
  // One round. Its results are in d and h, so no word has to move between variables.
  uint32_t b_c = b ^ c;
  const auto round = [&b_c](uint32_t a, uint32_t b, uint32_t & d, uint32_t e, uint32_t f,
                            uint32_t g, uint32_t & h, uint32_t word)
      __attribute__((always_inline)) {
    const uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const uint32_t t1 = h + s1 + (g ^ (e & (f ^ g))) + word;
    const uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    // The majority of a, b and c. The next round's b ^ c is this round's a ^ b.
    const uint32_t a_b = a ^ b;
    const uint32_t majority = b ^ (a_b & b_c);
    b_c = a_b;
    d += t1;
    h = t1 + s0 + majority;
  };
  U32x4 w[4];
  for (size_t i = 0; i < 4; ++i) w[i] = read_words(block + 16 * i);
#pragma clang loop unroll(disable)
  for (size_t t = 0;;) {
    uint32_t words[16];  // with their constants
    for (size_t i = 0; i < 4; ++i) {
      U32x4 constants;
      std::memcpy(&constants, &kRoundConstants[t + 4 * i], sizeof constants);
      const U32x4 sum = w[i] + constants;
      std::memcpy(&words[4 * i], &sum, sizeof sum);
    }
    for (size_t i = 0; i < 16; i += 8) {
      round(a, b, d, e, f, g, h, words[i]);
      round(h, a, c, d, e, f, g, words[i + 1]);
      round(g, h, b, c, d, e, f, words[i + 2]);
      round(f, g, a, b, c, d, e, words[i + 3]);
      round(e, f, h, a, b, c, d, words[i + 4]);
      round(d, e, g, h, a, b, c, words[i + 5]);
      round(c, d, f, g, h, a, b, words[i + 6]);
      round(b, c, e, f, g, h, a, words[i + 7]);
    }
    if ((t += 16) == 64) break;
    for (size_t i = 0; i < 4; ++i) {
      w[i] = next_words(w[i], w[(i + 1) % 4], w[(i + 2) % 4], w[(i + 3) % 4]);
    }
  }
  const uint32_t sum[] = {a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < state_.size(); ++i) state_[i] += sum[i];
}

void Sha256::update(std::span<const std::byte> bytes) {
  const size_t filled = length_ % kBlockSize;
  length_ += bytes.size();
  if (filled > 0) {
    const size_t count = std::min(kBlockSize - filled, bytes.size());
    std::copy_n(bytes.begin(), count, rest_.begin() + filled);
    bytes = bytes.subspan(count);
    if (filled + count < kBlockSize) return;
    process(rest_.data());
  }
  for (; bytes.size() >= kBlockSize; bytes = bytes.subspan(kBlockSize)) process(bytes.data());
  std::copy(bytes.begin(), bytes.end(), rest_.begin());
}

std::string Sha256::digest() {
  const uint64_t bits = 8 * length_;
  // A one, zeros, and the length in the last 8 bytes of a block.
  std::array<std::byte, 2 * kBlockSize> end{std::byte{0x80}};
  const size_t filled = length_ % kBlockSize;
  const size_t padding = (filled < kBlockSize - 8 ? kBlockSize : 2 * kBlockSize) - filled;
  for (size_t i = 0; i < 8; ++i) {
    end[padding - 1 - i] = static_cast<std::byte>(bits >> (8 * i));
  }
  update(std::span(end).first(padding));
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const uint32_t word : state_) {
    for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[(word >> shift) & 15];
  }
  return text;
}

}  // namespace deberta
