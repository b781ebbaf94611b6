#include "tasks/zero_shot_token_classification.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>

#include "base/error.h"
#include "base/sort.h"
#include "tasks/gliner_words.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

const GlinerConfig& gliner_config(const Model& model) {
  require_head<GlinerHead>(model.head);
  return *model.config.gliner;
}

size_t step_of(const std::optional<int>& stride, const GlinerConfig& config) {
  // Models of tokens have no longest span; longer ones than this are rare.
  constexpr int kSharedByTokenModels = 64;
  const bool is_of_tokens = config.spans == GlinerConfig::Spans::kTokenLevel;
  const int enough = is_of_tokens ? kSharedByTokenModels : config.max_width;
  const int shared = stride.value_or(std::min(enough, config.max_words - 1));
  if (shared < 0 || shared >= config.max_words) {
    throw Error(ErrorCode::kInput, "stride is " + std::to_string(shared) + ", expected 0 to " +
                                       std::to_string(config.max_words - 1));
  }
  return static_cast<size_t>(config.max_words - shared);
}

// The words that the caller's spans begin and end with. A span that does not is dropped.
std::vector<std::pair<uint32_t, uint32_t>> words_of_spans(
    std::string_view text, std::span<const ByteSpan> words,
    std::span<const ZeroShotTokenOptions::Utf16Span> spans) {
  const Utf16Map map(text);
  std::vector<uint32_t> begins, ends;
  for (const ByteSpan& word : words) {
    begins.push_back(map.utf16(word.begin));
    ends.push_back(map.utf16(word.end));
  }
  std::vector<std::pair<uint32_t, uint32_t>> found;
  for (const auto& [begin, end] : spans) {
    const auto first = std::ranges::lower_bound(begins, begin);
    const auto last = std::ranges::lower_bound(ends, end);
    if (first == begins.end() || *first != begin || last == ends.end() || *last != end) continue;
    found.emplace_back(first - begins.begin(), last - ends.begin());
  }
  sort_stably(found);
  return found;
}

std::vector<ZeroShotEntity::LabelScore> best_labels(std::span<const float> probabilities) {
  constexpr size_t kMost = 5;
  std::vector<ZeroShotEntity::LabelScore> best;
  for (size_t c = 0; c < probabilities.size(); ++c) best.push_back({c, probabilities[c]});
  sort_stably(best, std::ranges::greater(), &ZeroShotEntity::LabelScore::score);
  best.resize(std::min(kMost, best.size()));
  return best;
}

}  // namespace

void check_gliner_tokens(const GlinerConfig& config, const Tokenizer& tokenizer) {
  for (const std::string& token : {config.ent_token, config.sep_token}) {
    if (!tokenizer.id(token)) {
      throw Error(ErrorCode::kVocab, "the tokenizer: expected the token '" + token +
                                         "' of a GLiNER model, found none");
    }
  }
  const int id = *tokenizer.id(config.ent_token);
  if (config.class_token_index.value_or(id) != id) {
    throw Error(ErrorCode::kConfigValue,
                "gliner_config.json: class_token_index is " +
                    std::to_string(*config.class_token_index) + ", the tokenizer has '" +
                    config.ent_token + "' as " + std::to_string(id),
                "gliner_config.json");
  }
}

ZeroShotTokenClassificationTask::ZeroShotTokenClassificationTask(
    std::span<const std::string_view> texts, std::vector<CandidateLabels> labels,
    const ZeroShotTokenOptions& options, const Tokenizer& tokenizer, Model& model)
    : results(texts.size()),
      head_(require_head<GlinerHead>(model.head)),
      config_(gliner_config(model)),
      tokenizer_(tokenizer),
      options_(options),
      step_(step_of(options.stride, config_)),
      ent_(tokenizer.id(config_.ent_token).value_or(-1)),
      labels_(std::move(labels)) {
  if (labels_.size() != 1 && labels_.size() != texts.size()) {
    throw Error(ErrorCode::kInput, "labels: expected 1 list or " + std::to_string(texts.size()) +
                                       ", got " + std::to_string(labels_.size()));
  }
  std::vector<std::vector<int32_t>> prompts;
  for (const CandidateLabels& each : labels_) prompts.push_back(prompt_of(each));
  for (size_t i = 0; i < texts.size(); ++i) {
    const size_t list = labels_.size() == 1 ? 0 : i;
    texts_.push_back({texts[i], gliner_words(texts[i]), &labels_[list], {}, {}, 0});
    add_text(i, prompts[list]);
  }
}

std::vector<int32_t> ZeroShotTokenClassificationTask::prompt_of(
    const CandidateLabels& labels) const {
  std::vector<std::string_view> entries;
  for (const std::string_view label : labels.prompts) {
    entries.push_back(config_.ent_token);
    entries.push_back(label);
  }
  entries.push_back(config_.sep_token);
  std::vector<int32_t> ids = word_tokens(entries, tokenizer_).ids;
  if (static_cast<size_t>(std::ranges::count(ids, ent_)) != labels.prompts.size()) {
    throw Error(ErrorCode::kInput,
                "labels: expected none with '" + config_.ent_token + "', which marks a label");
  }
  return ids;
}

void ZeroShotTokenClassificationTask::add_text(size_t index, const std::vector<int32_t>& prompt) {
  Text& text = texts_[index];
  if (text.words.empty() || text.labels->prompts.empty()) return;
  const auto longest = static_cast<size_t>(config_.max_words);
  if (options_.stride == 0 && text.words.size() > longest) {
    text.words.resize(longest);
    results[index].truncated = true;
  }
  if (!options_.input_spans.empty()) {
    text.spans = words_of_spans(text.text, text.words, options_.input_spans.at(index));
  }
  text.candidates.keeps_probabilities = options_.class_probabilities;
  std::vector<std::string_view> each;
  for (const auto& [begin, end] : text.words) each.push_back(text.text.substr(begin, end - begin));
  const WordTokens tokens = word_tokens(each, tokenizer_);
  const size_t words = text.words.size();
  for (size_t first = 0;; first += step_) {
    const size_t count = std::min(longest, words - first);
    ++text.windows_left;
    add_window({index, first, count}, prompt, tokens);
    if (first + count == words) break;
  }
}

void ZeroShotTokenClassificationTask::add_window(const Window& window,
                                                 const std::vector<int32_t>& prompt,
                                                 const WordTokens& tokens) {
  const size_t begin = tokens.first[window.first];
  const size_t end = tokens.first[window.first + window.words];
  std::vector<int32_t> ids = prompt;
  ids.insert(ids.end(), tokens.ids.begin() + static_cast<ptrdiff_t>(begin),
             tokens.ids.begin() + static_cast<ptrdiff_t>(end));
  ids = tokenizer_.build_inputs_with_special_tokens(ids);
  if (batches_.empty() || batches_.back().tokens() + ids.size() > kMaxTokensInBatch) {
    batches_.emplace_back();
    rows_.emplace_back();
  }
  GlinerRows& rows = rows_.back();
  const size_t first = batches_.back().tokens() + 1;  // row of the prompt's first token
  for (size_t i = 0; i < prompt.size(); ++i) {
    if (prompt[i] == ent_) rows.labels.push_back(first + i + (config_.embed_ent_token ? 0 : 1));
  }
  for (size_t word = window.first; word < window.first + window.words; ++word) {
    const size_t token = tokens.first[word];
    const bool has_tokens = token < tokens.first[word + 1];
    rows.words.push_back(has_tokens ? first + prompt.size() + token - begin : GlinerRows::kNone);
  }
  rows.sequences.push_back({texts_[window.text].labels->prompts.size(), window.words});
  batches_.back().append(ids, std::vector<int32_t>(ids.size()));
  windows_.push_back(window);
  results[window.text].tokens += ids.size();
}

std::optional<std::vector<size_t>> ZeroShotTokenClassificationTask::rows_needed(
    const Batch& batch) const {
  const GlinerRows& rows = rows_[static_cast<size_t>(&batch - batches_.data())];
  std::vector<size_t> needed = rows.labels;
  std::ranges::copy_if(rows.words, std::back_inserter(needed),
                       [](size_t row) { return row != GlinerRows::kNone; });
  return ascending_rows(std::move(needed));
}

void ZeroShotTokenClassificationTask::add_head(const Batch& batch, ConstMatrix hidden, size_t first,
                                               Pieces& pieces, Context& ctx) {
  const GlinerRows& rows = rows_[static_cast<size_t>(&batch - batches_.data())];
  const auto run = std::make_shared<GlinerHead::Run>(
      head_, hidden, rows,
      [this, first](size_t sequence, ConstMatrix logits) {
        if (on_logits) on_logits(first + sequence, logits);
        collect_window(windows_[first + sequence], logits);
      },
      ctx);
  pieces.add_steps([run] { return run->step(); });
}

void ZeroShotTokenClassificationTask::collect(const Batch& batch, ConstMatrix, size_t first,
                                              Context&) {
  for (size_t i = first; i < first + batch.sequences(); ++i) {
    const size_t text = windows_[i].text;
    if (--texts_[text].windows_left == 0) finish(text);
  }
}

void ZeroShotTokenClassificationTask::collect_window(const Window& window, ConstMatrix logits) {
  Text& text = texts_[window.text];
  GlinerCandidates& candidates = text.candidates;
  const bool is_of_tokens = std::holds_alternative<TokenScorer>(head_.scorer);
  const auto add = is_of_tokens ? add_token_candidates : add_span_candidates;
  add(logits, window.words, text.labels->thresholds, window.first, candidates);
  if (text.spans) {
    std::erase_if(candidates.spans, [&](const GlinerSpan& span) {
      return !std::ranges::binary_search(*text.spans, std::pair(span.first, span.last));
    });
  }
}

void ZeroShotTokenClassificationTask::finish(size_t index) {
  Text& text = texts_[index];
  const GlinerRule rule{options_.flat, options_.multi_label,
                        std::holds_alternative<TokenScorer>(head_.scorer)};
  for (const GlinerSpan& span : choose_spans(std::move(text.candidates.spans), rule)) {
    ZeroShotEntity entity{
        {text.words[span.first].begin, text.words[span.last].end}, span.label, span.score, {}};
    if (!text.candidates.probabilities.empty()) {
      entity.best = best_labels(std::span(text.candidates.probabilities)
                                    .subspan(span.probabilities, text.labels->prompts.size()));
    }
    results[index].entities.push_back(std::move(entity));
  }
  text.candidates = {};
}

}  // namespace deberta
