#include "text/models/bpe.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "base/error.h"
#include "base/sort.h"
#include "text/models/byte_level.h"

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

// The byte that a token stands for, if it is one.
std::optional<uint8_t> byte_of(std::string_view token) {
  if (token.size() > 2)
    return std::nullopt;  // most tokens; a character of the alphabet takes 1 or 2
  const std::optional<std::string> bytes = bytes_of_token(token);
  if (!bytes || bytes->size() != 1) return std::nullopt;
  return static_cast<uint8_t>(bytes->front());
}

// Joins neighbouring unknown pieces from index `first` on.
void fuse_unknown(std::vector<Bpe::Piece>& pieces, size_t first) {
  size_t count = first;
  for (size_t i = first; i < pieces.size(); ++i) {
    if (count > first && pieces[i].id == Bpe::kUnknown && pieces[count - 1].id == Bpe::kUnknown) {
      pieces[count - 1].bytes += pieces[i].bytes;
    } else {
      pieces[count++] = pieces[i];
    }
  }
  pieces.resize(count);
}

// Up to this length, scanning all pairs again costs less than a heap.
constexpr size_t kShortWord = 24;

}  // namespace

Bpe::Bpe(const Vocab& vocab, const std::vector<Merge>& merges, Options options)
    : options_(options) {
  for (size_t byte = 0; byte < byte_ids_.size(); ++byte) {
    byte_ids_[byte] = vocab.find(byte_alphabet()[byte]).value_or(kUnknown);
  }
  is_complete_ = std::ranges::find(byte_ids_, kUnknown) == byte_ids_.end();
  rules_.resize(std::bit_ceil(std::max<size_t>(64, merges.size() * 2)));
  byte_pairs_.resize(256 * 256, -1);
  for (size_t rank = 0; rank < merges.size(); ++rank) {
    const auto& [left, right] = merges[rank];
    const uint64_t pair =
        pair_of(require(vocab, left, rank, "left side"), require(vocab, right, rank, "right side"));
    // A pair that occurs twice gets the later rank, as in the reference.
    const size_t slot = slot_of(pair);
    rules_[slot] = {pair, static_cast<int32_t>(rank), require(vocab, left + right, rank, "result")};
    const std::optional<uint8_t> first = byte_of(left), second = byte_of(right);
    if (first && second) {
      byte_pairs_[size_t{*first} << 8 | *second] = static_cast<int32_t>(slot);
    }
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

std::vector<std::pair<int32_t, int32_t>> Bpe::merges() const {
  std::vector<const Rule*> rules;
  for (const Rule& rule : rules_) {
    if (rule.pair != kNoPair) rules.push_back(&rule);
  }
  sort_stably(rules, {}, &Rule::rank);
  std::vector<std::pair<int32_t, int32_t>> result;
  result.reserve(rules.size());
  for (const Rule* rule : rules) {
    result.emplace_back(static_cast<int32_t>(rule->pair >> 32), static_cast<int32_t>(rule->pair));
  }
  return result;
}

void Bpe::split(std::string_view word, const Vocab& vocab, Scratch& scratch,
                std::vector<Piece>& pieces) const {
  if (options_.whole_words) {
    scratch.token.clear();
    for (char c : word) scratch.token += byte_alphabet()[static_cast<uint8_t>(c)];
    if (const std::optional<int32_t> id = vocab.find(scratch.token)) {
      pieces.push_back({*id, static_cast<uint32_t>(word.size())});
      return;
    }
  }
  const bool is_known = is_complete_ || std::ranges::none_of(word, [this](char byte) {
                          return byte_id(byte) == kUnknown;
                        });
  if (is_known || options_.unknown == Unknown::kKept) return split_known(word, scratch, pieces);
  if (options_.unknown == Unknown::kDropped) return split_around_dropped(word, scratch, pieces);
  const size_t first = pieces.size();
  split_known(word, scratch, pieces);
  fuse_unknown(pieces, first);
}

void Bpe::split_known(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const {
  word.size() <= kShortWord ? split_short(word, pieces) : split_long(word, scratch, pieces);
}

// Splits what is left of a word without the dropped bytes; these are pieces between the others, or
// inside of the one that was merged across them.
void Bpe::split_around_dropped(std::string_view word, Scratch& scratch,
                               std::vector<Piece>& pieces) const {
  std::string kept;
  std::vector<uint32_t> ends;  // of the kept bytes, in the word
  for (size_t i = 0; i < word.size(); ++i) {
    if (byte_id(word[i]) == kUnknown) continue;
    kept.push_back(word[i]);
    ends.push_back(static_cast<uint32_t>(i + 1));
  }
  std::vector<Piece> of_kept;
  if (!kept.empty()) split_known(kept, scratch, of_kept);
  uint32_t done = 0;
  for (size_t at = 0; const Piece& piece : of_kept) {
    const uint32_t begin = ends[at] - 1, end = ends[at + piece.bytes - 1];
    if (begin > done) pieces.push_back({kUnknown, begin - done});
    pieces.push_back({piece.id, end - begin});
    done = end;
    at += piece.bytes;
  }
  const auto size = static_cast<uint32_t>(word.size());
  if (size > done) pieces.push_back({kUnknown, size - done});
}

void Bpe::split_short(std::string_view word, std::vector<Piece>& pieces) const {
  Piece parts[kShortWord];
  const Rule* rules[kShortWord];  // of parts[i] and its right neighbour; nullptr: none
  size_t count = word.size();
  for (size_t i = 0; i < count; ++i) parts[i] = {byte_id(word[i]), 1};
  for (size_t i = 0; i + 1 < count; ++i) rules[i] = find_bytes(word[i], word[i + 1]);
  while (count > 1) {
    size_t best = 0;
    for (size_t i = 0; i + 1 < count; ++i) {
      if (rules[i] != nullptr && (rules[best] == nullptr || rules[i]->rank < rules[best]->rank))
        best = i;
    }
    if (rules[best] == nullptr) break;
    parts[best] = {rules[best]->joined, parts[best].bytes + parts[best + 1].bytes};
    --count;
    for (size_t i = best + 1; i < count; ++i) parts[i] = parts[i + 1];
    for (size_t i = best + 1; i + 1 < count; ++i) rules[i] = rules[i + 1];
    if (best + 1 < count) rules[best] = find(parts[best].id, parts[best + 1].id);
    if (best > 0) rules[best - 1] = find(parts[best - 1].id, parts[best].id);
  }
  pieces.insert(pieces.end(), parts, parts + count);
}

// The rule for the pair that begins at symbol `left`, or nullptr.
const Bpe::Rule* Bpe::rule_at(const Scratch& scratch, uint32_t left) const {
  if (left == Scratch::kNone) return nullptr;
  const Scratch::Symbol& symbol = scratch.symbols[left];
  if (symbol.bytes == 0 || symbol.next == Scratch::kNone) return nullptr;
  return find(symbol.id, scratch.symbols[symbol.next].id);
}

void Bpe::split_long(std::string_view word, Scratch& scratch, std::vector<Piece>& pieces) const {
  std::vector<Scratch::Symbol>& symbols = scratch.symbols;
  MonotoneQueue& candidates = scratch.candidates;
  const auto count = static_cast<uint32_t>(word.size());
  symbols.clear();
  symbols.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    symbols.push_back({byte_id(word[i]), 1, i - 1, i + 1 < count ? i + 1 : Scratch::kNone});
  }
  symbols[0].previous = Scratch::kNone;

  candidates.clear();
  const auto candidate = [](const Rule& rule, uint32_t left) {
    return static_cast<uint64_t>(rule.rank) << 32 | left;
  };
  for (uint32_t i = 0; i + 1 < count; ++i) {
    const Rule* rule = find_bytes(word[i], word[i + 1]);
    if (rule != nullptr) candidates.push(candidate(*rule, i));
  }
  const auto push = [&](uint32_t left) {
    const Rule* rule = rule_at(scratch, left);
    if (rule != nullptr) candidates.push(candidate(*rule, left));
  };
  for (uint64_t best; candidates.pop(best);) {
    const auto at = static_cast<uint32_t>(best);
    // Its symbols may have been joined to others since.
    const Rule* rule = rule_at(scratch, at);
    if (rule == nullptr || static_cast<uint64_t>(rule->rank) != best >> 32) continue;

    Scratch::Symbol& left = symbols[at];
    Scratch::Symbol& right = symbols[left.next];
    left.id = rule->joined;
    left.bytes += right.bytes;
    left.next = right.next;
    right.bytes = 0;
    if (left.next != Scratch::kNone) symbols[left.next].previous = at;
    push(left.previous);
    push(at);
  }
  for (uint32_t i = 0; i != Scratch::kNone; i = symbols[i].next) {
    pieces.push_back({symbols[i].id, symbols[i].bytes});
  }
}

}  // namespace deberta
