// Caches how words were split, because prose repeats words.
#ifndef DEBERTA_TEXT_MODELS_WORD_CACHE_H_
#define DEBERTA_TEXT_MODELS_WORD_CACHE_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/models/bpe.h"

namespace deberta {

// A hash table with open addressing. It belongs to one call and points into the call's texts. It
// grows with the number of different words up to kMaxWords (about 1 MB), and then becomes empty
// again.
class WordCache {
 public:
  static constexpr size_t kLongestWord = 32;  // bytes; longer words are rarely repeated
  static constexpr size_t kMaxWords = size_t{1} << 14;

  // A word as a key. prefixed: the word begins with a space that is not in `bytes`.
  class Word {
   public:
    // bytes.size() ≤ kLongestWord; the bytes outlive the cache.
    Word(std::string_view bytes, bool prefixed);

   private:
    friend class WordCache;
    std::string_view bytes_;
    bool prefixed_;
    uint32_t hash_;
  };

  // The pieces of a word that was kept; empty for another. Valid until the next call of keep().
  std::span<const Bpe::Piece> find(const Word& word) const;
  // Stores a word that find() does not know, and its pieces, at least one.
  void keep(const Word& word, std::span<const Bpe::Piece> pieces);

 private:
  struct Slot {
    const char* bytes;
    uint32_t hash;
    uint32_t first;  // index of the first piece
    uint8_t size;
    uint8_t pieces;  // 0: the slot is free
    bool prefixed;
  };
  size_t slot_of(const Word& word) const;
  void grow();

  std::vector<Slot> slots_;  // empty, or a power of two in number
  std::vector<Bpe::Piece> pieces_;
  size_t count_ = 0;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_WORD_CACHE_H_
