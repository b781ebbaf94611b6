// Named entities and the like: transformers' TokenClassificationPipeline.
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

// How tokens become entities (transformers' AggregationStrategy). A word is what stands between
// white space of any kind, not between spaces alone as there.
enum class Aggregation {
  kNone,     // every token by itself
  kSimple,   // neighbours of one type, by their labels' B- and I-
  kFirst,    // a word has its first token's label, …
  kAverage,  // … the best of its tokens' mean scores, …
  kMax,      // … that of its most certain token
};

struct TokenClassificationOptions {
  Aggregation aggregation = Aggregation::kNone;
  std::vector<std::string> ignore_labels = {"O"};
  // Tokens that neighbouring windows share; not with kNone. With 0 a text beyond the model's length
  // is cut.
  int stride = 0;
  // All that the windows find, also where it overlaps: for who wants what any of them saw.
  bool keep_overlaps = false;
};

struct Entity {
  std::string label;  // kNone: the model's label, "B-PERSON"; else without its prefix, "PERSON"
  float score = 0;    // kNone: the token's; kSimple: the tokens' mean; else the words' mean
  // In the text; whitespace at both ends is left out, so that the bytes are the entity.
  ByteSpan span;
  int index = 0;      // kNone: position of the token in its window; else of the first token
  std::string token;  // kNone: the vocabulary's entry
  // All of its tokens, outer white space included, and how many characters that is: transformers'
  // start and end, which merge_windows() goes by.
  ByteSpan tokens;
  uint32_t characters = 0;
};

struct TokenClassification {
  std::vector<Entity> entities;  // in the order of the text
  size_t tokens = 0;             // that the model has seen
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
};

// The parts, each a pure function.

// One window: probabilities [length of encoding, labels].
std::vector<Entity> group_entities(ConstMatrix probabilities, const Encoding& encoding,
                                   std::string_view text, const Tokenizer& tokenizer,
                                   const std::vector<std::string>& labels,
                                   const TokenClassificationOptions& options);

// Entities of overlapping windows → of the text: of those that overlap, the longest stays, and of
// equally long ones the one with the best score (transformers' aggregate_overlapping_entities).
std::vector<Entity> merge_windows(std::vector<Entity> entities);

}  // namespace deberta

#endif  // DEBERTA_TASKS_TOKEN_CLASSIFICATION_H_
