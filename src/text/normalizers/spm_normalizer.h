// What happens to a text before it is cut into the pieces of a unigram model: white space at its
// ends goes, characters are replaced, runs of spaces become one.
#ifndef DEBERTA_TEXT_NORMALIZERS_SPM_NORMALIZER_H_
#define DEBERTA_TEXT_NORMALIZERS_SPM_NORMALIZER_H_

#include <array>
#include <string_view>

#include "text/normalizers/normalized_text.h"
#include "text/normalizers/precompiled_charsmap.h"
#include "text/unicode/byte_span.h"

namespace deberta {

class SpmNormalizer {
 public:
  // What the charsmap's keys are looked for in.
  enum class Matching {
    kGraphemes,      // the Rust library: whole clusters, by the shortest key that they begin with
    kLongestPrefix,  // SentencePiece
  };
  struct Rules {
    Matching matching = Matching::kGraphemes;
    bool strips = true;     // the white space at both ends
    bool collapses = true;  // runs of spaces, to one
  };

  SpmNormalizer() : SpmNormalizer(PrecompiledCharsmap(), Rules()) {}
  // kLongestPrefix strips and collapses in any case, as sentencepiece's models of DeBERTa do.
  SpmNormalizer(PrecompiledCharsmap charsmap, Rules rules);

  // Appends a part of the text, normalised. Spaces are ' '; a "▁" of the text stays, but as a space
  // for kLongestPrefix. Throws kInput where the result would have 4 GiB.
  void normalize(std::string_view text, ByteSpan part, NormalizedText& out) const;

  const PrecompiledCharsmap& charsmap() const { return charsmap_; }

 private:
  void by_graphemes(std::string_view text, ByteSpan part, NormalizedText& out) const;
  void by_prefixes(std::string_view text, ByteSpan part, NormalizedText& out) const;
  // The end of the characters at `begin` that stay what they are, each on its own: ASCII, and no
  // more than one space. 0 ≤ begin < text.size().
  size_t plain_end(std::string_view text, size_t begin, bool after_space) const;

  PrecompiledCharsmap charsmap_;
  Rules rules_;
  std::array<bool, 256> is_plain_{};  // an ASCII character that the charsmap leaves as it is
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_NORMALIZERS_SPM_NORMALIZER_H_
