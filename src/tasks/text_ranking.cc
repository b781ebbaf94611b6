#include "tasks/text_ranking.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "base/sort.h"
#include "tasks/model_length.h"
#include "tensor/workspace.h"

namespace deberta {
namespace {

std::vector<RankedDocument> best_first(std::vector<RankedDocument> documents, size_t top_k) {
  sort_stably(documents, std::ranges::greater(), &RankedDocument::score);
  if (top_k != 0 && top_k < documents.size()) documents.resize(top_k);
  return documents;
}

}  // namespace

TextRankingTask::TextRankingTask(std::string_view query,
                                 std::span<const std::string_view> documents,
                                 const TextRankingOptions& options, const Tokenizer& tokenizer,
                                 Model& model)
    : results(1), head_(require_head<SequenceClassificationHead>(model.head)), options_(options) {
  if (model.config.num_labels() != 1) {
    throw Error(ErrorCode::kState, "text ranking: expected a model with 1 label, this one has " +
                                       std::to_string(model.config.num_labels()));
  }
  EncodeOptions encode;
  encode.truncation = Truncation::kLongestFirst;
  encode.max_length = model_length(tokenizer, model.config);
  const Segment tokens_of_query = tokenizer.tokenize(query);
  std::vector<Encoding> encodings;
  for (size_t i = 0; i < documents.size(); ++i) {
    const Segment document = tokenizer.tokenize(documents[i]);
    encodings.push_back(tokenizer.encode_pair(tokens_of_query, document, encode));
    const bool truncated = encodings.back().truncated;
    documents_.push_back({i, 0, truncated});
    results[0].tokens += encodings.back().ids.size();
    results[0].truncated |= truncated;
  }
  batches_ = make_batches(encodings);
}

void TextRankingTask::collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) {
  const Matrix logits = ctx.workspace.matrix(batch.sequences(), 1);  // [pairs, 1]
  head_(hidden, batch, logits, ctx);
  for (size_t i = 0; i < batch.sequences(); ++i) {
    float& score = documents_[first + i].score;
    score = *logits.row(i);
    apply_function(options_.function_to_apply, {&score, 1});
  }
  if (first + batch.sequences() == documents_.size()) {
    results[0].documents = best_first(std::move(documents_), options_.top_k);
  }
}

}  // namespace deberta
