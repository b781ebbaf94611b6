#include "tasks/token_classification.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

#include "base/error.h"
#include "base/sort.h"
#include "ops/softmax.h"
#include "tasks/entity_words.h"
#include "tasks/label_path.h"
#include "tasks/model_length.h"
#include "tasks/tagging_scheme.h"
#include "tensor/workspace.h"
#include "text/unicode/utf8.h"
#include "text/unicode/white_space.h"
#include "text/unicode/words.h"

namespace deberta {
namespace {

// A token, or a word of several, with one score per label.
struct Unit {
  ByteSpan span;
  int index = 0;  // of its first token
  int last = 0;   // of its last
  std::vector<float> scores;
  size_t label = 0;
  float score = 0;
  bool inside_word = false;  // not the first of its word
};

// Nothing is between them, not even a special token.
bool follows(const Unit& unit, const Unit& before) { return unit.index == before.last + 1; }

size_t best_of(const std::vector<float>& scores) {
  return static_cast<size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

// The vocabulary's entry; for an unknown token its text.
std::string token_of(const Unit& unit, const TokenWindow& window) {
  const auto& [encoding, text, _, tokenizer] = window;
  const int32_t id = encoding.ids[static_cast<size_t>(unit.index)];
  const bool is_unknown = id == tokenizer.special_tokens().unk && unit.span.begin < unit.span.end;
  return is_unknown ? std::string(text.substr(unit.span.begin, unit.span.end - unit.span.begin))
                    : tokenizer.token(id);
}

// SentencePiece's mark of a space, where it is a token by itself.
constexpr std::string_view kSpaceMark = "▁";

std::vector<Unit> units_of_tokens(ConstMatrix probabilities, const TokenWindow& window) {
  const Encoding& encoding = window.encoding;
  std::vector<Unit> units;
  for (size_t i = 0; i < encoding.ids.size(); ++i) {
    if (encoding.special_tokens_mask[i] != 0) continue;
    const float* row = probabilities.row(i);
    const auto index = static_cast<int>(i);
    Unit unit{encoding.offsets[i], index, index, {row, row + probabilities.cols}};
    unit.label = best_of(unit.scores);
    unit.score = unit.scores[unit.label];
    // A mark's offsets also cover the character after it, which belongs to the next token.
    if (!units.empty() && follows(unit, units.back()) &&
        window.tokenizer.token(encoding.ids[i - 1]) == kSpaceMark) {
      ByteSpan& mark = units.back().span;
      mark.end = std::min(mark.end, std::max(mark.begin, unit.span.begin));
    }
    units.push_back(std::move(unit));
  }
  return units;
}

// The token `next` belongs to the word of the token before it: it says so, or it begins inside of a
// word. The unknown token begins a word, as in transformers, which otherwise looks for a space at
// or before the token.
bool is_inside_word(const Unit& next, const Unit& before, const TokenWindow& window) {
  const int32_t id = window.encoding.ids[static_cast<size_t>(next.index)];
  if (!follows(next, before) || id == window.tokenizer.special_tokens().unk) return false;
  if (window.tokenizer.marks_continuations()) return window.tokenizer.continues_word(id);
  const ByteSpan seen = without_outer_space(window.text, next.span);
  // Tokens of one character share its span.
  return seen.begin < before.span.end || word_cut_at(window.words, seen.begin) != nullptr;
}

Unit word_of_tokens(std::span<const Unit> tokens, Aggregation aggregation) {
  const Unit& first = tokens.front();
  const Unit& last = tokens.back();
  Unit word{{first.span.begin, last.span.end}, first.index, last.last, {}};
  if (aggregation == Aggregation::kFirst || aggregation == Aggregation::kViterbi) {
    word.label = tokens.front().label;
    word.score = tokens.front().score;
    word.scores = tokens.front().scores;
  } else if (aggregation == Aggregation::kMax) {
    const auto surest =
        std::max_element(tokens.begin(), tokens.end(),
                         [](const Unit& a, const Unit& b) { return a.score < b.score; });
    word.label = surest->label;
    word.score = surest->score;
  } else {  // kAverage
    std::vector<float> mean(tokens.front().scores.size(), 0.0f);
    for (const Unit& token : tokens) {
      for (size_t label = 0; label < mean.size(); ++label) mean[label] += token.scores[label];
    }
    for (float& value : mean) value /= static_cast<float>(tokens.size());
    word.label = best_of(mean);
    word.score = mean[word.label];
  }
  return word;
}

// Whether anything in it is more than white space.
bool has_text(std::string_view text, ByteSpan span) {
  const ByteSpan seen = without_outer_space(text, span);
  return seen.begin < seen.end;
}

// Tokens of only white space belong to no word and do not separate words.
std::vector<Unit> units_of_words(const std::vector<Unit>& tokens, std::string_view text,
                                 Aggregation aggregation) {
  std::vector<Unit> words;
  for (size_t begin = 0; begin < tokens.size();) {
    if (!has_text(text, tokens[begin].span)) {
      if (!words.empty() && follows(tokens[begin], words.back()))
        words.back().last = tokens[begin].last;
      ++begin;
      continue;
    }
    size_t end = begin + 1;
    while (end < tokens.size() && tokens[end].inside_word) ++end;
    words.push_back(word_of_tokens(std::span(tokens).subspan(begin, end - begin), aggregation));
    begin = end;
  }
  return words;
}

// Gives words that follow one another the best sequence of labels.
void label_together(std::span<Unit> words, const std::vector<Label>& labels, CutEnds cut) {
  std::vector<float> logarithms;  // [words, labels]
  for (const Unit& word : words) {
    // A probability may be 0, and of a broken model it is no number.
    for (float each : word.scores) logarithms.push_back(std::log(std::max(FLT_MIN, each)));
  }
  const std::vector<size_t> path =
      best_labels({logarithms.data(), words.size(), labels.size()}, labels, cut);
  for (size_t i = 0; i < words.size(); ++i) {
    words[i].label = path[i];
    words[i].score = words[i].scores[path[i]];
  }
}

void label_by_scheme(std::vector<Unit>& words, std::string_view text,
                     const std::vector<std::string>& names) {
  const std::vector<Label> labels = labels_as_tags(names);
  const auto end_of_text = static_cast<uint32_t>(text.size());
  for (size_t begin = 0; begin < words.size();) {
    size_t end = begin + 1;
    while (end < words.size() && follows(words[end], words[end - 1])) ++end;
    // A window may begin or end inside an entity. A special token is an end.
    const CutEnds cut{
        .begin = begin == 0 && has_text(text, {0, words.front().span.begin}),
        .end = end == words.size() && has_text(text, {words.back().span.end, end_of_text})};
    label_together(std::span(words).subspan(begin, end - begin), labels, cut);
    begin = end;
  }
}

ByteSpan whole(std::string_view text) { return {0, static_cast<uint32_t>(text.size())}; }

bool is_ignored(const std::vector<std::string>& ignored, std::string_view label) {
  return std::ranges::find(ignored, label) != ignored.end();
}

// A group is ignored by its name. The class "O" of "B-O" is not the label "O", which means outside
// of all classes.
bool is_group_ignored(const std::vector<std::string>& ignored, const Label& label,
                      const std::vector<Label>& labels) {
  if (label.name == kOutside && label.text != kOutside &&
      std::ranges::find(labels, kOutside, &Label::text) != labels.end()) {
    return false;
  }
  return is_ignored(ignored, label.name);
}

// The number of code points, as Python counts a string's length.
uint32_t characters_in(std::string_view text, ByteSpan span) {
  uint32_t count = 0;
  for (size_t at = span.begin; at < span.end; at += decode_utf8(text, at).length) ++count;
  return count;
}

// transformers' group_entities: a unit joins the group before it where it follows directly and its
// label continues the group's.
std::vector<Entity> join_units(const std::vector<Unit>& units, std::string_view text,
                               const std::vector<std::string>& names,
                               const std::vector<std::string>& ignored) {
  const std::vector<Label> labels = labels_as_tags(names);
  std::vector<Entity> entities;
  for (size_t begin = 0; begin < units.size();) {
    const Label& label = labels[units[begin].label];
    size_t end = begin + 1;
    float sum = units[begin].score;
    for (; end < units.size(); ++end) {
      const Unit &last = units[end - 1], &next = units[end];
      if (!follows(next, last) ||
          !continues_entity(labels[last.label], labels[next.label], next.inside_word))
        break;
      sum += next.score;
    }
    const ByteSpan tokens{units[begin].span.begin, units[end - 1].span.end};
    const ByteSpan span = without_outer_space(text, tokens);
    if (!is_group_ignored(ignored, label, labels) && span.begin < span.end) {
      entities.push_back({std::string(label.name), sum / static_cast<float>(end - begin), span,
                          units[begin].index, "", tokens, characters_in(text, tokens)});
    }
    begin = end;
  }
  return entities;
}

}  // namespace

std::vector<Entity> group_entities(ConstMatrix probabilities, const TokenWindow& window,
                                   const std::vector<std::string>& labels,
                                   const TokenClassificationOptions& options) {
  const std::string_view text = window.text;
  std::vector<Unit> tokens = units_of_tokens(probabilities, window);
  if (options.aggregation == Aggregation::kNone) {
    std::vector<Entity> entities;
    for (const Unit& token : tokens) {
      if (is_ignored(options.ignore_labels, labels[token.label])) continue;
      entities.push_back({labels[token.label], token.score, without_outer_space(text, token.span),
                          token.index, token_of(token, window), token.span,
                          characters_in(text, token.span)});
    }
    return entities;
  }
  for (size_t i = 1; i < tokens.size(); ++i) {
    tokens[i].inside_word = is_inside_word(tokens[i], tokens[i - 1], window);
  }
  if (options.aggregation == Aggregation::kSimple) {
    return join_units(tokens, text, labels, options.ignore_labels);
  }
  std::vector<Unit> words = units_of_words(tokens, text, options.aggregation);
  if (options.aggregation == Aggregation::kViterbi) label_by_scheme(words, text, labels);
  return join_units(words, text, labels, options.ignore_labels);
}

std::vector<Entity> group_entities(ConstMatrix probabilities, const Encoding& encoding,
                                   std::string_view text, const Tokenizer& tokenizer,
                                   const std::vector<std::string>& labels,
                                   const TokenClassificationOptions& options) {
  const std::vector<ByteSpan> words = words_in(text, whole(text));
  return group_entities(probabilities, {encoding, text, words, tokenizer}, labels, options);
}

std::vector<Entity> merge_windows(std::vector<Entity> entities) {
  sort_stably(entities, {}, [](const Entity& entity) { return entity.tokens.begin; });
  std::vector<Entity> merged;
  for (Entity& entity : entities) {
    if (merged.empty() || entity.tokens.begin >= merged.back().tokens.end) {
      merged.push_back(std::move(entity));
      continue;
    }
    Entity& kept = merged.back();
    if (entity.characters > kept.characters ||
        (entity.characters == kept.characters && entity.score > kept.score)) {
      kept = std::move(entity);
    }
  }
  return merged;
}

TokenClassificationTask::TokenClassificationTask(std::span<const std::string_view> texts,
                                                 const TokenClassificationOptions& options,
                                                 const Tokenizer& tokenizer, Model& model)
    : results(texts.size()),
      model_(model),
      head_(require_head<TokenClassificationHead>(model.head)),
      tokenizer_(tokenizer),
      texts_(texts.begin(), texts.end()),
      options_(options) {
  if (options.stride > 0 && options.aggregation == Aggregation::kNone) {
    throw Error(ErrorCode::kInput, "stride needs an aggregation_strategy other than 'none'");
  }
  const int max_length = model_length(tokenizer, model.config);
  if (options.stride < 0 || (options.stride > 0 && options.stride >= max_length - 2)) {
    throw Error(ErrorCode::kInput, "stride is " + std::to_string(options.stride) +
                                       ", expected 0 to " + std::to_string(max_length - 3));
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    std::vector<Encoding> of_text;
    if (options.stride > 0) {
      of_text = tokenizer.encode_windows(texts[i], max_length, options.stride);
    } else {
      EncodeOptions encode;
      encode.truncation = Truncation::kLongestFirst;
      encode.max_length = max_length;
      of_text.push_back(tokenizer.encode(texts[i], encode));
      results[i].truncated = of_text.back().truncated;
    }
    for (Encoding& window : of_text) {
      results[i].tokens += window.ids.size();
      windows_.push_back(std::move(window));
      text_of_.push_back(i);
    }
  }
  batches_ = make_batches(windows_);
}

void TokenClassificationTask::collect(const Batch& batch, ConstMatrix hidden, size_t first,
                                      Context& ctx) {
  const size_t labels = model_.config.id2label.size();
  const Matrix logits = ctx.workspace.matrix(batch.tokens(), labels);  // [tokens, labels]
  head_(hidden, logits, ctx);
  for (size_t i = 0; i < logits.rows; ++i) softmax(logits.row(i), logits.cols);
  size_t begin = 0;
  for (size_t i = 0; i < batch.sequences(); ++i) {
    collect_window(first + i, logits.slice_rows(begin, batch.lengths[i]));
    begin += batch.lengths[i];
  }
}

void TokenClassificationTask::collect_window(size_t window, ConstMatrix probabilities) {
  const size_t index = text_of_[window];
  const std::string_view text = texts_[index];
  const bool is_last = window + 1 == windows_.size() || text_of_[window + 1] != index;
  const bool is_first = window == 0 || text_of_[window - 1] != index;
  if (is_first) words_ = words_in(text, whole(text));
  std::vector<Entity> found =
      group_entities(probabilities, {windows_[window], text, words_, tokenizer_},
                     model_.config.id2label, options_);
  const auto align = [&](std::vector<Entity>& entities) {
    if (options_.align_to_words) entities = align_to_words(std::move(entities), words_);
  };
  if (options_.keep_overlaps) align(found);
  std::vector<Entity>& entities = results[index].entities;
  std::ranges::move(found, std::back_inserter(entities));
  if (!is_last || options_.keep_overlaps) return;
  if (!is_first) entities = merge_windows(std::move(entities));
  align(entities);
}

}  // namespace deberta
