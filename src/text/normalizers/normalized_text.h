// A normalised text, with the place of each part in the original.
#ifndef DEBERTA_TEXT_NORMALIZERS_NORMALIZED_TEXT_H_
#define DEBERTA_TEXT_NORMALIZERS_NORMALIZED_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/unicode/byte_span.h"

namespace deberta {

// Each character has a span of the original. Most characters are unchanged and share one entry, so
// this takes little more memory than the text.
class NormalizedText {
 public:
  std::string_view text() const { return text_; }
  void clear();

  // Appends a character that stands for `origin`. Throws kInput where the text would have 4 GiB or
  // more.
  void append(std::string_view character, ByteSpan origin);
  // Appends unchanged characters, which are at `begin` in the original.
  void append_same(std::string_view characters, uint32_t begin);
  // Removes the last character, which has `bytes` bytes.
  void pop(size_t bytes);

  // The place where the last search ended. A search for a later part of the text begins there.
  struct Cursor {
    size_t run = 0;
  };
  // The span in the original from the first to the last of the characters in [begin, end). The
  // range must not be empty, and not be before the range of the last call with this cursor.
  ByteSpan origin(uint32_t begin, uint32_t end, Cursor& cursor) const;

 private:
  // Characters of one kind, up to the beginning of the next run.
  struct Run {
    uint32_t begin;   // in text_
    uint32_t origin;  // of its first character
    uint32_t end;     // of the origin that all characters share; kSame: each is unchanged
  };
  static constexpr uint32_t kSame = UINT32_MAX;
  void check_room(size_t bytes) const;

  std::string text_;
  std::vector<Run> runs_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_NORMALIZERS_NORMALIZED_TEXT_H_
