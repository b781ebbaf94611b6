#include "tasks/text_classification.h"

#include <gtest/gtest.h>

#include <cmath>

#include "expect_error.h"
#include "tasks/forward.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::open_session;
using testing::tiny_model;

// --- score_labels

Config config_of(size_t labels, ProblemType problem_type = ProblemType::kNone) {
  Config config;
  config.id2label.clear();
  for (size_t i = 0; i < labels; ++i) config.id2label.push_back(std::string(1, "ABCDE"[i]));
  config.problem_type = problem_type;
  return config;
}

void expect_scores(const std::vector<LabelScore>& actual,
                   const std::vector<std::pair<std::string, double>>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].label, expected[i].first) << i;
    EXPECT_NEAR(actual[i].score, expected[i].second, 1e-6) << i;
  }
}

std::vector<LabelScore> score(const std::vector<float>& logits, const Config& config,
                              ScoreFunction function = ScoreFunction::kDefault, size_t top_k = 0) {
  TextClassificationOptions options;
  options.function_to_apply = function;
  options.top_k = top_k;
  return score_labels({logits.data(), 1, logits.size()}, config, options);
}

// logits: [windows, labels]
std::vector<LabelScore> score_windows(const std::vector<float>& logits, const Config& config,
                                      WindowPooling pooling,
                                      ScoreFunction function = ScoreFunction::kDefault) {
  TextClassificationOptions options;
  options.function_to_apply = function;
  options.pooling = pooling;
  const size_t labels = config.id2label.size();
  return score_labels({logits.data(), logits.size() / labels, labels}, config, options);
}

const std::vector<float> kLogits = {0, static_cast<float>(std::log(2.0)),
                                    static_cast<float>(std::log(5.0))};

TEST(ScoreLabels, softmax) {
  expect_scores(score(kLogits, config_of(3), ScoreFunction::kSoftmax),
                {{"C", 5.0 / 8}, {"B", 2.0 / 8}, {"A", 1.0 / 8}});
  expect_scores(score({7}, config_of(1), ScoreFunction::kSoftmax), {{"A", 1}});
}

TEST(ScoreLabels, sigmoid) {
  expect_scores(score(kLogits, config_of(3), ScoreFunction::kSigmoid),
                {{"C", 5.0 / 6}, {"B", 2.0 / 3}, {"A", 1.0 / 2}});
}

TEST(ScoreLabels, none) {
  expect_scores(score({-3, 1000, 2}, config_of(3), ScoreFunction::kNone),
                {{"B", 1000}, {"C", 2}, {"A", -3}});
}

TEST(ScoreLabels, large_logits_do_not_overflow) {
  expect_scores(score({1000, 999, -1000}, config_of(3), ScoreFunction::kSoftmax),
                {{"A", 1 / (1 + std::exp(-1.0))}, {"B", 1 / (1 + std::exp(1.0))}, {"C", 0}});
  expect_scores(score({1000, 0, -1000}, config_of(3), ScoreFunction::kSigmoid),
                {{"A", 1}, {"B", 0.5}, {"C", 0}});
}

TEST(ScoreLabels, the_default_follows_the_problem_type) {
  const std::vector<std::pair<std::string, double>> softmax = {
      {"C", 5.0 / 8}, {"B", 2.0 / 8}, {"A", 1.0 / 8}};
  const std::vector<std::pair<std::string, double>> sigmoid = {
      {"C", 5.0 / 6}, {"B", 2.0 / 3}, {"A", 1.0 / 2}};
  expect_scores(score(kLogits, config_of(3)), softmax);
  expect_scores(score(kLogits, config_of(3, ProblemType::kSingleLabel)), softmax);
  expect_scores(score(kLogits, config_of(3, ProblemType::kMultiLabel)), sigmoid);
  expect_scores(score(kLogits, config_of(3, ProblemType::kRegression)),
                {{"C", std::log(5.0)}, {"B", std::log(2.0)}, {"A", 0}});
}

TEST(ScoreLabels, the_default_for_one_label_is_the_sigmoid) {
  for (ProblemType type :
       {ProblemType::kNone, ProblemType::kSingleLabel, ProblemType::kMultiLabel}) {
    expect_scores(score({0}, config_of(1, type)), {{"A", 0.5}});
  }
  expect_scores(score({-2.5f}, config_of(1, ProblemType::kRegression)), {{"A", -2.5}});
}

TEST(ScoreLabels, an_option_takes_precedence_over_the_default) {
  expect_scores(score({-2.5f}, config_of(1, ProblemType::kRegression), ScoreFunction::kSoftmax),
                {{"A", 1}});
  expect_scores(score(kLogits, config_of(3, ProblemType::kMultiLabel), ScoreFunction::kNone),
                {{"C", std::log(5.0)}, {"B", std::log(2.0)}, {"A", 0}});
}

TEST(ScoreLabels, top_k_are_the_best) {
  expect_scores(score({1, 3, 2}, config_of(3), ScoreFunction::kNone, 1), {{"B", 3}});
  expect_scores(score({1, 3, 2}, config_of(3), ScoreFunction::kNone, 2), {{"B", 3}, {"C", 2}});
  for (size_t all : {0, 3, 4, 1000}) {
    EXPECT_EQ(score({1, 3, 2}, config_of(3), ScoreFunction::kNone, all).size(), 3u);
  }
  // The scores are computed over all labels.
  expect_scores(score(kLogits, config_of(3), ScoreFunction::kSoftmax, 1), {{"C", 5.0 / 8}});
}

TEST(ScoreLabels, equal_scores_keep_the_order_of_the_labels) {
  expect_scores(score({1, 2, 1, 2, 1}, config_of(5), ScoreFunction::kNone),
                {{"B", 2}, {"D", 2}, {"A", 1}, {"C", 1}, {"E", 1}});
}

const float kLog3 = std::log(3.0f);

TEST(ScoreLabels, of_windows_a_label_has_its_highest_score) {
  // The softmax of each: 3/4 and 1/4, 1/2 and 1/2, 1/4 and 3/4.
  const std::vector<float> logits = {kLog3, 0, 5, 5, 0, kLog3};
  expect_scores(score_windows(logits, config_of(2), WindowPooling::kMax),
                {{"A", 3.0 / 4}, {"B", 3.0 / 4}});
  expect_scores(score_windows(logits, config_of(2), WindowPooling::kMax, ScoreFunction::kNone),
                {{"A", 5}, {"B", 5}});
  // The other windows do not outvote what one window has found.
  expect_scores(score_windows({9, -9, 9, -9, -9, 9}, config_of(2), WindowPooling::kMax,
                              ScoreFunction::kSigmoid),
                {{"A", 1 / (1 + std::exp(-9.0))}, {"B", 1 / (1 + std::exp(-9.0))}});
}

TEST(ScoreLabels, of_windows_a_label_has_the_mean_of_its_scores) {
  const std::vector<float> logits = {kLog3, 0, 5, 5, kLog3, 0};
  expect_scores(score_windows(logits, config_of(2), WindowPooling::kMean),
                {{"A", 2.0 / 3}, {"B", 1.0 / 3}});
  expect_scores(score_windows({1, -2, 6}, config_of(1), WindowPooling::kMean, ScoreFunction::kNone),
                {{"A", 5.0 / 3}});
}

TEST(ScoreLabels, of_one_window_are_its_own) {
  for (WindowPooling pooling : {WindowPooling::kMax, WindowPooling::kMean}) {
    expect_scores(score_windows(kLogits, config_of(3), pooling),
                  {{"C", 5.0 / 8}, {"B", 2.0 / 8}, {"A", 1.0 / 8}});
  }
}

// --- the whole task

class TextClassifications : public ::testing::Test {
 protected:
  TextClassifications()
      : session_(open_session(tiny_model("v1_seq_single"), Head::kSequenceClassification)) {}

  TextClassification of(const TextPair& input, const TextClassificationOptions& options = {}) {
    return testing::text_classification(*session_, {&input, 1}, options).at(0);
  }

  std::unique_ptr<Session> session_;
};

TextPair single(std::string_view text) { return {text, {}, false}; }
TextPair pair(std::string_view text, std::string_view other) { return {text, other, true}; }

void expect_same(const TextClassification& a, const TextClassification& b) {
  EXPECT_EQ(a.tokens, b.tokens);
  EXPECT_EQ(a.truncated, b.truncated);
  ASSERT_EQ(a.scores.size(), b.scores.size());
  for (size_t i = 0; i < a.scores.size(); ++i) {
    EXPECT_EQ(a.scores[i].label, b.scores[i].label);
    EXPECT_NEAR(a.scores[i].score, b.scores[i].score, 1e-5f);
  }
}

double score_of(const TextClassification& result, const std::string& label) {
  for (const LabelScore& each : result.scores) {
    if (each.label == label) return each.score;
  }
  ADD_FAILURE() << label;
  return NAN;
}

TEST_F(TextClassifications, scores_every_label) {
  const TextClassification result = of(single("hello world"));
  ASSERT_EQ(result.scores.size(), 3u);
  double sum = 0;
  for (const LabelScore& each : result.scores) sum += each.score;
  EXPECT_NEAR(sum, 1, 1e-6);
  EXPECT_TRUE(std::ranges::is_sorted(result.scores, std::ranges::greater(), &LabelScore::score));
  EXPECT_EQ(result.tokens, 4u);
  EXPECT_FALSE(result.truncated);
}

TEST_F(TextClassifications, a_batch_gives_what_its_texts_give_alone) {
  const std::string cut(100, 'a');
  const std::vector<TextPair> inputs = {
      single("hello world"), single(""),        pair("hello", " world"),
      single(cut),           pair(cut, "held"), pair("", ""),
      single("Zoë"),         pair("a", cut),    single("hello world")};
  for (ScoreFunction function : {ScoreFunction::kDefault, ScoreFunction::kNone}) {
    TextClassificationOptions options;
    options.function_to_apply = function;
    const auto together = testing::text_classification(*session_, inputs, options);
    ASSERT_EQ(together.size(), inputs.size());
    for (size_t i = 0; i < inputs.size(); ++i) expect_same(together[i], of(inputs[i], options));
  }
}

TEST_F(TextClassifications, a_batch_beyond_the_limit_gives_what_its_texts_give_alone) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < 100; ++i) texts.push_back(std::string(40 + i % 7, "helowrd"[i % 7]));
  std::vector<TextPair> inputs;
  for (const std::string& text : texts) inputs.push_back(single(text));
  const auto together = testing::text_classification(*session_, inputs, {});
  ASSERT_EQ(together.size(), inputs.size());
  size_t tokens = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    tokens += together[i].tokens;
    expect_same(together[i], of(inputs[i]));
  }
  EXPECT_GT(tokens, kMaxTokensInBatch);
}

TEST_F(TextClassifications, no_texts_give_no_results) {
  EXPECT_TRUE(testing::text_classification(*session_, {}, {}).empty());
}

TEST_F(TextClassifications, the_scores_come_of_the_models_logits) {
  const testing::ModelFiles files = tiny_model("v1_seq_single");
  const auto loaded = testing::load_model(files.config, files.weights, 1);
  const Encoding encoding = testing::tiny_tokenizer().encode("held low", {});
  ForwardInputs inputs;
  inputs.batch.append(encoding.ids, encoding.type_ids);
  ForwardTask forward(inputs, *loaded->model);
  run(forward, *loaded->model, loaded->ctx);
  TextClassificationOptions options;
  options.function_to_apply = ScoreFunction::kNone;
  const TextClassification result = of(single("held low"), options);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(score_of(result, "LABEL_" + std::to_string(i)), forward.outputs.logits.values[i],
                1e-5);
  }
}

TEST_F(TextClassifications, a_pair_is_not_a_joined_text) {
  const TextClassification as_pair = of(pair("hello", " world"));
  EXPECT_EQ(as_pair.tokens, 5u);
  EXPECT_GT(std::abs(score_of(as_pair, "LABEL_0") - score_of(of(single("hello world")), "LABEL_0")),
            1e-4);
  EXPECT_EQ(of(pair("hello", "")).tokens, 4u);
}

TEST_F(TextClassifications, a_long_text_is_cut) {
  const std::string text(100, 'a');
  const TextClassification cut = of(single(text));
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.tokens, 48u);
  TextClassification fits = of(single(std::string_view(text).substr(0, 46)));
  EXPECT_FALSE(fits.truncated);
  fits.truncated = true;
  expect_same(cut, fits);
}

TEST_F(TextClassifications, of_a_long_pair_the_longer_one_is_cut) {
  const std::string text(100, 'a');
  const TextClassification cut = of(pair(text, "held"));  // of two tokens
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.tokens, 48u);
  TextClassification fits = of(pair(std::string_view(text).substr(0, 43), "held"));
  EXPECT_FALSE(fits.truncated);
  fits.truncated = true;
  expect_same(cut, fits);
}

TextClassificationOptions windows_of(int stride, WindowPooling pooling = WindowPooling::kMax) {
  TextClassificationOptions options;
  options.stride = stride;
  options.pooling = pooling;
  return options;
}

TEST_F(TextClassifications, with_a_stride_a_long_text_is_read_in_windows) {
  std::string text;
  for (size_t i = 0; i < 120; ++i) text += "bcdxyz"[i * i % 7 % 6];
  for (WindowPooling pooling : {WindowPooling::kMax, WindowPooling::kMean}) {
    const TextClassification result = of(single(text), windows_of(6, pooling));
    EXPECT_FALSE(result.truncated);
    std::vector<float> logits;
    size_t tokens = 0;
    for (const Encoding& window : session_->tokenizer().encode_windows(text, 48, 6)) {
      const std::vector<float> row = testing::forward(*session_, window).logits.values;
      logits.insert(logits.end(), row.begin(), row.end());
      tokens += window.ids.size();
    }
    const size_t windows = logits.size() / 3;
    ASSERT_GT(windows, 2u);
    const TextClassificationOptions options = windows_of(6, pooling);
    Config config = config_of(3);
    config.id2label = {"LABEL_0", "LABEL_1", "LABEL_2"};
    expect_same(result,
                {score_labels({logits.data(), windows, 3}, config, options), tokens, false});
  }
}

TEST_F(TextClassifications, a_text_that_fits_is_one_window) {
  for (const TextPair& input : {single("hello world"), pair("hello", "world"), single("")}) {
    expect_same(of(input, windows_of(6)), of(input));
  }
}

TEST_F(TextClassifications, of_a_pair_the_longer_one_is_read_in_windows) {
  const std::string text(100, 'a');
  const TextClassification result = of(pair(text, "held"), windows_of(3));
  EXPECT_FALSE(result.truncated);
  // 43 with "held", then 40 more, then 17 and the 3 shared ones.
  EXPECT_EQ(result.tokens, 48u + 48u + 25u);
}

TEST_F(TextClassifications, a_batch_of_long_texts_gives_what_its_texts_give_alone) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < 12; ++i) texts.push_back(std::string(1 + i * 97 % 700, "helowrd"[i % 7]));
  std::vector<TextPair> inputs;
  for (const std::string& text : texts) inputs.push_back(single(text));
  for (WindowPooling pooling : {WindowPooling::kMax, WindowPooling::kMean}) {
    const TextClassificationOptions options = windows_of(16, pooling);
    const auto together = testing::text_classification(*session_, inputs, options);
    size_t tokens = 0;
    for (size_t i = 0; i < inputs.size(); ++i) {
      tokens += together[i].tokens;
      expect_same(together[i], of(inputs[i], options));
    }
    EXPECT_GT(tokens, kMaxTokensInBatch);
  }
}

TEST_F(TextClassifications, refuses_a_stride_that_leaves_no_new_tokens) {
  EXPECT_ERROR(kInput, "stride is 46, expected 0 to 45", of(single("a"), windows_of(46)));
  EXPECT_ERROR(kInput, "stride is 45, expected 0 to 44", of(pair("a", "b"), windows_of(45)));
  EXPECT_ERROR(kInput, "stride is -1, expected 0 to 45", of(single("a"), windows_of(-1)));
  const std::string text(50, 'a');
  EXPECT_EQ(of(single(text), windows_of(45)).tokens, 5u * 48);
}

TEST_F(TextClassifications, top_k) {
  TextClassificationOptions options;
  options.top_k = 1;
  const TextClassification best = of(single("hello"), options);
  ASSERT_EQ(best.scores.size(), 1u);
  EXPECT_EQ(best.scores[0].label, of(single("hello")).scores[0].label);
}

TEST(TextClassification, needs_its_head) {
  const auto session = open_session(tiny_model("v1_tok"), Head::kTokenClassification);
  const TextPair input = single("hello");
  EXPECT_ERROR(kState, "with the head 'sequence-classification'",
               testing::text_classification(*session, {&input, 1}, {}));
}

}  // namespace
}  // namespace deberta
