#include "text/bpe.h"

#include <algorithm>
#include <bit>

#include "base/error.h"
#include "text/byte_level.h"

namespace deberta {
namespace {

int32_t require(const Vocab& vocab, const std::string& token, size_t rank, const char* what) {
  const std::optional<int32_t> id = vocab.find(token);
  if (!id) {
    throw Error(ErrorCode::kMerges,
                "merge " + std::to_string(rank) + ": its " + what + " is not in the vocabulary");
  }
  return *id;
}

// For a heap whose top has the lowest rank and, of those, the leftmost symbol.
bool comes_after(const Bpe::Scratch::Candidate& a, const Bpe::Scratch::Candidate& b) {
  return a.rank != b.rank ? a.rank > b.rank : a.left > b.left;
}

}  // namespace

Bpe::Bpe(const Vocab& vocab, const std::vector<Merge>& merges, bool whole_words)
    : whole_words_(whole_words) {
  for (size_t byte = 0; byte < byte_ids_.size(); ++byte) {
    const std::optional<int32_t> id = vocab.find(byte_alphabet()[byte]);
    if (!id) throw Error(ErrorCode::kVocab, "vocab: no token for byte " + std::to_string(byte));
    byte_ids_[byte] = *id;
  }
  rules_.resize(std::bit_ceil(std::max<size_t>(64, merges.size() * 2)));
  for (size_t rank = 0; rank < merges.size(); ++rank) {
    const auto& [left, right] = merges[rank];
    const uint64_t pair =
        pair_of(require(vocab, left, rank, "left side"), require(vocab, right, rank, "right side"));
    // A pair that occurs twice has the later rank, as in the reference.
    rules_[slot_of(pair)] = {pair, static_cast<int32_t>(rank),
                             require(vocab, left + right, rank, "result")};
  }
}

size_t Bpe::slot_of(uint64_t pair) const {
  const size_t mask = rules_.size() - 1;
  size_t slot = (pair * 0x9e3779b97f4a7c15u >> 32) & mask;
  while (rules_[slot].pair != pair && rules_[slot].pair != kNoPair) slot = (slot + 1) & mask;
  return slot;
}

const Bpe::Rule* Bpe::find(int32_t left, int32_t right) const {
  const Rule& rule = rules_[slot_of(pair_of(left, right))];
  return rule.pair == kNoPair ? nullptr : &rule;
}

// Puts the pair that begins at symbol `left` on the heap, if there is a merge for it.
void Bpe::consider(Scratch& scratch, uint32_t left) const {
  if (left == Scratch::kNone) return;
  const Scratch::Symbol& symbol = scratch.symbols[left];
  if (symbol.next == Scratch::kNone) return;
  const Rule* rule = find(symbol.id, scratch.symbols[symbol.next].id);
  if (rule == nullptr) return;
  scratch.candidates.push_back({rule->rank, left, rule->joined});
  std::ranges::push_heap(scratch.candidates, comes_after);
}

void Bpe::split(std::string_view word, const Vocab& vocab, Scratch& scratch,
                std::vector<Piece>& pieces) const {
  if (whole_words_) {
    scratch.token.clear();
    for (char c : word) scratch.token += byte_alphabet()[static_cast<uint8_t>(c)];
    if (const std::optional<int32_t> id = vocab.find(scratch.token)) {
      pieces.push_back({*id, static_cast<uint32_t>(word.size())});
      return;
    }
  }

  std::vector<Scratch::Symbol>& symbols = scratch.symbols;
  const auto count = static_cast<uint32_t>(word.size());
  symbols.clear();
  for (uint32_t i = 0; i < count; ++i) {
    symbols.push_back({byte_ids_[static_cast<uint8_t>(word[i])], 1, i - 1,
                       i + 1 < count ? i + 1 : Scratch::kNone});  // 0 − 1 is kNone
  }
  scratch.candidates.clear();
  for (uint32_t i = 0; i < count; ++i) consider(scratch, i);

  while (!scratch.candidates.empty()) {
    const Scratch::Candidate best = scratch.candidates.front();
    std::ranges::pop_heap(scratch.candidates, comes_after);
    scratch.candidates.pop_back();
    // What it was made for may be gone: joined to something else since.
    Scratch::Symbol& left = symbols[best.left];
    if (left.bytes == 0 || left.next == Scratch::kNone) continue;
    Scratch::Symbol& right = symbols[left.next];
    const Rule* rule = find(left.id, right.id);
    if (rule == nullptr || rule->joined != best.joined) continue;

    left.id = best.joined;
    left.bytes += right.bytes;
    left.next = right.next;
    right.bytes = 0;
    if (left.next != Scratch::kNone) symbols[left.next].previous = best.left;
    consider(scratch, left.previous);
    consider(scratch, best.left);
  }
  for (uint32_t i = count == 0 ? Scratch::kNone : 0; i != Scratch::kNone; i = symbols[i].next) {
    pieces.push_back({symbols[i].id, symbols[i].bytes});
  }
}

}  // namespace deberta
