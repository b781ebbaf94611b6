#include "tasks/label_path.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>

namespace deberta {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

// What a scheme asks of the neighbours of a label.
struct Rule {
  bool continues = false;        // only after one of `before`
  bool is_open = false;          // only before a label that continues it
  std::vector<size_t> before{};  // of its name: the labels that it may continue
};

// I-, E- and L- continue an entity of their name if the model has B- for it; otherwise (IO) they
// begin one as well. What begins stays open if the name has a label that ends.
std::vector<Rule> rules_of(const std::vector<Label>& labels) {
  struct Name {
    bool has_begin = false;
    bool has_end = false;
    std::vector<size_t> begun;  // its labels B- and I-
  };
  std::map<std::string_view, Name> names;
  for (size_t i = 0; i < labels.size(); ++i) {
    Name& name = names[labels[i].name];
    name.has_begin |= labels[i].tag == Tag::kBegin;
    name.has_end |= labels[i].tag == Tag::kEnd;
    if (labels[i].tag == Tag::kBegin || labels[i].tag == Tag::kInside) name.begun.push_back(i);
  }
  std::vector<Rule> rules;
  for (const Label& label : labels) {
    const Name& name = names[label.name];
    const bool is_begin = label.tag == Tag::kBegin, is_inside = label.tag == Tag::kInside;
    Rule rule;
    rule.continues = name.has_begin && (is_inside || label.tag == Tag::kEnd);
    rule.is_open = name.has_end && (is_begin || is_inside);
    if (rule.continues) rule.before = name.begun;
    rules.push_back(std::move(rule));
  }
  return rules;
}

size_t best_of(const float* row, size_t count) {
  return static_cast<size_t>(std::max_element(row, row + count) - row);
}

}  // namespace

std::vector<size_t> best_labels(ConstMatrix scores, const std::vector<Label>& labels, CutEnds cut) {
  const size_t units = scores.rows, count = labels.size();
  std::vector<size_t> path(units);
  if (units == 0) return path;
  const std::vector<Rule> rules = rules_of(labels);
  std::vector<double> best(count), next(count);
  for (size_t label = 0; label < count; ++label) {
    const bool may_begin = cut.begin || !rules[label].continues;
    best[label] = may_begin ? static_cast<double>(scores.row(0)[label]) : kImpossible;
  }
  // The best label that nothing needs to continue; count: there is none.
  const auto best_ended = [&] {
    size_t found = count;
    for (size_t label = 0; label < count; ++label) {
      if (!rules[label].is_open && (found == count || best[label] > best[found])) found = label;
    }
    return found;
  };
  std::vector<size_t> from(units * count);  // [units, labels]: the label before
  for (size_t i = 1; i < units; ++i) {
    const size_t ended = best_ended();
    for (size_t label = 0; label < count; ++label) {
      size_t before = ended;
      if (rules[label].continues) {
        const std::vector<size_t>& begun = rules[label].before;
        before = *std::ranges::max_element(begun, {}, [&](size_t each) { return best[each]; });
      }
      from[i * count + label] = before;
      next[label] =
          before == count ? kImpossible : best[before] + static_cast<double>(scores.row(i)[label]);
    }
    std::swap(best, next);
  }
  size_t last = best_ended();
  if (cut.end) last = static_cast<size_t>(std::ranges::max_element(best) - best.begin());
  if (last == count || best[last] == kImpossible) {
    for (size_t i = 0; i < units; ++i) path[i] = best_of(scores.row(i), count);
    return path;
  }
  for (size_t i = units; i-- > 0; last = from[i * count + last]) path[i] = last;
  return path;
}

}  // namespace deberta
