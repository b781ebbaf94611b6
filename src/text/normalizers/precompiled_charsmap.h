// SentencePiece's table of replacements: a trie of keys, and their replacements ("nmt_nfkc").
#ifndef DEBERTA_TEXT_NORMALIZERS_PRECOMPILED_CHARSMAP_H_
#define DEBERTA_TEXT_NORMALIZERS_PRECOMPILED_CHARSMAP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deberta {

// uint32 bytes of the trie, trie, replacements with a NUL after each. The trie is Darts' double
// array: from node n the byte c leads to unit n ^ c, if that has the label c.
class PrecompiledCharsmap {
 public:
  // Has no replacements.
  PrecompiledCharsmap() = default;
  // Throws kSpmModel unless every step from every unit ends in the table, and every value is the
  // beginning of a UTF-8 text of at most 1 kB, and no key has more than 1 kB. "" has no
  // replacements.
  explicit PrecompiledCharsmap(std::string_view blob);

  struct Match {
    std::string_view replacement;
    size_t bytes;  // of the replaced text
  };
  // The shortest or longest key that the text begins with. As in the reference, a NUL ends the text
  // for `shortest` and is an ordinary byte for `longest`.
  std::optional<Match> shortest(std::string_view text) const;
  std::optional<Match> longest(std::string_view text) const;

  // The data that it was made from.
  std::string blob() const;

 private:
  static uint32_t offset(uint32_t unit) { return unit >> 10 << ((unit & 0x200) >> 6); }
  static bool has_leaf(uint32_t unit) { return unit >> 8 & 1; }
  static bool is_leaf(uint32_t unit) { return unit >> 31; }
  static uint32_t value(uint32_t unit) { return unit & 0x7fffffff; }
  static uint32_t label(uint32_t unit) { return unit & 0x800000ff; }
  void check_unit(size_t index) const;
  void check_keys() const;
  std::string_view replacement(uint32_t at) const;

  std::vector<uint32_t> units_;
  std::string replacements_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_NORMALIZERS_PRECOMPILED_CHARSMAP_H_
