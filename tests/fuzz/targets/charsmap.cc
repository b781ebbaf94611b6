// flags | parts: a charsmap, a text
#include "base/error.h"
#include "fuzz/encodings.h"
#include "fuzz/targets/targets.h"
#include "text/normalizers/spm_normalizer.h"
#include "text/unicode/utf8.h"

namespace deberta::fuzz {
namespace {

// Every character of the result has a place in the original, in order.
void check(const NormalizedText& normalized, std::string_view text) {
  const std::string_view result = normalized.text();
  NormalizedText::Cursor cursor;
  uint32_t last = 0;
  for (uint32_t at = 0; at < result.size();) {
    const uint32_t length = decode_utf8(result, at).length;
    const ByteSpan origin = normalized.origin(at, at + length, cursor);
    DEBERTA_EXPECT(origin.begin <= origin.end && origin.end <= text.size());
    DEBERTA_EXPECT(origin.begin >= last);
    last = origin.begin;
    at += length;
  }
}

}  // namespace

void run_charsmap(std::string_view bytes) {
  Input input(bytes);
  const uint8_t flags = input.byte();
  const std::string_view blob = input.part();
  const std::string_view text = input.rest();
  const PrecompiledCharsmap charsmap(blob);
  DEBERTA_EXPECT(charsmap.blob() == blob);
  const auto matching = static_cast<SpmNormalizer::Matching>(flags & 1);
  const SpmNormalizer normalizer(charsmap, {matching, (flags & 2) != 0, (flags & 4) != 0});
  NormalizedText normalized;
  normalizer.normalize(text, {0, static_cast<uint32_t>(text.size())}, normalized);
  check(normalized, text);
}

void mutate_charsmap_and_text(std::string& bytes, Random& random, size_t max_size) {
  mutate_after<1, [](std::string& rest, Random& random, size_t size) {
    mutate_parts(rest, random, size, {mutate_charsmap, mutate_bytes});
  }>(bytes, random, max_size);
}

}  // namespace deberta::fuzz
