#include "tasks/feature_extraction.h"

#include <algorithm>
#include <cmath>

#include "tasks/model_length.h"

namespace deberta {
namespace {

// torch.nn.functional.normalize: a zero vector stays zero.
void normalize(std::span<float> vector) {
  double sum = 0;
  for (float value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
  const auto norm = static_cast<float>(std::max(std::sqrt(sum), 1e-12));
  for (float& value : vector) value /= norm;
}

}  // namespace

std::vector<float> pool(ConstMatrix hidden, const FeatureExtractionOptions& options) {
  std::vector<float> values;
  if (options.pooling == Pooling::kMean) {
    values.resize(hidden.cols);
    for (size_t i = 0; i < hidden.rows; ++i) {
      for (size_t j = 0; j < hidden.cols; ++j) values[j] += hidden.row(i)[j];
    }
    for (float& value : values) value /= static_cast<float>(hidden.rows);
  } else {
    const size_t rows = options.pooling == Pooling::kCls ? 1 : hidden.rows;
    values.reserve(rows * hidden.cols);
    for (size_t i = 0; i < rows; ++i) {
      values.insert(values.end(), hidden.row(i), hidden.row(i) + hidden.cols);
    }
  }
  if (options.normalize) {
    for (size_t at = 0; at < values.size(); at += hidden.cols) {
      normalize(std::span(values).subspan(at, hidden.cols));
    }
  }
  return values;
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
  if (options_.pooling != Pooling::kCls) return std::nullopt;
  return batch.first_tokens();
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
