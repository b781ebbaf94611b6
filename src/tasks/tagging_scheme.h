// The labels of a model as tags: BIO, BIOES and BILOU.
//
//   B-PER I-PER I-PER   ·   B-PER I-PER E-PER, S-PER   ·   B-PER I-PER L-PER, U-PER
#ifndef DEBERTA_TASKS_TAGGING_SCHEME_H_
#define DEBERTA_TASKS_TAGGING_SCHEME_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace deberta {

enum class Tag : uint8_t {
  kNone,    // no prefix: continues an entity of its name
  kBegin,   // B-
  kInside,  // I-: continues, or begins where there is nothing to continue
  kEnd,     // E- or L-: continues and ends
  kSingle,  // S- or U-: begins and ends
};

// The label of what is no entity.
inline constexpr std::string_view kOutside = "O";

struct Label {
  std::string_view text;  // "B-PER"
  std::string_view name;  // "PER"; of a label without prefix, all of it
  Tag tag = Tag::kNone;

  bool ends() const { return tag == Tag::kEnd || tag == Tag::kSingle; }
};

// Borrows the labels. B- and I- are always prefixes, as in transformers. Names such as "E-MAIL" and
// "S-Bahn" have none: E- and L- are prefixes of a name that also has B- or I-, S- and U- where any
// name has. (In transformers a prefix is everything up to the first hyphen, which makes "percent"
// of "tax-percent", and E-, L-, S- and U- are kinds of their own.)
std::vector<Label> labels_as_tags(const std::vector<std::string>& labels);

// Whether a token or word with the label `next` belongs to the entity that `last` is the last label
// of. Nothing ends inside a word, because models give all tokens of a word its label ("S-PER
// S-PER").
bool continues_entity(const Label& last, const Label& next, bool inside_word);

}  // namespace deberta

#endif  // DEBERTA_TASKS_TAGGING_SCHEME_H_
