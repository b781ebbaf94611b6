#include "tasks/zero_shot_classification.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "expect_error.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::open_session;
using testing::run_task;
using testing::tiny_model;
using Texts = std::vector<std::string_view>;

// --- entailment_index

TEST(EntailmentIndex, is_of_the_label_that_says_so) {
  EXPECT_EQ(entailment_index({"contradiction", "neutral", "entailment"}), 2u);
  EXPECT_EQ(entailment_index({"ENTAILMENT", "not"}), 0u);
  EXPECT_EQ(entailment_index({"x", "Entails", "entailment"}), 1u);
}

TEST(EntailmentIndex, is_the_last_where_none_does) {
  EXPECT_EQ(entailment_index({"LABEL_0", "LABEL_1", "LABEL_2"}), 2u);
  EXPECT_EQ(entailment_index({"not_entailment", "no"}), 1u);
}

// --- score_hypotheses

std::vector<HypothesisScore> score(const std::vector<std::vector<float>>& rows, size_t entailment,
                                   bool multi_label) {
  std::vector<float> logits;
  for (const auto& row : rows) logits.insert(logits.end(), row.begin(), row.end());
  return score_hypotheses({logits.data(), rows.size(), rows[0].size()}, entailment, multi_label);
}

void expect_scores(const std::vector<HypothesisScore>& actual,
                   const std::vector<std::pair<size_t, double>>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].hypothesis, expected[i].first) << i;
    EXPECT_NEAR(actual[i].score, expected[i].second, 1e-6) << i;
  }
}

const auto kLog = [](double x) { return static_cast<float>(std::log(x)); };

TEST(ScoreHypotheses, one_against_the_others) {
  expect_scores(score({{9, 9, kLog(1)}, {-9, 0, kLog(5)}, {0, 9, kLog(2)}}, 2, false),
                {{1, 5.0 / 8}, {2, 2.0 / 8}, {0, 1.0 / 8}});
}

TEST(ScoreHypotheses, each_by_itself) {
  expect_scores(score({{kLog(3), 9, kLog(1)}, {kLog(1), 9, kLog(4)}}, 2, true),
                {{1, 4.0 / 5}, {0, 1.0 / 4}});
}

TEST(ScoreHypotheses, a_single_one_is_against_its_contradiction) {
  expect_scores(score({{kLog(3), 9, kLog(1)}}, 2, false), {{0, 1.0 / 4}});
}

TEST(ScoreHypotheses, contradiction_is_the_last_label_where_entailment_is_the_first) {
  expect_scores(score({{kLog(3), 9, kLog(1)}}, 0, true), {{0, 3.0 / 4}});
  expect_scores(score({{kLog(3), kLog(1), 9}}, 1, true), {{0, 1.0 / 4}});
}

TEST(ScoreHypotheses, equal_ones_stay_in_order) {
  expect_scores(score({{0, 1}, {0, 1}, {0, 1}}, 1, false),
                {{0, 1.0 / 3}, {1, 1.0 / 3}, {2, 1.0 / 3}});
}

TEST(ScoreHypotheses, large_logits_do_not_overflow) {
  expect_scores(score({{0, 1000}, {0, 999}}, 1, false),
                {{0, 1 / (1 + std::exp(-1.0))}, {1, 1 / (1 + std::exp(1.0))}});
  expect_scores(score({{1000, -1000}}, 1, true), {{0, 0}});
}

// transformers' postprocess, without its overflow.
TEST(ScoreHypotheses, as_in_the_reference) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const size_t n = 1 + random() % 6, labels = 2 + random() % 3, entailment = random() % labels;
    const bool multi_label = random() % 2 == 0;
    std::vector<std::vector<float>> rows(n, std::vector<float>(labels));
    for (auto& row : rows) {
      for (float& each : row) each = static_cast<float>(random() % 10000) / 1000 - 5;
    }
    double sum = 0;
    for (const auto& row : rows) sum += std::exp(static_cast<double>(row[entailment]));
    double before = 2;
    for (const auto& [hypothesis, actual] : score(rows, entailment, multi_label)) {
      const auto e = [&](size_t label) {
        return std::exp(static_cast<double>(rows[hypothesis][label]));
      };
      const size_t contradiction = entailment == 0 ? labels - 1 : 0;
      const double expected = multi_label || n == 1
                                  ? e(entailment) / (e(entailment) + e(contradiction))
                                  : e(entailment) / sum;
      EXPECT_NEAR(actual, expected, 1e-6);
      EXPECT_LE(actual, before);
      before = static_cast<double>(actual);
    }
  }
}

// --- the whole task

class ZeroShot : public ::testing::Test {
 protected:
  ZeroShot() : session_(open_session(tiny_model("v1_seq_single"), Head::kSequenceClassification)) {}

  std::vector<ZeroShotClassification> of(const Texts& sequences, const Texts& hypotheses,
                                         bool multi_label = false) {
    return run_task<ZeroShotClassificationTask>(
        *session_, std::span(sequences), std::span(hypotheses), ZeroShotOptions{multi_label});
  }

  std::unique_ptr<Session> session_;
};

const Texts kHypotheses = {"hello", "This is held.", "low world", "x"};

void expect_same(const ZeroShotClassification& a, const ZeroShotClassification& b) {
  EXPECT_EQ(a.tokens, b.tokens);
  EXPECT_EQ(a.truncated, b.truncated);
  ASSERT_EQ(a.scores.size(), b.scores.size());
  for (size_t i = 0; i < a.scores.size(); ++i) {
    EXPECT_EQ(a.scores[i].hypothesis, b.scores[i].hypothesis);
    EXPECT_NEAR(a.scores[i].score, b.scores[i].score, 1e-5f);
  }
}

TEST_F(ZeroShot, the_scores_come_of_the_models_logits) {
  for (bool multi_label : {false, true}) {
    std::vector<float> logits;
    size_t tokens = 0;
    for (std::string_view hypothesis : kHypotheses) {
      const Encoding pair = session_->tokenizer().encode_pair("hello world", hypothesis, {});
      const std::vector<float> row = testing::forward(*session_, pair).logits.values;
      logits.insert(logits.end(), row.begin(), row.end());
      tokens += pair.ids.size();
    }
    // LABEL_0, LABEL_1, LABEL_2: none is entailment.
    const ZeroShotClassification expected{
        score_hypotheses({logits.data(), kHypotheses.size(), 3}, 2, multi_label), tokens, false};
    expect_same(of({"hello world"}, kHypotheses, multi_label).at(0), expected);
  }
}

TEST_F(ZeroShot, the_config_names_the_entailment_label) {
  testing::ModelFiles files = tiny_model("v1_seq_single");
  nlohmann::json config = nlohmann::json::parse(files.config);
  config["id2label"] = {{"0", "neutral"}, {"1", "Entailment"}, {"2", "contradiction"}};
  config["label2id"] = {{"neutral", 0}, {"Entailment", 1}, {"contradiction", 2}};
  files.config = config.dump();
  session_ = open_session(files, Head::kSequenceClassification);
  const Encoding pair = session_->tokenizer().encode_pair("hello world", "x", {});
  const std::vector<float> logits = testing::forward(*session_, pair).logits.values;
  const double entails = std::exp(static_cast<double>(logits[1]));
  const double not_first = std::exp(static_cast<double>(logits[0]));
  EXPECT_NEAR(of({"hello world"}, {"x"}).at(0).scores.at(0).score, entails / (entails + not_first),
              1e-5);
}

TEST_F(ZeroShot, a_batch_gives_what_its_sequences_give_alone) {
  const std::string cut(100, 'a');
  const Texts sequences = {"hello world", "", cut, "Zoë", "hello world"};
  for (bool multi_label : {false, true}) {
    const auto together = of(sequences, kHypotheses, multi_label);
    ASSERT_EQ(together.size(), sequences.size());
    for (size_t i = 0; i < sequences.size(); ++i) {
      expect_same(together[i], of({sequences[i]}, kHypotheses, multi_label).at(0));
    }
  }
}

TEST_F(ZeroShot, pairs_of_a_sequence_may_be_in_several_batches) {
  const std::string text(33, 'a');
  std::vector<std::string> names;
  for (int i = 0; i < 70; ++i) names.push_back("b" + std::to_string(i));
  const Texts hypotheses(names.begin(), names.end());
  const auto together = of({text, "hello", text}, hypotheses);
  EXPECT_GT(together[0].tokens + together[1].tokens + together[2].tokens, kMaxTokensInBatch);
  expect_same(together[0], together[2]);
  expect_same(together[1], of({"hello"}, hypotheses).at(0));
}

TEST_F(ZeroShot, only_the_sequence_is_cut) {
  const std::string text(100, 'a'), fits(40, 'a');
  // [CLS] 40 [SEP] "hello?!!!" [SEP]: 48
  const ZeroShotClassification cut = of({text}, {"hello?!!!"}).at(0);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.tokens, 48u);
  ZeroShotClassification whole = of({fits}, {"hello?!!!"}).at(0);
  EXPECT_FALSE(whole.truncated);
  whole.truncated = true;
  expect_same(cut, whole);
}

TEST_F(ZeroShot, one_cut_pair_is_enough_to_be_truncated) {
  const std::string text(43, 'a');  // fits next to two tokens
  EXPECT_FALSE(of({text}, {"bc"}).at(0).truncated);
  EXPECT_TRUE(of({text}, {"bc", "bcd"}).at(0).truncated);
  EXPECT_TRUE(of({text}, {"bcd", "bc"}).at(0).truncated);
}

TEST_F(ZeroShot, refuses_a_hypothesis_that_is_too_long) {
  const std::string secret(46, 'q');
  EXPECT_ERROR(kInput, "hypothesis 1 and the special tokens are 49 tokens, expected fewer than 48",
               of({"hello"}, {"x", secret}));
  // It fits, but leaves no room for a token of the sequence.
  EXPECT_ERROR(kInput, "hypothesis 0 and the special tokens are 48 tokens",
               of({"ab"}, {std::string_view(secret).substr(1)}));
  EXPECT_EQ(of({""}, {std::string_view(secret).substr(1)}).at(0).tokens, 48u);
}

TEST_F(ZeroShot, needs_candidates) {
  EXPECT_ERROR(kInput, "expected at least 1 hypothesis", of({"hello"}, {}));
  EXPECT_TRUE(of({}, {"x"}).empty());
}

TEST(ZeroShotClassification, needs_its_head) {
  const auto session = open_session(tiny_model("v1_tok"), Head::kTokenClassification);
  const Texts texts = {"hello"};
  EXPECT_ERROR(kState, "with the head 'sequence-classification'",
               run_task<ZeroShotClassificationTask>(*session, std::span(texts), std::span(texts),
                                                    ZeroShotOptions()));
}

TEST(ZeroShotClassification, needs_two_labels) {
  const auto session = open_session(tiny_model("v1_seq_regression"), Head::kSequenceClassification);
  const Texts texts = {"hello"};
  EXPECT_ERROR(kState, "at least 2 labels, this one has 1",
               run_task<ZeroShotClassificationTask>(*session, std::span(texts), std::span(texts),
                                                    ZeroShotOptions()));
}

}  // namespace
}  // namespace deberta
