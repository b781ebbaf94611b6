// Named entities and other labelled tokens: transformers' TokenClassificationPipeline.
#ifndef DEBERTA_TASKS_TOKEN_CLASSIFICATION_H_
#define DEBERTA_TASKS_TOKEN_CLASSIFICATION_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tensor/matrix.h"
#include "text/encoding.h"
#include "text/tokenizer.h"

namespace deberta {

// How tokens become entities (transformers' AggregationStrategy). Words are those of words_in()
// (text/unicode/words.h), as far as their edges are edges of tokens; in transformers only spaces
// separate words.
enum class Aggregation {
  kNone,     // every token is an entity
  kSimple,   // joins neighbours of one type, by their tags (tasks/tagging_scheme.h)
  kFirst,    // a word has the label of its first token, …
  kAverage,  // … the label with the best mean score, …
  kMax,      // … the label of its most certain token
  kViterbi,  // … its first token's, but labels that the model's tagging scheme does not allow one
             // after another are never chosen (tasks/label_path.h); not in transformers
};

struct TokenClassificationOptions {
  Aggregation aggregation = Aggregation::kNone;
  std::vector<std::string> ignore_labels = {"O"};
  // Tokens that neighbouring windows share; not with kNone. With 0 a text beyond the model's length
  // is truncated.
  int stride = 0;
  // Keep all entities of all windows, even where they overlap.
  bool keep_overlaps = false;
  // Entities are widened to whole words (tasks/entity_words.h).
  bool align_to_words = false;
};

struct Entity {
  std::string label;  // kNone: the model's label, "B-PERSON"; else without prefix, "PERSON"
  float score = 0;    // kNone: the token's; kSimple: the tokens' mean; else the words' mean
  // The entity's place in the text, without white space at both ends.
  ByteSpan span;
  int index = 0;  // kNone: position of the token in its window; else of the first token
  // kNone: the vocabulary's entry of the token, also where a word was made of it; of an unknown
  // token its text
  std::string token;
  // The place of its tokens including outer white space, and its length in characters:
  // transformers' start and end, which merge_windows() uses.
  ByteSpan tokens;
  uint32_t characters = 0;
};

struct TokenClassification {
  std::vector<Entity> entities;  // in the order of the text
  size_t tokens = 0;             // tokens that the model has processed
  bool truncated = false;        // text was dropped
};

class TokenClassificationTask : public Task {
 public:
  // All texts of a call share forward passes. Throws kInput for a stride that is not in
  // [0, max_length − 2), kState for a model without the head.
  TokenClassificationTask(std::span<const std::string_view> texts,
                          const TokenClassificationOptions& options, const Tokenizer& tokenizer,
                          Model& model);

  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<TokenClassification> results;  // of each text

 private:
  Model& model_;
  const TokenClassificationHead& head_;  // the model's
  const Tokenizer& tokenizer_;
  std::vector<std::string_view> texts_;
  TokenClassificationOptions options_;
  std::vector<Encoding> windows_;
  std::vector<size_t> text_of_;  // window → text
  // The words of the text whose windows are being collected.
  std::vector<ByteSpan> words_;

  void collect_window(size_t window, ConstMatrix probabilities);
};

// The parts, each a pure function.

// A part of a text that the model read at once. Borrows everything.
struct TokenWindow {
  const Encoding& encoding;
  std::string_view text;               // all of it
  const std::vector<ByteSpan>& words;  // of the text, as words_in() returns them
  const Tokenizer& tokenizer;
};

// One window: probabilities [length of encoding, labels].
std::vector<Entity> group_entities(ConstMatrix probabilities, const TokenWindow& window,
                                   const std::vector<std::string>& labels,
                                   const TokenClassificationOptions& options);
// The same for a text whose words are not known yet.
std::vector<Entity> group_entities(ConstMatrix probabilities, const Encoding& encoding,
                                   std::string_view text, const Tokenizer& tokenizer,
                                   const std::vector<std::string>& labels,
                                   const TokenClassificationOptions& options);

// Merges entities of overlapping windows: of entities that overlap, the longest stays; of equally
// long ones, the one with the best score (transformers' aggregate_overlapping_entities).
std::vector<Entity> merge_windows(std::vector<Entity> entities);

}  // namespace deberta

#endif  // DEBERTA_TASKS_TOKEN_CLASSIFICATION_H_
