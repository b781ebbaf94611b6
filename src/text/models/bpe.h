// Byte-pair encoding: a word starts as its bytes. Of the neighbouring pairs with a merge, the one
// with the lowest rank is joined, the leftmost first, until no pair is left. (Sennrich et al. 2016;
// the order is that of the reference's Word::merge_all.)
#ifndef DEBERTA_TEXT_MODELS_BPE_H_
#define DEBERTA_TEXT_MODELS_BPE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/models/monotone_queue.h"
#include "text/models/vocab.h"

namespace deberta {

class Bpe {
 public:
  // "left right" of merges.txt, in order of rank.
  using Merge = std::pair<std::string, std::string>;

  Bpe() = default;
  // A byte that has no token: dropped before words are merged, as the reference does without an
  // unknown token; a piece by itself; or one piece with its neighbours of the same kind.
  enum class Unknown { kDropped, kKept, kFused };
  struct Options {
    // A word that is a token is taken as it is ("ignore_merges" of tokenizer.json).
    bool whole_words = false;
    Unknown unknown = Unknown::kDropped;
  };
  // Throws kMerges where a side or the joined token is unknown.
  Bpe(const Vocab& vocab, const std::vector<Merge>& merges, Options options);

  static constexpr int32_t kUnknown = -1;
  struct Piece {
    int32_t id;  // kUnknown: bytes without a token
    uint32_t bytes;
  };
  // The working memory of split(); keeping it between calls saves allocations.
  struct Scratch;

  // The pieces of a word, in order; their lengths add up to the word's. Near-linear in the length.
  // `vocab` is the one of the constructor.
  void split(std::string_view word, const Vocab& vocab, Scratch& scratch,
             std::vector<Piece>& pieces) const;

  // Whether every byte has a token.
  bool is_complete() const { return is_complete_; }

  // The token of a single byte, as split() gives it; kUnknown where there is none.
  int32_t byte_id(char byte) const { return byte_ids_[static_cast<uint8_t>(byte)]; }

  // [left, right] by rank; a pair that the constructor got twice has the later rank.
  std::vector<std::pair<int32_t, int32_t>> merges() const;

 private:
  // Open addressing over (left, right); a power of two of slots.
  struct Rule {
    uint64_t pair = kNoPair;
    int32_t rank = 0;
    int32_t joined = 0;
  };
  static constexpr uint64_t kNoPair = ~uint64_t{0};
  static uint64_t pair_of(int32_t left, int32_t right) {
    return static_cast<uint64_t>(static_cast<uint32_t>(left)) << 32 | static_cast<uint32_t>(right);
  }
  size_t slot_of(uint64_t pair) const;
  const Rule* find(int32_t left, int32_t right) const;
  const Rule* find_bytes(char left, char right) const {
    const int32_t slot = byte_pairs_[static_cast<uint8_t>(left) << 8 | static_cast<uint8_t>(right)];
    return slot < 0 ? nullptr : &rules_[static_cast<size_t>(slot)];
  }
  void split_known(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const;
  void split_around_dropped(std::string_view word, Scratch& scratch,
                            std::vector<Piece>& pieces) const;
  void split_short(std::string_view word, std::vector<Piece>& pieces) const;
  void split_long(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const;
  const Rule* rule_at(const Scratch& scratch, uint32_t left) const;

  std::array<int32_t, 256> byte_ids_{};
  std::vector<int32_t> byte_pairs_;  // [256 · 256] slot in rules_ of two bytes; −1: no merge
  std::vector<Rule> rules_;
  bool is_complete_ = true;
  Options options_;
};

struct Bpe::Scratch {
  static constexpr uint32_t kNone = ~uint32_t{0};
  struct Symbol {
    int32_t id;
    uint32_t bytes;  // 0: joined to the symbol before it
    uint32_t previous;
    uint32_t next;
  };
  std::vector<Symbol> symbols;  // a linked list
  // rank · 2³² + index of the left symbol: the lowest rank first, then the leftmost. Only later
  // rules merge the result of a merge, except where two merges make the same token.
  MonotoneQueue candidates;
  std::string token;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_MODELS_BPE_H_
