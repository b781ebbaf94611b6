#include "tasks/token_classification.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "ops/softmax.h"
#include "tasks/model_length.h"
#include "tensor/workspace.h"
#include "text/unicode/utf8.h"
#include "text/unicode/white_space.h"

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
};

// Nothing is between them, not even a special token.
bool follows(const Unit& unit, const Unit& before) { return unit.index == before.last + 1; }

size_t best_of(const std::vector<float>& scores) {
  return static_cast<size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

// get_tag: "B-PERSON" → (true, "PERSON"), "I-PERSON" and "PERSON" → (false, "PERSON").
std::pair<bool, std::string_view> tag_of(std::string_view label) {
  if (label.starts_with("B-")) return {true, label.substr(2)};
  if (label.starts_with("I-")) return {false, label.substr(2)};
  return {false, label};
}

// "PER" of "B-PER" and "S-PER": a prefix is one letter of BIO, BIOES or BILOU and a hyphen. (In
// transformers it is everything up to the first hyphen, which makes "percent" of "tax-percent".)
std::string_view name_of(std::string_view label) {
  constexpr std::string_view kPrefixes = "BIESLU";
  const bool has_prefix =
      label.size() > 2 && label[1] == '-' && kPrefixes.find(label[0]) != kPrefixes.npos;
  return has_prefix ? label.substr(2) : label;
}

// The vocabulary's entry; for an unknown token its text.
std::string token_of(const Unit& unit, const Encoding& encoding, std::string_view text,
                     const Tokenizer& tokenizer) {
  const int32_t id = encoding.ids[static_cast<size_t>(unit.index)];
  const bool is_unknown = id == tokenizer.special_tokens().unk && unit.span.begin < unit.span.end;
  return is_unknown ? std::string(text.substr(unit.span.begin, unit.span.end - unit.span.begin))
                    : tokenizer.token(id);
}

// SentencePiece's mark of a space, where it is a token by itself.
constexpr std::string_view kSpaceMark = "▁";

std::vector<Unit> units_of_tokens(ConstMatrix probabilities, const Encoding& encoding,
                                  const Tokenizer& tokenizer) {
  std::vector<Unit> units;
  for (size_t i = 0; i < encoding.ids.size(); ++i) {
    if (encoding.special_tokens_mask[i] != 0) continue;
    const float* row = probabilities.row(i);
    const auto index = static_cast<int>(i);
    Unit unit{encoding.offsets[i], index, index, {row, row + probabilities.cols}, 0, 0};
    unit.label = best_of(unit.scores);
    unit.score = unit.scores[unit.label];
    // A mark's offsets also cover the character after it, which belongs to the next token.
    if (!units.empty() && follows(unit, units.back()) &&
        tokenizer.token(encoding.ids[i - 1]) == kSpaceMark) {
      ByteSpan& mark = units.back().span;
      mark.end = std::min(mark.end, std::max(mark.begin, unit.span.begin));
    }
    units.push_back(std::move(unit));
  }
  return units;
}

// transformers' fallback for tokenizers without a continuing-subword prefix, such as byte-level
// BPE: a token begins a word where it begins with white space, follows white space, or is the
// unknown token. (transformers considers U+0020 only.)
std::vector<bool> word_starts(const std::vector<Unit>& tokens, std::string_view text,
                              const Encoding& encoding, int32_t unknown) {
  std::vector<bool> starts;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const uint32_t begin = tokens[i].span.begin;
    starts.push_back(i == 0 || !follows(tokens[i], tokens[i - 1]) || begin == 0 ||
                     (begin < text.size() && ends_words(decode_utf8(text, begin).value)) ||
                     ends_words(decode_utf8(text, character_before(text, begin)).value) ||
                     encoding.ids[static_cast<size_t>(tokens[i].index)] == unknown);
  }
  return starts;
}

Unit word_of_tokens(std::span<const Unit> tokens, Aggregation aggregation) {
  const Unit& first = tokens.front();
  const Unit& last = tokens.back();
  Unit word{{first.span.begin, last.span.end}, first.index, last.last, {}, 0, 0};
  if (aggregation == Aggregation::kFirst) {
    word.label = tokens.front().label;
    word.score = tokens.front().score;
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

// Tokens of only white space belong to no word and do not separate words.
std::vector<Unit> units_of_words(const std::vector<Unit>& tokens, const std::vector<bool>& starts,
                                 std::string_view text, Aggregation aggregation) {
  const auto is_white = [&](const Unit& token) {
    const ByteSpan seen = without_outer_space(text, token.span);
    return seen.begin == seen.end;
  };
  std::vector<Unit> words;
  for (size_t begin = 0; begin < tokens.size();) {
    if (is_white(tokens[begin])) {
      if (!words.empty() && follows(tokens[begin], words.back()))
        words.back().last = tokens[begin].last;
      ++begin;
      continue;
    }
    size_t end = begin + 1;
    while (end < tokens.size() && !starts[end]) ++end;
    words.push_back(word_of_tokens(std::span(tokens).subspan(begin, end - begin), aggregation));
    begin = end;
  }
  return words;
}

bool is_ignored(const std::vector<std::string>& ignored, std::string_view label) {
  return std::ranges::find(ignored, label) != ignored.end();
}

// A group is ignored by its name. The class "O" of "B-O" is not the label "O", which means outside
// of all classes.
bool is_group_ignored(const std::vector<std::string>& ignored, std::string_view label,
                      const std::vector<std::string>& labels) {
  constexpr std::string_view kOutside = "O";
  const std::string_view name = name_of(label);
  if (name == kOutside && label != kOutside &&
      std::ranges::find(labels, kOutside) != labels.end()) {
    return false;
  }
  return is_ignored(ignored, name);
}

// The number of code points, as Python counts a string's length.
uint32_t characters_in(std::string_view text, ByteSpan span) {
  uint32_t count = 0;
  for (size_t at = span.begin; at < span.end; at += decode_utf8(text, at).length) ++count;
  return count;
}

// transformers' group_entities: a unit joins the group before it where it follows directly, the
// types are equal and its label does not begin a new group.
std::vector<Entity> join_units(const std::vector<Unit>& units, std::string_view text,
                               const std::vector<std::string>& labels,
                               const std::vector<std::string>& ignored) {
  std::vector<Entity> entities;
  for (size_t begin = 0; begin < units.size();) {
    const std::string_view label = labels[units[begin].label];
    const std::string_view type = tag_of(label).second;
    const std::string_view name = name_of(label);
    size_t end = begin + 1;
    float sum = units[begin].score;
    for (; end < units.size(); ++end) {
      const auto [begins, next] = tag_of(labels[units[end].label]);
      if (begins || next != type || !follows(units[end], units[end - 1])) break;
      sum += units[end].score;
    }
    const ByteSpan tokens{units[begin].span.begin, units[end - 1].span.end};
    const ByteSpan span = without_outer_space(text, tokens);
    if (!is_group_ignored(ignored, label, labels) && span.begin < span.end) {
      entities.push_back({std::string(name), sum / static_cast<float>(end - begin), span,
                          units[begin].index, "", tokens, characters_in(text, tokens)});
    }
    begin = end;
  }
  return entities;
}

}  // namespace

std::vector<Entity> group_entities(ConstMatrix probabilities, const Encoding& encoding,
                                   std::string_view text, const Tokenizer& tokenizer,
                                   const std::vector<std::string>& labels,
                                   const TokenClassificationOptions& options) {
  const std::vector<Unit> tokens = units_of_tokens(probabilities, encoding, tokenizer);
  if (options.aggregation == Aggregation::kNone) {
    std::vector<Entity> entities;
    for (const Unit& token : tokens) {
      if (is_ignored(options.ignore_labels, labels[token.label])) continue;
      entities.push_back({labels[token.label], token.score, without_outer_space(text, token.span),
                          token.index, token_of(token, encoding, text, tokenizer), token.span,
                          characters_in(text, token.span)});
    }
    return entities;
  }
  if (options.aggregation == Aggregation::kSimple) {
    return join_units(tokens, text, labels, options.ignore_labels);
  }
  const std::vector<bool> starts =
      word_starts(tokens, text, encoding, tokenizer.special_tokens().unk);
  return join_units(units_of_words(tokens, starts, text, options.aggregation), text, labels,
                    options.ignore_labels);
}

std::vector<Entity> merge_windows(std::vector<Entity> entities) {
  std::ranges::stable_sort(entities, {}, [](const Entity& entity) { return entity.tokens.begin; });
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
  const std::vector<std::string>& labels = model_.config.id2label;
  const Matrix logits = ctx.workspace.matrix(batch.tokens(), labels.size());  // [tokens, labels]
  head_(hidden, logits, ctx);
  for (size_t i = 0; i < logits.rows; ++i) softmax(logits.row(i), logits.cols);
  size_t begin = 0;
  for (size_t i = 0; i < batch.sequences(); ++i) {
    const size_t window = first + i;
    const size_t text = text_of_[window];
    std::vector<Entity>& entities = results[text].entities;
    std::ranges::move(group_entities(logits.slice_rows(begin, batch.lengths[i]), windows_[window],
                                     texts_[text], tokenizer_, labels, options_),
                      std::back_inserter(entities));
    begin += batch.lengths[i];
    const bool is_last = window + 1 == windows_.size() || text_of_[window + 1] != text;
    const bool is_first = window == 0 || text_of_[window - 1] != text;
    if (is_last && !is_first && !options_.keep_overlaps)
      entities = merge_windows(std::move(entities));
  }
}

}  // namespace deberta
