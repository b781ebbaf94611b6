#include "tasks/entity_words.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/sort.h"
#include "tasks/tagging_scheme.h"
#include "text/unicode/words.h"

namespace deberta {
namespace {

// Whole words.
ByteSpan widened(ByteSpan span, const std::vector<ByteSpan>& words) {
  if (const ByteSpan* word = word_cut_at(words, span.begin)) span.begin = word->begin;
  if (const ByteSpan* word = word_cut_at(words, span.end)) span.end = word->end;
  return span;
}

// Entities of one label that overlap become one. The entities are in the order of the text.
std::vector<Entity> united(std::vector<Entity> entities) {
  std::vector<Entity> result;
  std::map<std::string, size_t> last;  // label → its last entity
  for (Entity& entity : entities) {
    const auto [of_label, is_first] = last.try_emplace(entity.label, result.size());
    if (!is_first) {
      Entity& before = result[of_label->second];
      if (entity.span.begin < before.span.end) {
        before.span.end = std::max(before.span.end, entity.span.end);
        before.score = std::max(before.score, entity.score);
        continue;
      }
      of_label->second = result.size();
    }
    result.push_back(std::move(entity));
  }
  return result;
}

bool is_better(const Entity& a, const Entity& b) {
  const bool a_outside = a.label == kOutside, b_outside = b.label == kOutside;
  return a_outside != b_outside ? b_outside : a.score > b.score;
}

// The text that is taken, begin → end.
using Taken = std::map<uint32_t, uint32_t>;

// The parts of the span that are not taken.
std::vector<ByteSpan> free_parts(ByteSpan span, const Taken& taken) {
  std::vector<ByteSpan> parts;
  auto next = taken.upper_bound(span.begin);
  if (next != taken.begin()) span.begin = std::max(span.begin, std::prev(next)->second);
  for (; next != taken.end() && next->first < span.end; ++next) {
    if (span.begin < next->first) parts.push_back({span.begin, next->first});
    span.begin = std::max(span.begin, next->second);
  }
  if (span.begin < span.end) parts.push_back(span);
  return parts;
}

// From the first to the last word of the part; empty if there is none.
ByteSpan words_of_part(ByteSpan part, const std::vector<ByteSpan>& words) {
  const auto first = std::ranges::lower_bound(words, part.begin, {}, &ByteSpan::begin);
  const auto past = std::ranges::upper_bound(words, part.end, {}, &ByteSpan::end);
  return first < past ? ByteSpan{first->begin, std::prev(past)->end} : ByteSpan{};
}

}  // namespace

std::vector<Entity> align_to_words(std::vector<Entity> entities,
                                   const std::vector<ByteSpan>& words) {
  for (Entity& entity : entities) entity.span = widened(entity.span, words);
  std::erase_if(entities, [](const Entity& each) { return each.span.begin >= each.span.end; });
  const auto begin_of = [](const Entity& each) { return each.span.begin; };
  sort_stably(entities, {}, begin_of);
  entities = united(std::move(entities));
  sort_stably(entities, is_better);
  std::vector<Entity> result;
  Taken taken;
  for (const Entity& entity : entities) {
    for (const ByteSpan part : free_parts(entity.span, taken)) {
      const ByteSpan span = part == entity.span ? part : words_of_part(part, words);
      if (span.begin == span.end) continue;
      taken.emplace(span.begin, span.end);
      result.push_back(entity);
      result.back().span = span;
    }
  }
  sort_stably(result, {}, begin_of);
  return result;
}

}  // namespace deberta
