// A text that was normalised, and where each part of it stands in the original.
#ifndef DEBERTA_TEXT_NORMALIZERS_NORMALIZED_TEXT_H_
#define DEBERTA_TEXT_NORMALIZERS_NORMALIZED_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/unicode/byte_span.h"

namespace deberta {

// Each character has a span of the original. Most are what they were, and share one entry: so this
// takes little more than the text.
class NormalizedText {
 public:
  std::string_view text() const { return text_; }
  void clear();

  // A character that stands for `origin`. Throws kInput where the text would have 4 GiB or more.
  void append(std::string_view character, ByteSpan origin);
  // Characters that stand for themselves, in the original at `begin`.
  void append_same(std::string_view characters, uint32_t begin);
  // Takes back the last character, of so many bytes.
  void pop(size_t bytes);

  // Where the last search ended: those that follow each other in the text begin there.
  struct Cursor {
    size_t run = 0;
  };
  // From the beginning of the first to the end of the last of the characters in [begin, end), which
  // is not empty and not before that of the last call with this cursor.
  ByteSpan origin(uint32_t begin, uint32_t end, Cursor& cursor) const;

 private:
  // Characters of one kind, up to where the next run begins.
  struct Run {
    uint32_t begin;   // in text_
    uint32_t origin;  // of its first character
    uint32_t end;     // of all its characters' origin, which they share; kSame: each is what it was
  };
  static constexpr uint32_t kSame = UINT32_MAX;
  void check_room(size_t bytes) const;

  std::string text_;
  std::vector<Run> runs_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_NORMALIZERS_NORMALIZED_TEXT_H_
