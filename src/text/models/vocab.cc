#include "text/models/vocab.h"

#include <bit>
#include <functional>

#include "base/error.h"

namespace deberta {
namespace {

constexpr int32_t kFree = -1;
constexpr size_t kFewestSlots = 64;

[[noreturn]] void fail(const std::string& fact) {
  throw Error(ErrorCode::kVocab, "vocab: " + fact);
}

// count: of tokens.
void check_id(int32_t id, size_t count) {
  if (id < 0 || id >= Vocab::kMaxTokens) {
    fail("id " + std::to_string(id) + ", expected 0 to " + std::to_string(Vocab::kMaxTokens - 1));
  }
  if (id >= Vocab::kDenseTokens && static_cast<size_t>(id) / Vocab::kMaxSparsity >= count) {
    fail("id " + std::to_string(id) + " is too large for " + std::to_string(count) + " tokens");
  }
}

}  // namespace

Vocab::Vocab(const std::vector<Entry>& entries) {
  int32_t largest = kFree;
  size_t characters = 0;
  for (const Entry& entry : entries) {
    largest = std::max(largest, entry.id);
    characters += entry.token.size();
  }
  if (largest != kFree) check_id(largest, entries.size());
  // With room for added tokens, because one token too many would double the memory.
  characters_.reserve(characters + characters / 64);
  spans_.reserve(static_cast<size_t>(largest + 1 + largest / 64));
  slots_.assign(std::bit_ceil(std::max(kFewestSlots, entries.size() * 2)), kFree);
  for (const Entry& entry : entries) {
    if (find(entry.token)) fail("a token occurs twice, with id " + std::to_string(entry.id));
    if (entry.id < 0) check_id(entry.id, entries.size());
    insert(entry.token, entry.id);
  }
}

int32_t Vocab::add(std::string_view token, std::optional<int32_t> wanted) {
  if (const std::optional<int32_t> known = find(token)) {
    if (wanted && *wanted != *known) {
      fail("a token has the ids " + std::to_string(*known) + " and " + std::to_string(*wanted));
    }
    return *known;
  }
  const int32_t id = wanted.value_or(size());
  check_id(id, count_ + 1);
  insert(token, id);
  return id;
}

void Vocab::insert(std::string_view token, int32_t id) {
  if (id >= size()) spans_.resize(static_cast<size_t>(id) + 1);
  Span& span = spans_[static_cast<size_t>(id)];
  if (span.used) fail("two tokens have the id " + std::to_string(id));
  span = {static_cast<uint32_t>(characters_.size()), static_cast<uint32_t>(token.size()), true};
  characters_ += token;
  if (++count_ * 2 > slots_.size()) {
    grow();
  } else {
    slots_[slot_of(token)] = id;
  }
}

std::optional<int32_t> Vocab::find(std::string_view token) const {
  if (slots_.empty()) return std::nullopt;
  const int32_t id = slots_[slot_of(token)];
  return id == kFree ? std::nullopt : std::optional(id);
}

std::string_view Vocab::token(int32_t id) const {
  if (id < 0 || id >= size()) return {};
  const Span& span = spans_[static_cast<size_t>(id)];
  return std::string_view(characters_).substr(span.begin, span.length);
}

// The slot of the token, or the free slot for it.
size_t Vocab::slot_of(std::string_view text) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = std::hash<std::string_view>()(text) & mask;
  while (slots_[slot] != kFree && token(slots_[slot]) != text) slot = (slot + 1) & mask;
  return slot;
}

void Vocab::grow() {
  slots_.assign(std::max(kFewestSlots, slots_.size() * 2), kFree);
  for (int32_t id = 0; id < size(); ++id) {
    if (spans_[static_cast<size_t>(id)].used) slots_[slot_of(token(id))] = id;
  }
}

}  // namespace deberta
