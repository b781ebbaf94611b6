#include "model/loss.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/error.h"
#include "ops/eigen.h"

namespace deberta {
namespace {

[[noreturn]] void bad_labels(const std::string& fact) {
  throw Error(ErrorCode::kInput, "labels: " + fact);
}

void check_count(size_t got, size_t expected) {
  if (got != expected) {
    bad_labels("expected " + std::to_string(expected) + " values, got " + std::to_string(got));
  }
}

using Targets = std::vector<float>;

// Sums are computed in double. The conversion is lazy, because doubles of a vocabulary's logits
// would take much memory.
auto doubles(ConstMatrix x) { return as_eigen(x).array().cast<double>(); }

auto doubles(const Targets& targets, ConstMatrix logits) {
  return doubles(ConstMatrix(targets.data(), logits.rows, logits.cols));
}

// log Σ exp(row), of a row of doubles
template <class Row>
double log_sum_exp(const Row& row) {
  const double max = row.maxCoeff();
  return max + std::log((row - max).unaryExpr([](double x) { return std::exp(x); }).sum());
}

double count_of(ConstMatrix x) { return static_cast<double>(x.rows * x.cols); }

// Classes count as numbers where targets are needed.
Targets targets_of(const Labels& labels) {
  if (labels.classes.empty()) return labels.targets;
  return {labels.classes.begin(), labels.classes.end()};
}

float mean_squared_error(ConstMatrix logits, const Targets& targets) {
  check_count(targets.size(), logits.rows * logits.cols);
  const double sum = (doubles(logits) - doubles(targets, logits)).square().sum();
  return static_cast<float>(sum / count_of(logits));
}

// −log σ(x) for a target of 1, −log(1 − σ(x)) for 0, linear between; max(x, 0) − x·t + log(1 +
// e^−|x|)
float binary_cross_entropy(ConstMatrix logits, const Targets& targets) {
  check_count(targets.size(), logits.rows * logits.cols);
  const auto x = doubles(logits);
  const auto log_of_sum = [](double each) { return std::log1p(std::exp(-std::abs(each))); };
  const double sum = (x.max(0.0) - x * doubles(targets, logits) + x.unaryExpr(log_of_sum)).sum();
  return static_cast<float>(sum / count_of(logits));
}

float soft_cross_entropy(ConstMatrix logits, const Targets& targets) {
  check_count(targets.size(), logits.rows * logits.cols);
  const auto x = doubles(logits), t = doubles(targets, logits);
  double sum = 0;
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    sum -= ((x.row(i) - log_sum_exp(x.row(i))) * t.row(i)).sum();
  }
  return static_cast<float>(sum / static_cast<double>(logits.rows));
}

const std::vector<int32_t>& classes_of(const Labels& labels) {
  if (labels.classes.empty()) bad_labels("expected one integer per row");
  return labels.classes;
}

}  // namespace

float cross_entropy(ConstMatrix logits, std::span<const int32_t> labels, int32_t ignored) {
  check_count(labels.size(), logits.rows);
  const auto x = doubles(logits);
  double sum = 0;
  size_t count = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == ignored) continue;
    if (labels[i] < 0 || static_cast<size_t>(labels[i]) >= logits.cols) {
      bad_labels("value " + std::to_string(i) + " is " + std::to_string(labels[i]) +
                 ", there are " + std::to_string(logits.cols));
    }
    const auto row = x.row(static_cast<Eigen::Index>(i));
    sum += log_sum_exp(row) - row(labels[i]);
    ++count;
  }
  if (count == 0) return std::numeric_limits<float>::quiet_NaN();
  return static_cast<float>(sum / static_cast<double>(count));
}

float sequence_classification_loss(ConstMatrix logits, const Labels& labels, const Config& config) {
  switch (config.problem_type) {
    case ProblemType::kRegression:
      return mean_squared_error(logits, targets_of(labels));
    case ProblemType::kMultiLabel:
      return binary_cross_entropy(logits, targets_of(labels));
    case ProblemType::kSingleLabel:
      return cross_entropy(logits, classes_of(labels), kIgnoredLabel);
    case ProblemType::kNone:
      break;
  }
  if (logits.cols == 1) return mean_squared_error(logits, targets_of(labels));
  if (labels.classes.empty()) {
    if (labels.columns != logits.cols) {
      bad_labels("expected " + std::to_string(logits.cols) + " columns, got " +
                 std::to_string(labels.columns));
    }
    return soft_cross_entropy(logits, labels.targets);
  }
  std::vector<int32_t> classes = labels.classes;
  for (int32_t& label : classes) label = label < 0 ? kIgnoredLabel : label;
  const float loss = cross_entropy(logits, classes, kIgnoredLabel);
  return std::isnan(loss) && std::ranges::count(classes, kIgnoredLabel) == std::ssize(classes)
             ? 0.0f
             : loss;
}

float token_loss(ConstMatrix logits, std::span<const int32_t> labels) {
  return cross_entropy(logits, labels, kIgnoredLabel);
}

float question_answering_loss(ConstMatrix logits, size_t length,
                              std::span<const int32_t> start_positions,
                              std::span<const int32_t> end_positions) {
  const size_t sequences = logits.rows / length;
  const auto ignored = static_cast<int32_t>(length);
  float loss = 0;
  for (size_t column = 0; column < 2; ++column) {
    const std::span<const int32_t> positions = column == 0 ? start_positions : end_positions;
    std::vector<float> scores(logits.rows);  // [sequences, length]
    for (size_t i = 0; i < logits.rows; ++i) scores[i] = logits.row(i)[column];
    std::vector<int32_t> labels(positions.begin(), positions.end());
    for (int32_t& label : labels) label = std::clamp(label, 0, ignored);
    loss += cross_entropy(ConstMatrix(scores.data(), sequences, length), labels, ignored) / 2;
  }
  return loss;
}

}  // namespace deberta
