// Entities of any kind, by name: GLiNER's predict_entities, over windows of a text of any length.
#ifndef DEBERTA_TASKS_ZERO_SHOT_TOKEN_CLASSIFICATION_H_
#define DEBERTA_TASKS_ZERO_SHOT_TOKEN_CLASSIFICATION_H_

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/context.h"
#include "model/gliner_head.h"
#include "model/model.h"
#include "tasks/gliner_decode.h"
#include "tasks/task.h"
#include "tasks/word_tokens.h"
#include "text/tokenizer.h"

namespace deberta {

// The kinds to look for in a text.
struct CandidateLabels {
  std::vector<std::string_view> prompts;  // what the model reads: a label, or what describes it
  std::vector<float> thresholds;          // of each, from 0 to 1
};

struct ZeroShotTokenOptions {
  bool flat = true;                  // entities share no word; else one may contain another
  bool multi_label = false;          // the same words may have several labels
  bool class_probabilities = false;  // also the best labels of an entity's words; models of spans
  // Words that neighbouring windows of a long text share. 0: one window, the rest is dropped.
  // nullopt: enough that every window has each span of max_width words at its border whole.
  std::optional<int> stride;
  // If set, for each text: only these spans, in UTF-16 code units, are looked at. They begin and
  // end with words; others are never found.
  struct Utf16Span {
    uint32_t begin;
    uint32_t end;
  };
  std::vector<std::vector<Utf16Span>> input_spans;
};

struct ZeroShotEntity {
  ByteSpan span;
  size_t label = 0;  // index of the text's labels
  float score = 0;
  struct LabelScore {
    size_t label;
    float score;
  };
  std::vector<LabelScore> best;  // up to five, best first; with class_probabilities
};

struct ZeroShotEntities {
  std::vector<ZeroShotEntity> entities;  // in the order of the text
  size_t tokens = 0;                     // tokens that the model has processed
  bool truncated = false;                // text was dropped
};

class ZeroShotTokenClassificationTask : public Task {
 public:
  // labels: one for all texts, or one for each. Throws kInput for a stride that is not in
  // [0, words of a window), for a label that contains the token that marks labels, and for a text
  // of 4 GiB or more; kState for a model without the head.
  ZeroShotTokenClassificationTask(std::span<const std::string_view> texts,
                                  std::vector<CandidateLabels> labels,
                                  const ZeroShotTokenOptions& options, const Tokenizer& tokenizer,
                                  Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override;
  // The head, whose logits become candidates.
  void add_head(const Batch& batch, ConstMatrix hidden, size_t first, Pieces& pieces,
                Context& ctx) override;
  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  // Called with each window's logits, if it is set (GlinerHead::OnLogits).
  GlinerHead::OnLogits on_logits;
  // Of each batch.
  const std::vector<GlinerRows>& rows() const { return rows_; }

  std::vector<ZeroShotEntities> results;  // of each text

 private:
  struct Text {
    std::string_view text;
    std::vector<ByteSpan> words;
    const CandidateLabels* labels;
    // By first and last word, ascending: the spans to look at, where the caller names them.
    std::optional<std::vector<std::pair<uint32_t, uint32_t>>> spans;
    GlinerCandidates candidates;
    size_t windows_left = 0;
  };
  struct Window {
    size_t text;
    size_t first;  // word
    size_t words;
  };
  // The tokens of labels in front of a text.
  std::vector<int32_t> prompt_of(const CandidateLabels& labels) const;
  void add_text(size_t index, const std::vector<int32_t>& prompt);
  // A sequence of [CLS], the prompt, words and [SEP].
  void add_window(const Window& window, const std::vector<int32_t>& prompt,
                  const WordTokens& tokens);
  void collect_window(const Window& window, ConstMatrix logits);
  void finish(size_t index);

  const GlinerHead& head_;  // the model's
  const GlinerConfig& config_;
  const Tokenizer& tokenizer_;
  ZeroShotTokenOptions options_;
  size_t step_;  // words from one window's beginning to the next one's
  int32_t ent_;
  std::vector<CandidateLabels> labels_;
  std::vector<Text> texts_;
  std::vector<Window> windows_;
  std::vector<GlinerRows> rows_;  // of each batch
};

// Throws kConfigValue, kVocab unless the tokenizer has the tokens that mark labels and the text.
void check_gliner_tokens(const GlinerConfig& config, const Tokenizer& tokenizer);

}  // namespace deberta

#endif  // DEBERTA_TASKS_ZERO_SHOT_TOKEN_CLASSIFICATION_H_
