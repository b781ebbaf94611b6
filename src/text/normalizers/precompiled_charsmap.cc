#include "text/normalizers/precompiled_charsmap.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/error.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

constexpr size_t kUnit = sizeof(uint32_t);
constexpr size_t kBlock = 256;  // units that hold a node's children
// The longest replacement of NFKC has 33 bytes. Without a limit a small text could become huge.
constexpr size_t kLongestReplacement = 1024;
// The longest key of NFKC has 9 bytes. A search at each character of a text walks along a key.
constexpr uint32_t kLongestKey = 1024;

[[noreturn]] void fail(const std::string& fact) {
  throw Error(ErrorCode::kSpmModel, "precompiled_charsmap: " + fact);
}

uint32_t little_endian(std::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = kUnit; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

}  // namespace

PrecompiledCharsmap::PrecompiledCharsmap(std::string_view blob) {
  if (blob.empty()) return;
  if (blob.size() < kUnit)
    fail("expected at least " + std::to_string(kUnit) + " bytes, got " +
         std::to_string(blob.size()));
  const uint32_t trie_bytes = little_endian(blob);
  blob.remove_prefix(kUnit);
  if (trie_bytes > blob.size() || trie_bytes == 0 || trie_bytes % (kBlock * kUnit) != 0) {
    fail("a trie of " + std::to_string(trie_bytes) + " bytes in " + std::to_string(blob.size()));
  }
  units_.resize(trie_bytes / kUnit);
  for (size_t i = 0; i < units_.size(); ++i) units_[i] = little_endian(blob.substr(i * kUnit));
  replacements_ = blob.substr(trie_bytes);
  if (!is_utf8(replacements_)) fail("its replacements are not UTF-8");
  for (size_t begin = 0; begin < replacements_.size();) {
    const size_t bytes = std::strlen(replacements_.c_str() + begin);
    if (bytes > kLongestReplacement) fail("a replacement of " + std::to_string(bytes) + " bytes");
    begin += bytes + 1;
  }
  for (size_t i = 0; i < units_.size(); ++i) check_unit(i);
  check_keys();
}

// From the root, no step may lead back: a search would walk along the whole text. A step leads from
// the place of a node's children to that of a child's children, so each unit is at most one step.
void PrecompiledCharsmap::check_keys() const {
  const auto size = static_cast<uint32_t>(units_.size());
  const auto place = [&](uint32_t unit) { return unit ^ (units_[unit] & 0xff); };
  // Units by the place that they are steps from: those of p are sorted[first[p]] … first[p + 1].
  std::vector<uint32_t> first(units_.size() + 1), sorted(units_.size());
  for (uint32_t unit = 0; unit < size; ++unit) ++first[place(unit) + 1];
  for (uint32_t p = 0; p < size; ++p) first[p + 1] += first[p];
  std::vector<uint32_t> next(first.begin(), first.end() - 1);
  for (uint32_t unit = 0; unit < size; ++unit) sorted[next[place(unit)]++] = unit;

  // Depth-first; height: of the longest key that goes on from a place.
  enum : uint8_t { kNew, kOpen, kDone };
  std::vector<uint8_t> state(units_.size(), kNew);
  std::vector<uint32_t> height(units_.size()), path = {offset(units_[0])};
  std::copy(first.begin(), first.end() - 1, next.begin());
  state[path[0]] = kOpen;
  while (!path.empty()) {
    const uint32_t at = path.back();
    if (next[at] == first[at + 1]) {
      state[at] = kDone;
      path.pop_back();
      if (path.empty()) break;
      height[path.back()] = std::max(height[path.back()], height[at] + 1);
      if (height[path.back()] > kLongestKey) fail("a key of more than 1024 bytes");
      continue;
    }
    const uint32_t unit = sorted[next[at]++];
    if (is_leaf(units_[unit])) continue;
    const uint32_t to = unit ^ offset(units_[unit]);
    if (state[to] == kOpen) fail("its trie leads back to itself");
    if (state[to] == kDone) {
      height[at] = std::max(height[at], height[to] + 1);
      continue;
    }
    state[to] = kOpen;
    path.push_back(to);
  }
}

void PrecompiledCharsmap::check_unit(size_t index) const {
  const uint32_t unit = units_[index];
  if (is_leaf(unit) && index > 0) return;  // no byte leads to it
  // The table consists of whole blocks, so all children of a node inside it are inside, too.
  const size_t node = index ^ offset(unit);
  if (node >= units_.size()) fail("unit " + std::to_string(index) + " leads out of the table");
  if (!has_leaf(unit)) return;
  const uint32_t at = value(units_[node]);
  const bool in_character =
      at < replacements_.size() && (static_cast<uint8_t>(replacements_[at]) & 0xc0) == 0x80;
  if (at > replacements_.size() || in_character) {
    fail("unit " + std::to_string(index) + " has the value " + std::to_string(at));
  }
}

std::string_view PrecompiledCharsmap::replacement(uint32_t at) const {
  return replacements_.c_str() + at;  // a NUL ends it
}

std::optional<PrecompiledCharsmap::Match> PrecompiledCharsmap::shortest(
    std::string_view text) const {
  if (units_.empty()) return std::nullopt;
  uint32_t node = offset(units_[0]);
  for (size_t i = 0; i < text.size() && text[i] != '\0'; ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    node ^= byte;
    const uint32_t unit = units_[node];
    if (label(unit) != byte) break;
    node ^= offset(unit);
    if (has_leaf(unit)) return Match{replacement(value(units_[node])), i + 1};
  }
  return std::nullopt;
}

std::optional<PrecompiledCharsmap::Match> PrecompiledCharsmap::longest(
    std::string_view text) const {
  std::optional<Match> found;
  if (units_.empty()) return found;
  uint32_t node = offset(units_[0]);
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    node ^= byte;
    const uint32_t unit = units_[node];
    if (label(unit) != byte) break;
    node ^= offset(unit);
    if (has_leaf(unit)) found = Match{replacement(value(units_[node])), i + 1};
  }
  return found;
}

std::string PrecompiledCharsmap::blob() const {
  std::string bytes;
  if (units_.empty()) return bytes;
  const auto put = [&](uint32_t value) {
    for (size_t i = 0; i < kUnit; ++i) bytes += static_cast<char>(value >> 8 * i & 0xff);
  };
  put(static_cast<uint32_t>(units_.size() * kUnit));
  for (uint32_t unit : units_) put(unit);
  return bytes += replacements_;
}

}  // namespace deberta
