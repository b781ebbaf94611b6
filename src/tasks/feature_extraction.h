// Vectors for texts: transformers' FeatureExtractionPipeline, with the pooling of sentence models.
#ifndef DEBERTA_TASKS_FEATURE_EXTRACTION_H_
#define DEBERTA_TASKS_FEATURE_EXTRACTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/context.h"
#include "model/model.h"
#include "tasks/task.h"
#include "tensor/matrix.h"
#include "text/tokenizer.h"

namespace deberta {

// Special tokens count like any other.
enum class Pooling {
  kNone,  // a vector for every token
  kMean,  // the mean of all tokens' vectors
  kCls,   // the first token's
  kLast,  // the last token's
};

struct FeatureExtractionOptions {
  Pooling pooling = Pooling::kNone;
  bool normalize = false;  // every vector to length 1
};

struct Features {
  std::vector<float> values;  // [rows, hidden]
  size_t rows = 0;            // pooling none: tokens, else 1
  size_t hidden = 0;
  size_t tokens = 0;
  bool truncated = false;  // text was dropped
};

class FeatureExtractionTask : public Task {
 public:
  // All texts of a call share forward passes. The model may have any head or none.
  FeatureExtractionTask(std::span<const std::string_view> texts,
                        const FeatureExtractionOptions& options, const Tokenizer& tokenizer,
                        const Model& model);

  std::optional<std::vector<size_t>> rows_needed(const Batch& batch) const override;
  void collect(const Batch& batch, ConstMatrix hidden, size_t first, Context& ctx) override;

  std::vector<Features> results;  // of each text

 private:
  FeatureExtractionOptions options_;
};

// hidden [tokens ≥ 1, hidden] of one text → [rows, hidden]. Pure.
std::vector<float> pool(ConstMatrix hidden, const FeatureExtractionOptions& options);

// A bit for each value of a vector, 1: it is positive. The first value is the highest bit of the
// first byte; the last byte is filled up with 0 (numpy.packbits(vector > 0)).
std::vector<uint8_t> packed_signs(std::span<const float> vector);

}  // namespace deberta

#endif  // DEBERTA_TASKS_FEATURE_EXTRACTION_H_
