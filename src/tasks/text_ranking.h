// Documents ranked by how well they answer a query: CrossEncoder.rank() of sentence-transformers.
#ifndef DEBERTA_TASKS_TEXT_RANKING_H_
#define DEBERTA_TASKS_TEXT_RANKING_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tasks/text_classification.h"
#include "text/tokenizer.h"

namespace deberta {

struct TextRankingOptions {
  ScoreFunction function_to_apply = ScoreFunction::kSigmoid;  // or kNone: the logit
  size_t top_k = 0;                                           // 0: every document
};

struct RankedDocument {
  size_t document = 0;  // index
  float score = 0;
  bool truncated = false;  // text of the document or of the query was dropped
};

struct TextRanking {
  std::vector<RankedDocument> documents;  // best first, equal ones in input order
  size_t tokens = 0;                      // of all pairs with the query
  bool truncated = false;                 // text of some pair was dropped
};

class TextRankingTask : public Task {
 public:
  // Pairs the query, tokenized once, with every document; all pairs share forward passes. In a pair
  // that is too long, the longer text is truncated. Throws kState for a model without the head or
  // with a number of labels other than one.
  TextRankingTask(std::string_view query, std::span<const std::string_view> documents,
                  const TextRankingOptions& options, const Tokenizer& tokenizer, Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override {
    return batch.first_tokens();
  }
  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<TextRanking> results;  // of the one query

 private:
  const SequenceClassificationHead& head_;  // the model's
  TextRankingOptions options_;
  std::vector<RankedDocument> documents_;  // in input order, scored as far as the batches have run
};

}  // namespace deberta

#endif  // DEBERTA_TASKS_TEXT_RANKING_H_
