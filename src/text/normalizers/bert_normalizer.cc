#include "text/normalizers/bert_normalizer.h"

#include <string>

#include "text/normalizers/canonical_order.h"
#include "text/unicode/bert_characters.h"
#include "text/unicode/lower_case.h"
#include "text/unicode/unicode.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

// The steps in their order, each of which calls the next one for a code point. `origin`: the code
// point's place in the original.
class Steps {
 public:
  Steps(const BertNormalizer::Rules& rules, NormalizedText& out)
      : rules_(rules), order_(orders(rules) ? form_of(rules) : CanonicalOrder::Form()), out_(out) {}

  // ASCII that stays as it is.
  bool is_plain(char c) const {
    const bool control = static_cast<uint8_t>(c) < 0x20 || c == 0x7f;
    const bool capital = c >= 'A' && c <= 'Z';
    return static_cast<uint8_t>(c) < 0x80 && !control && !(capital && rules_.lowercases);
  }

  void keep(std::string_view plain, uint32_t begin) {
    // The last character may be composed with a mark after it.
    const bool composes = orders(rules_) && form_of(rules_).composes;
    const size_t kept = plain.size() - (composes ? 1 : 0);
    if (kept > 0) {
      finish();
      out_.append_same(plain.substr(0, kept), begin);
    }
    for (size_t at = kept; at < plain.size(); ++at) {
      const uint32_t place = begin + static_cast<uint32_t>(at);
      put(static_cast<uint8_t>(plain[at]), {place, place + 1});
    }
  }

  void read(uint32_t point, ByteSpan origin) {
    if (!rules_.python || !rules_.lowercases) return clean(point, origin);
    lower(point, [&](uint32_t each) { clean(each, origin); });
  }

  void finish() {
    order_.finish([this](uint32_t point, ByteSpan origin) { strip(point, origin); });
  }

 private:
  static bool orders(const BertNormalizer::Rules& rules) {
    return rules.strips_accents || rules.python;
  }
  static CanonicalOrder::Form form_of(const BertNormalizer::Rules& rules) {
    return {.composes = !rules.strips_accents, .knows_recent = rules.python};
  }

  template <class Next>
  static void lower(uint32_t point, Next next) {
    const LowerCase small = lower_case_of(point);
    next(small.first);
    if (small.second != 0) next(small.second);
  }

  BertClass class_of(uint32_t point) {
    if (point < character_.begin || point >= character_.end) character_ = bert_character(point);
    return rules_.python ? character_.python : character_.rust;
  }

  void clean(uint32_t point, ByteSpan origin) {
    if (!rules_.cleans_text) return separate(point, origin);
    if (class_of(point) == BertClass::kRemoved) return;
    separate(deberta::class_of(point) == CharClass::kSpace ? ' ' : point, origin);
  }

  void separate(uint32_t point, ByteSpan origin) {
    const bool alone = rules_.separates_chinese && is_chinese(point, rules_.python);
    if (alone) put(' ', origin);
    put(point, origin);
    if (alone) put(' ', origin);
  }

  void put(uint32_t point, ByteSpan origin) {
    if (!orders(rules_)) return strip(point, origin);
    order_.put(point, origin, [this](uint32_t each, ByteSpan place) { strip(each, place); });
  }

  void strip(uint32_t point, ByteSpan origin) {
    if (rules_.strips_accents && class_of(point) == BertClass::kMark) return;
    if (rules_.python || !rules_.lowercases) return write(point, origin);
    lower(point, [&](uint32_t each) { write(each, origin); });
  }

  void write(uint32_t point, ByteSpan origin) {
    character_bytes_.clear();
    append_utf8(point, character_bytes_);
    out_.append(character_bytes_, origin);
  }

  const BertNormalizer::Rules& rules_;
  CanonicalOrder order_;
  BertCharacter character_{};
  std::string character_bytes_;
  NormalizedText& out_;
};

}  // namespace

const BertNormalizer::Rules BertNormalizer::kAsItIs{false, false, false, false, false};
const BertNormalizer::Rules BertNormalizer::kLowerCase{false, false, false, true, false};

void BertNormalizer::normalize(std::string_view whole, ByteSpan part, NormalizedText& out) const {
  const std::string_view text = whole.substr(0, part.end);
  Steps steps(rules_, out);
  for (size_t at = part.begin; at < text.size();) {
    size_t end = at;
    while (end < text.size() && steps.is_plain(text[end])) ++end;
    if (end > at) {
      steps.keep(text.substr(at, end - at), static_cast<uint32_t>(at));
      at = end;
      continue;
    }
    const CodePoint point = decode_utf8(text, at);
    steps.read(point.value, {static_cast<uint32_t>(at), static_cast<uint32_t>(at + point.length)});
    at += point.length;
  }
  steps.finish();
}

}  // namespace deberta
