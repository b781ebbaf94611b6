// model | task | options | texts, each u8 size | text: a call of a pipeline
#include <cmath>

#include "base/error.h"
#include "fuzz/encodings.h"
#include "fuzz/models.h"
#include "fuzz/targets/targets.h"
#include "tasks/feature_extraction.h"
#include "tasks/fill_mask.h"
#include "tasks/question_answering.h"
#include "tasks/text_classification.h"
#include "tasks/text_ranking.h"
#include "tasks/token_classification.h"
#include "tasks/zero_shot_classification.h"
#include "text/unicode/utf8.h"

namespace deberta::fuzz {
namespace {

using Views = std::vector<std::string_view>;

Views read_texts(Input& input) {
  Views texts;
  while (!input.empty() && texts.size() < 6) texts.push_back(input.take(input.byte()));
  return texts;
}

int small(Input& input) { return static_cast<int8_t>(input.byte()); }

void check_span(ByteSpan span, std::string_view text) {
  DEBERTA_EXPECT(span.begin <= span.end && span.end <= text.size());
  if (is_utf8(text)) DEBERTA_EXPECT(is_border(text, span.begin) && is_border(text, span.end));
}

// Scores are probabilities, or those of models that overflow.
void check_probability(float score) {
  DEBERTA_EXPECT(std::isnan(score) || (score >= -1e-6f && score <= 1.0001f), std::to_string(score));
}

template <class T, class... Arguments>
auto run_task(Session& session, Arguments&&... arguments) {
  T task(std::forward<Arguments>(arguments)..., session.tokenizer(), session.model());
  session.run(task);
  return std::move(task.results);
}

void token_classification(Session& session, Input& input) {
  TokenClassificationOptions options;
  options.aggregation = static_cast<Aggregation>(input.below(6));
  options.keep_overlaps = input.flag();
  options.stride = small(input);
  if (input.flag()) options.ignore_labels.clear();
  const Views texts = read_texts(input);
  const auto results = run_task<TokenClassificationTask>(session, Views(texts), options);
  DEBERTA_EXPECT(results.size() == texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    for (const Entity& entity : results[i].entities) {
      check_span(entity.span, texts[i]);
      check_span(entity.tokens, texts[i]);
      check_probability(entity.score);
    }
  }
}

void text_classification(Session& session, Input& input) {
  TextClassificationOptions options;
  options.function_to_apply = static_cast<ScoreFunction>(input.below(4));
  options.top_k = input.byte();
  options.stride = small(input);
  options.pooling = static_cast<WindowPooling>(input.below(2));
  const bool has_pair = input.flag();
  std::vector<TextPair> pairs;
  for (const std::string_view text : read_texts(input)) pairs.push_back({text, "hello", has_pair});
  const auto results =
      run_task<TextClassificationTask>(session, std::span<const TextPair>(pairs), options);
  DEBERTA_EXPECT(results.size() == pairs.size());
}

void question_answering(Session& session, Input& input) {
  QuestionAnsweringOptions options;
  options.top_k = small(input);
  if (input.flag()) options.max_seq_len = small(input);
  if (input.flag()) options.doc_stride = small(input);
  options.max_answer_len = small(input);
  options.max_question_len = small(input);
  options.handle_impossible_answer = input.flag();
  options.align_to_words = input.flag();
  const Views texts = read_texts(input);
  std::vector<Question> questions;
  for (size_t i = 0; i + 1 < texts.size(); i += 2) questions.push_back({texts[i], texts[i + 1]});
  const auto results =
      run_task<QuestionAnsweringTask>(session, std::span<const Question>(questions), options);
  for (size_t i = 0; i < results.size(); ++i) {
    for (const Answer& answer : results[i].answers) check_span(answer.span, questions[i].context);
  }
}

void fill_mask(Session& session, Input& input) {
  FillMaskOptions options;
  options.top_k = small(input);
  if (input.flag()) options.targets = {"hello", "he", std::string(input.take(3))};
  const Views texts = read_texts(input);
  const auto results = run_task<FillMaskTask>(session, Views(texts), options);
  for (const FillMask& result : results) {
    for (const auto& mask : result.masks) {
      for (const Fill& fill : mask) check_probability(fill.score);
    }
  }
}

void zero_shot(Session& session, Input& input) {
  const ZeroShotOptions options{.multi_label = input.flag()};
  const Views hypotheses = {"hello", "world", input.take(4)};
  const Views texts = read_texts(input);
  const auto results =
      run_task<ZeroShotClassificationTask>(session, Views(texts), Views(hypotheses), options);
  for (const ZeroShotClassification& result : results) {
    DEBERTA_EXPECT(result.scores.size() == hypotheses.size());
    for (const HypothesisScore& score : result.scores) check_probability(score.score);
  }
}

void features(Session& session, Input& input) {
  FeatureExtractionOptions options;
  options.pooling = static_cast<Pooling>(input.below(3));
  options.normalize = input.flag();
  for (const Features& features :
       run_task<FeatureExtractionTask>(session, read_texts(input), options)) {
    DEBERTA_EXPECT(features.values.size() == features.rows * features.hidden);
  }
}

void ranking(Session& session, Input& input) {
  TextRankingOptions options;
  options.function_to_apply = input.flag() ? ScoreFunction::kNone : ScoreFunction::kSigmoid;
  options.top_k = input.byte();
  const std::string_view query = input.take(8);
  run_task<TextRankingTask>(session, query, read_texts(input), options);
}

}  // namespace

void run_tasks(std::string_view bytes) {
  constexpr void (*kTasks[])(Session&, Input&) = {token_classification,
                                                  text_classification,
                                                  question_answering,
                                                  fill_mask,
                                                  zero_shot,
                                                  features,
                                                  ranking};
  Input input(bytes);
  const size_t index = input.below(kModels);
  const auto task = kTasks[input.below(std::size(kTasks))];
  try {
    task(model(index), input);
  } catch (const Error& error) {
    DEBERTA_EXPECT(error.code() == ErrorCode::kInput || error.code() == ErrorCode::kState,
                   error.message());
  }
  check_unchanged(index);
}

}  // namespace deberta::fuzz
