#include "tasks/feature_extraction.h"

#include <algorithm>

#include "ops/eigen.h"
#include "tasks/model_length.h"

namespace deberta {

std::vector<float> pool(ConstMatrix hidden, const FeatureExtractionOptions& options) {
  const size_t count = options.pooling == Pooling::kNone ? hidden.rows : 1;
  std::vector<float> values(count * hidden.cols);
  const Matrix pooled(values.data(), count, hidden.cols);
  const size_t first = options.pooling == Pooling::kLast ? hidden.rows - 1 : 0;
  for (size_t i = 0; i < count; ++i) std::copy_n(hidden.row(first + i), hidden.cols, pooled.row(i));
  for (size_t i = 0; i < count; ++i) {
    auto row = as_eigen(pooled.slice_rows(i, 1)).row(0);
    if (options.pooling == Pooling::kMean) {
      for (size_t j = 1; j < hidden.rows; ++j) row += as_eigen(hidden.slice_rows(j, 1)).row(0);
      row /= static_cast<float>(hidden.rows);
    }
    // torch.nn.functional.normalize: a zero vector stays zero.
    if (options.normalize) row /= static_cast<float>(std::max(row.cast<double>().norm(), 1e-12));
  }
  return values;
}

std::vector<uint8_t> packed_signs(std::span<const float> vector) {
  std::vector<uint8_t> bytes((vector.size() + 7) / 8);
  for (size_t i = 0; i < vector.size(); ++i) {
    if (vector[i] > 0) bytes[i / 8] |= static_cast<uint8_t>(0x80 >> i % 8);
  }
  return bytes;
}

FeatureExtractionTask::FeatureExtractionTask(std::span<const std::string_view> texts,
                                             const FeatureExtractionOptions& options,
                                             const Tokenizer& tokenizer, const Model& model)
    : results(texts.size()), options_(options) {
  EncodeOptions encode;
  encode.truncation = Truncation::kLongestFirst;
  encode.max_length = model_length(tokenizer, model.config);
  std::vector<Encoding> encodings;
  for (size_t i = 0; i < texts.size(); ++i) {
    encodings.push_back(tokenizer.encode(texts[i], encode));
    results[i].tokens = encodings.back().ids.size();
    results[i].truncated = encodings.back().truncated;
  }
  batches_ = make_batches(encodings);
}

std::optional<std::vector<size_t>> FeatureExtractionTask::rows_needed(const Batch& batch) const {
  if (options_.pooling == Pooling::kCls) return batch.first_tokens();
  if (options_.pooling == Pooling::kLast) return batch.last_tokens();
  return std::nullopt;
}

void FeatureExtractionTask::collect(const Batch& batch, ConstMatrix hidden, size_t first,
                                    Context&) {
  size_t begin = 0;
  for (size_t i = 0; i < batch.sequences(); ++i) {
    Features& features = results[first + i];
    features.values = pool(hidden.slice_rows(begin, batch.lengths[i]), options_);
    features.hidden = hidden.cols;
    features.rows = features.values.size() / hidden.cols;
    begin += batch.lengths[i];
  }
}

}  // namespace deberta
