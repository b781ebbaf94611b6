#include "text/models/word_cache.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace deberta {
namespace {

constexpr size_t kFewestSlots = 64;

template <class T>
uint64_t load(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

uint64_t mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 32;
}

uint32_t hash_of(std::string_view bytes, bool prefixed) {
  const size_t size = bytes.size();
  uint64_t hash = size << 1 | static_cast<size_t>(prefixed);
  size_t at = 0;
  for (; size - at >= 8; at += 8) hash = mix(hash, load<uint64_t>(bytes.data() + at));
  const char* rest = bytes.data() + at;
  const size_t left = size - at;
  if (left >= 4) {  // two loads that may overlap
    hash = mix(hash, load<uint32_t>(rest) << 32 | load<uint32_t>(rest + left - 4));
  } else if (left > 0) {
    const auto byte = [&](size_t i) {
      return static_cast<uint64_t>(static_cast<uint8_t>(rest[i]));
    };
    hash = mix(hash, byte(0) << 16 | byte(left / 2) << 8 | byte(left - 1));
  }
  return static_cast<uint32_t>(hash);
}

}  // namespace

WordCache::Word::Word(std::string_view bytes, bool prefixed)
    : bytes_(bytes), prefixed_(prefixed), hash_(hash_of(bytes, prefixed)) {}

std::span<const Bpe::Piece> WordCache::find(const Word& word) const {
  if (slots_.empty()) return {};
  const Slot& slot = slots_[slot_of(word)];
  return {pieces_.data() + slot.first, slot.pieces};
}

void WordCache::keep(const Word& word, std::span<const Bpe::Piece> pieces) {
  if (count_ == kMaxWords) {
    std::ranges::fill(slots_, Slot{});
    pieces_.clear();
    count_ = 0;
  }
  if ((count_ + 1) * 2 > slots_.size()) grow();
  slots_[slot_of(word)] = {word.bytes_.data(),
                           word.hash_,
                           static_cast<uint32_t>(pieces_.size()),
                           static_cast<uint8_t>(word.bytes_.size()),
                           static_cast<uint8_t>(pieces.size()),
                           word.prefixed_};
  pieces_.insert(pieces_.end(), pieces.begin(), pieces.end());
  ++count_;
}

// The slot of the word, or the free slot for it.
size_t WordCache::slot_of(const Word& word) const {
  const size_t mask = slots_.size() - 1;
  size_t at = word.hash_ & mask;
  for (;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.pieces == 0) return at;
    if (slot.hash == word.hash_ && slot.size == word.bytes_.size() &&
        slot.prefixed == word.prefixed_ &&
        std::memcmp(slot.bytes, word.bytes_.data(), slot.size) == 0) {
      return at;
    }
  }
}

void WordCache::grow() {
  std::vector<Slot> old = std::exchange(slots_, {});
  slots_.resize(std::max(kFewestSlots, old.size() * 4));
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.pieces == 0) continue;
    size_t at = slot.hash & mask;
    while (slots_[at].pieces != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace deberta
