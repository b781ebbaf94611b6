// Normalises a text before a unigram model splits it into pieces: removes white space at its ends,
// replaces characters, and collapses runs of spaces.
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
  // Where the charsmap's keys are matched.
  enum class Matching {
    kGraphemes,  // the Rust library: replaces whole clusters, by the shortest key that they begin
                 // with
    kLongestPrefix,  // SentencePiece
  };
  struct Rules {
    Matching matching = Matching::kGraphemes;
    bool strips = true;     // removes white space at both ends
    bool collapses = true;  // replaces runs of spaces by one
  };

  SpmNormalizer() : SpmNormalizer(PrecompiledCharsmap(), Rules()) {}
  // kLongestPrefix always strips and collapses, as sentencepiece does with DeBERTa's models.
  SpmNormalizer(PrecompiledCharsmap charsmap, Rules rules);

  // Appends a part of the text, normalised. Spaces are ' '. A "▁" of the text stays, but becomes a
  // space for kLongestPrefix. Throws kInput where the result would have 4 GiB.
  void normalize(std::string_view text, ByteSpan part, NormalizedText& out) const;

  const PrecompiledCharsmap& charsmap() const { return charsmap_; }

 private:
  void by_graphemes(std::string_view text, ByteSpan part, NormalizedText& out) const;
  void by_prefixes(std::string_view text, ByteSpan part, NormalizedText& out) const;
  // The end of the characters from `begin` on that stay unchanged: ASCII, without two spaces in a
  // row. 0 ≤ begin < text.size().
  size_t plain_end(std::string_view text, size_t begin, bool after_space) const;

  PrecompiledCharsmap charsmap_;
  Rules rules_;
  std::array<bool, 256> is_plain_{};  // an ASCII character that the charsmap does not change
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_NORMALIZERS_SPM_NORMALIZER_H_
