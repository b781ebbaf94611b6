#include "tasks/extraction.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/error.h"
#include "ops/softmax.h"
#include "tasks/gliner_decode.h"
#include "tasks/gliner_words.h"
#include "text/unicode/lower_case.h"

namespace deberta {
namespace {

using Kind = ExtractionSchema::Kind;

// The tokens that mark something: labels of each Kind, then a task, the next one and the text, then
// the parts of a task's head.
constexpr const char* kMarks[] = {"[C]",       "[E]",          "[R]",        "[L]",
                                  "[P]",       "[SEP_STRUCT]", "[SEP_TEXT]", "[DESCRIPTION]",
                                  "[EXAMPLE]", "[OUTPUT]"};
constexpr const char *kPrompt = kMarks[4], *kNextTask = kMarks[5], *kText = kMarks[6];
constexpr size_t kMarksOutsideOfHeads = 7;

// Strings that are tokenized one by one. Which marks a string must not contain: the first `refused`
// of them, so that it looks like nothing else.
struct Entries {
  std::vector<std::string_view> texts;
  std::vector<size_t> refused;

  // Returns its index.
  size_t add(std::string_view text, size_t refused_marks = 0) {
    texts.push_back(text);
    refused.push_back(refused_marks);
    return texts.size() - 1;
  }
};

void refuse_marks(const Entries& entries, const WordTokens& tokens, const Tokenizer& tokenizer) {
  std::vector<int32_t> marks;
  for (const char* mark : kMarks) marks.push_back(tokenizer.id(mark).value_or(-1));
  for (size_t i = 0; i < entries.texts.size(); ++i) {
    const auto refused = std::span(marks).first(entries.refused[i]);
    for (size_t token = tokens.first[i]; token < tokens.first[i + 1]; ++token) {
      const auto mark = std::ranges::find(refused, tokens.ids[token]);
      if (mark == refused.end()) continue;
      throw Error(ErrorCode::kInput,
                  std::string("the schema: expected no name, label or description with '") +
                      kMarks[mark - refused.begin()] + "', which marks them");
    }
  }
}

void require_in_range(const char* name, std::optional<int> value, int min, int max) {
  if (!value || (*value >= min && *value <= max)) return;
  throw Error(ErrorCode::kInput, std::string(name) + " is " + std::to_string(*value) +
                                     ", expected " + std::to_string(min) + " to " +
                                     std::to_string(max));
}

void check_options(const ExtractionOptions& options) {
  require_in_range("max_words", options.max_words, 1, INT32_MAX);
  require_in_range("chunk_words", options.chunk_words, 1, INT32_MAX);
  if (options.chunk_words) {
    require_in_range("chunk_overlap", options.chunk_overlap, 0, *options.chunk_words - 1);
  }
}

void check_schema(const ExtractionSchema& schema, const Gliner2Head& head) {
  if (schema.tasks.empty()) throw Error(ErrorCode::kInput, "the schema: expected a task, got none");
  for (const ExtractionSchema::Task& task : schema.tasks) {
    if (task.labels.empty()) {
      throw Error(ErrorCode::kInput, "the schema: expected a label for every task, got none");
    }
    if (task.kind != Kind::kClassification && !head.spans) {
      throw Error(ErrorCode::kConfigUnsupported,
                  "config.json: architecture 'boundary': only classification is supported, not "
                  "entities, relations or structures",
                  "config.json");
    }
    for (const ExtractionSchema::Label& label : task.labels) {
      for (const uint32_t choice : label.choices) {
        if (choice < schema.choices.size()) continue;
        throw Error(ErrorCode::kInput, "the schema: expected an index of its " +
                                           std::to_string(schema.choices.size()) +
                                           " choices, got " + std::to_string(choice));
      }
    }
  }
}

// A text that is read has an end.
bool has_stop(std::string_view text) {
  return text.ends_with('.') || text.ends_with('!') || text.ends_with('?');
}

}  // namespace

void check_gliner2_tokens(const Tokenizer& tokenizer) {
  for (const char* mark : kMarks) {
    if (tokenizer.id(mark)) continue;
    throw Error(ErrorCode::kVocab, std::string("the tokenizer: expected the token '") + mark +
                                       "' of a GLiNER2 model, found none");
  }
}

ExtractionTask::ExtractionTask(std::span<const std::string_view> texts, ExtractionSchema schema,
                               const ExtractionOptions& options, const Tokenizer& tokenizer,
                               Model& model)
    : results(texts.size()),
      head_(require_head<Gliner2Head>(model.head)),
      schema_(std::move(schema)),
      options_(options) {
  check_options(options_);
  check_schema(schema_, head_);
  const Prompt prompt = prompt_of(tokenizer);
  for (size_t i = 0; i < texts.size(); ++i) add_text(i, texts[i], prompt, tokenizer);
}

ExtractionTask::Prompt ExtractionTask::prompt_of(const Tokenizer& tokenizer) const {
  Entries entries;
  std::vector<size_t> prompts, labels;
  for (const ExtractionSchema::Task& task : schema_.tasks) {
    if (!prompts.empty()) entries.add(kNextTask);
    entries.add("(");
    prompts.push_back(entries.add(kPrompt));
    entries.add(task.head, kMarksOutsideOfHeads);
    entries.add("(");
    for (const ExtractionSchema::Label& label : task.labels) {
      labels.push_back(entries.add(kMarks[static_cast<size_t>(task.kind)]));
      entries.add(label.name, std::size(kMarks));
    }
    entries.add(")");
    entries.add(")");
  }
  entries.add(kText);
  const size_t first_choice = entries.texts.size();
  for (const std::string_view choice : schema_.choices) {
    entries.add(choice, std::size(kMarks));
  }
  WordTokens tokens = word_tokens(entries.texts, tokenizer);
  refuse_marks(entries, tokens, tokenizer);
  for (size_t& entry : prompts) entry = tokens.first[entry];
  for (size_t& entry : labels) entry = tokens.first[entry];
  return {std::move(tokens.ids),
          std::move(prompts),
          std::move(labels),
          {tokens.first.begin() + static_cast<ptrdiff_t>(first_choice), tokens.first.end() - 1}};
}

void ExtractionTask::add_text(size_t index, std::string_view text, const Prompt& prompt,
                              const Tokenizer& tokenizer) {
  if (text.size() >= UINT32_MAX) {
    throw Error(ErrorCode::kInput, "expected a text of less than 4 GiB");
  }
  const ByteSpan whole{0, static_cast<uint32_t>(text.size())};
  const std::vector<ByteSpan> words =
      options_.chunk_words ? gliner2_words(text) : std::vector<ByteSpan>();
  if (words.empty()) return add_piece(index, text, whole, prompt, tokenizer);
  const auto longest = static_cast<size_t>(*options_.chunk_words);
  for (size_t first = 0;; first += longest - static_cast<size_t>(options_.chunk_overlap)) {
    const size_t end = std::min(words.size(), first + longest);
    add_piece(index, text, {words[first].begin, words[end - 1].end}, prompt, tokenizer);
    if (end == words.size()) break;
  }
}

void ExtractionTask::add_piece(size_t index, std::string_view text, ByteSpan span,
                               const Prompt& prompt, const Tokenizer& tokenizer) {
  std::string read(text.substr(span.begin, span.end - span.begin));
  if (!has_stop(read)) read += '.';
  Extraction& result = results[index];
  Piece piece{index, result.chunks.size(), gliner2_words(read)};
  const auto most = static_cast<size_t>(
      std::min(options_.max_words.value_or(INT32_MAX), options_.chunk_words.value_or(INT32_MAX)));
  if (piece.words.size() > most) {
    result.truncated |= piece.words[most].begin < span.end - span.begin;
    piece.words.resize(most);
  }
  std::vector<std::string> lower;
  for (ByteSpan& word : piece.words) {
    lower.push_back(
        lower_case_in_context(std::string_view(read).substr(word.begin, word.end - word.begin)));
    word.begin += span.begin;
    word.end += span.begin;
  }
  result.chunks.push_back({span, {}});
  const std::vector<std::string_view> views(lower.begin(), lower.end());
  add_sequence(prompt, word_tokens(views, tokenizer));
  result.tokens += batches_.back().lengths.back();
  pieces_.push_back(std::move(piece));
}

void ExtractionTask::add_sequence(const Prompt& prompt, const WordTokens& words) {
  std::vector<int32_t> ids = prompt.ids;
  ids.insert(ids.end(), words.ids.begin(), words.ids.end());
  if (batches_.empty() || batches_.back().tokens() + ids.size() > kMaxTokensInBatch) {
    batches_.emplace_back();
    Gliner2Rows& rows = rows_.emplace_back();
    for (const ExtractionSchema::Task& task : schema_.tasks) {
      rows.tasks.push_back(
          {task.labels.size(), task.kind == Kind::kClassification, task.kind == Kind::kEntities});
    }
  }
  Gliner2Rows& rows = rows_.back();
  const size_t first = batches_.back().tokens();
  // Entries without tokens have the place of what follows them, the last that of the last token.
  const auto place = [&](size_t token) { return first + std::min(token, ids.size() - 1); };
  for (const size_t token : prompt.prompts) rows.prompts.push_back(place(token));
  for (const size_t token : prompt.labels) rows.labels.push_back(place(token));
  for (const size_t token : prompt.choices) rows.words.push_back(place(token));
  for (size_t word = 0; word + 1 < words.first.size(); ++word) {
    rows.words.push_back(place(prompt.ids.size() + words.first[word]));
  }
  rows.word_counts.push_back(prompt.choices.size() + words.first.size() - 1);
  batches_.back().append(ids, std::vector<int32_t>(ids.size()));
}

std::optional<std::vector<size_t>> ExtractionTask::rows_needed(const Batch& batch) const {
  const Gliner2Rows& rows = rows_[static_cast<size_t>(&batch - batches_.data())];
  std::vector<size_t> needed = rows.labels;
  if (!std::ranges::all_of(rows.tasks, &Gliner2Rows::Task::classifies)) {
    needed.insert(needed.end(), rows.prompts.begin(), rows.prompts.end());
    needed.insert(needed.end(), rows.words.begin(), rows.words.end());
  }
  return ascending_rows(std::move(needed));
}

void ExtractionTask::add_head(const Batch& batch, ConstMatrix hidden, size_t first, Pieces& pieces,
                              Context& ctx) {
  const Gliner2Rows& rows = rows_[static_cast<size_t>(&batch - batches_.data())];
  const auto run = std::make_shared<Gliner2Head::Run>(
      head_, hidden, rows,
      [this, first](size_t sequence, const Gliner2Head::Scores& scores) {
        if (on_scores) on_scores(first + sequence, scores);
        collect_piece(pieces_[first + sequence], scores);
      },
      ctx);
  pieces.add_steps([run] { return run->step(); });
}

void ExtractionTask::collect_piece(const Piece& piece, const Gliner2Head::Scores& scores) {
  Extraction::Chunk& chunk = results[piece.text].chunks[piece.chunk];
  auto classes = scores.classes;
  auto counts = scores.counts;
  size_t column = 0;
  for (const ExtractionSchema::Task& task : schema_.tasks) {
    Extraction::Answer& answer = chunk.answers.emplace_back();
    const size_t labels = task.labels.size();
    if (task.kind == Kind::kClassification) {
      answer.scores.assign(classes.begin(), classes.begin() + static_cast<ptrdiff_t>(labels));
      apply_function(task.function, answer.scores);
      classes = classes.subspan(labels);
      continue;
    }
    answer.count = counts.front();
    counts = counts.subspan(1);
    const size_t steps = Gliner2Head::steps_of(task.kind == Kind::kEntities, answer.count);
    for (size_t step = 0; step < steps; ++step) {
      auto& of_step = answer.steps.emplace_back();
      for (const ExtractionSchema::Label& label : task.labels) {
        of_step.push_back(found(label, scores.spans.slice_cols(column++, 1), piece, chunk.span));
      }
    }
  }
}

// logits [words, choices among them · width, 1]
std::vector<Extraction::Found> ExtractionTask::found(const ExtractionSchema::Label& label,
                                                     ConstMatrix logits, const Piece& piece,
                                                     ByteSpan chunk) const {
  std::vector<Extraction::Found> all;
  const size_t before = schema_.choices.size(), words = piece.words.size();
  const size_t width = logits.rows / (before + words);
  if (!label.choices.empty()) {
    for (uint32_t i = 0; i < label.choices.size(); ++i) {
      const float score = sigmoid(*logits.row(label.choices[i] * width));
      if (score >= label.threshold) all.push_back({{}, i, score});
    }
    if (!label.first_only || all.empty()) return all;
    return {*std::ranges::max_element(all, {}, &Extraction::Found::score)};
  }
  // A stop that was added is a word, which the text has not: nothing begins with it, and what ends
  // with it ends with the text.
  const bool ends_behind = piece.words.back().begin >= chunk.end;
  for (const GlinerSpan& span :
       find_spans(logits.slice_rows(before * width, words * width), words,
                  words - (ends_behind ? 1 : 0), label.threshold, label.first_only)) {
    all.push_back({{piece.words[span.first].begin, std::min(piece.words[span.last].end, chunk.end)},
                   {},
                   span.score});
  }
  return all;
}

}  // namespace deberta
