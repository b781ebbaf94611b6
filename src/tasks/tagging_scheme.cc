#include "tasks/tagging_scheme.h"

#include <algorithm>

#include "base/sort.h"

namespace deberta {
namespace {

Tag tag_of(char letter) {
  switch (letter) {
    case 'B':
      return Tag::kBegin;
    case 'I':
      return Tag::kInside;
    case 'E':
    case 'L':
      return Tag::kEnd;
    case 'S':
    case 'U':
      return Tag::kSingle;
    default:
      return Tag::kNone;
  }
}

// As if a letter and a hyphen were always a prefix.
Label parsed(std::string_view text) {
  const bool has_prefix = text.size() > 2 && text[1] == '-' && tag_of(text[0]) != Tag::kNone;
  return has_prefix ? Label{text, text.substr(2), tag_of(text[0])} : Label{text, text, Tag::kNone};
}

bool is_begin_or_inside(const Label& label) {
  return label.tag == Tag::kBegin || label.tag == Tag::kInside;
}

}  // namespace

std::vector<Label> labels_as_tags(const std::vector<std::string>& labels) {
  std::vector<Label> result;
  for (const std::string& label : labels) result.push_back(parsed(label));
  std::vector<std::string_view> begun;  // the names that have B- or I-
  for (const Label& label : result) {
    if (is_begin_or_inside(label)) begun.push_back(label.name);
  }
  sort_stably(begun);
  for (Label& label : result) {
    const bool is_prefix =
        label.tag == Tag::kEnd ? std::ranges::binary_search(begun, label.name) : !begun.empty();
    if (label.ends() && !is_prefix) label = {label.text, label.text, Tag::kNone};
  }
  return result;
}

bool continues_entity(const Label& last, const Label& next, bool inside_word) {
  if (next.name != last.name || next.tag == Tag::kBegin) return false;
  if (last.ends()) return inside_word;
  return next.tag != Tag::kSingle;
}

}  // namespace deberta
