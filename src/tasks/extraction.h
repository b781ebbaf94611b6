// What a schema asks of texts, in one pass: GLiNER2's extract. Entities, relations and structures
// are spans of words; classifications are scores of labels.
#ifndef DEBERTA_TASKS_EXTRACTION_H_
#define DEBERTA_TASKS_EXTRACTION_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/context.h"
#include "base/pieces.h"
#include "model/gliner2_head.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tasks/text_classification.h"
#include "tasks/word_tokens.h"
#include "text/tokenizer.h"

namespace deberta {

// What the model reads in front of a text, and how its answers are chosen.
struct ExtractionSchema {
  enum class Kind { kStructure, kEntities, kRelation, kClassification };
  struct Label {
    std::string_view name;    // as the model reads it
    float threshold = 0.5f;   // not of a classification
    bool first_only = false;  // the first span, the best choice; else a list
    // If there are any, the label is one of these: indices of the schema's choices.
    std::vector<uint32_t> choices;
  };
  struct Task {
    Kind kind = Kind::kEntities;
    std::string_view head;  // the task's name with all that follows it: descriptions, examples
    std::vector<Label> labels;
    ScoreFunction function = ScoreFunction::kSoftmax;  // of a classification; not kDefault
  };
  std::vector<Task> tasks;
  // Entries that the model reads as words in front of the text: structures' choices, with what is
  // around them.
  std::vector<std::string_view> choices;
};

struct ExtractionOptions {
  std::optional<int> max_words = std::nullopt;  // of a text or a chunk; the rest is dropped
  // Longer texts are read in chunks of so many words, of which neighbours share some.
  std::optional<int> chunk_words = std::nullopt;
  int chunk_overlap = 0;
};

struct Extraction {
  struct Found {
    ByteSpan span;                   // in the text
    std::optional<uint32_t> choice;  // index of the label's choices, instead of a span
    float score = 0;
  };
  struct Answer {
    std::vector<float> scores;  // of a classification's labels; else empty
    size_t count = 0;           // the predicted number of instances
    // Of each instance, of each label; for entities of the first instance only.
    std::vector<std::vector<std::vector<Found>>> steps;
  };
  struct Chunk {
    ByteSpan span;                // in the text
    std::vector<Answer> answers;  // of each task
  };
  std::vector<Chunk> chunks;  // at least one
  size_t tokens = 0;          // tokens that the model has processed
  bool truncated = false;     // words were dropped
};

class ExtractionTask : public Task {
 public:
  // Throws kInput for a task without labels, for a head, label or choice with a token that marks
  // them, for options out of range, and for a text of 4 GiB or more; kConfigUnsupported for a task
  // that the model cannot do; kState for a model without the head.
  ExtractionTask(std::span<const std::string_view> texts, ExtractionSchema schema,
                 const ExtractionOptions& options, const Tokenizer& tokenizer, Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override;
  void add_head(const Batch& batch, ConstMatrix hidden, size_t first, Pieces& pieces,
                Context& ctx) override;
  void collect(const Batch&, ConstMatrix, size_t, Context&) override {}  // the head's steps did

  // Called with each chunk's scores, if it is set (Gliner2Head::OnScores).
  Gliner2Head::OnScores on_scores;
  // Of each batch.
  const std::vector<Gliner2Rows>& rows() const { return rows_; }

  std::vector<Extraction> results;  // of each text

 private:
  // The tokens in front of a text, and where the marks are among them.
  struct Prompt {
    std::vector<int32_t> ids;
    std::vector<size_t> prompts;  // of each task
    std::vector<size_t> labels;   // of each label of each task
    std::vector<size_t> choices;  // of each entry of the schema's
  };
  // What is read at once.
  struct Piece {
    size_t text;
    size_t chunk;                 // index of the text's
    std::vector<ByteSpan> words;  // in the text; the last may end behind it
  };
  Prompt prompt_of(const Tokenizer& tokenizer) const;
  void add_text(size_t index, std::string_view text, const Prompt& prompt,
                const Tokenizer& tokenizer);
  void add_piece(size_t index, std::string_view text, ByteSpan span, const Prompt& prompt,
                 const Tokenizer& tokenizer);
  void add_sequence(const Prompt& prompt, const WordTokens& words);
  void collect_piece(const Piece& piece, const Gliner2Head::Scores& scores);
  std::vector<Extraction::Found> found(const ExtractionSchema::Label& label, ConstMatrix logits,
                                       const Piece& piece, ByteSpan chunk) const;

  const Gliner2Head& head_;  // the model's
  ExtractionSchema schema_;
  ExtractionOptions options_;
  std::vector<Piece> pieces_;
  std::vector<Gliner2Rows> rows_;  // of each batch
};

// Throws kVocab unless the tokenizer has the tokens that mark tasks, labels and the text.
void check_gliner2_tokens(const Tokenizer& tokenizer);

}  // namespace deberta

#endif  // DEBERTA_TASKS_EXTRACTION_H_
