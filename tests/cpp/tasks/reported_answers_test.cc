// Answers that users of other packages reported as wrong:
// ../shared/reports/02-answers-blank-or-twice.json.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "tasks/question_answering.h"
#include "text/shared_tokenizer.h"
#include "text/unicode/lower_case.h"
#include "text/unicode/white_space.h"

namespace deberta {
namespace {

struct Found {
  std::string text;
  ByteSpan span;
  float score;
};

// A case of the report: a question and a context in one window, and a head whose output the test
// sets.
class Case {
 public:
  explicit Case(const nlohmann::json& row)
      : context_(row["context"]), tokenizer_(*testing::shared_tokenizer(row["tokenizer"])) {
    options_.top_k = row["top_k"];
    encoding_ = tokenizer_.encode_pair(row["question"].get<std::string>(), context_, {});
    logits_.assign(encoding_.ids.size() * 2, -20.0f);
  }

  // The token that begins at a byte of the context or contains it.
  size_t token_at(size_t byte) const {
    for (size_t i = encoding_.ids.size(); i-- > 0;) {
      if (encoding_.sequence_ids[i] == 1 && encoding_.offsets[i].begin <= byte) return i;
    }
    return 0;
  }
  Case& say(size_t first, size_t last, double weight) {
    logits_[2 * first] = logits_[2 * last + 1] = static_cast<float>(std::log(weight));
    return *this;
  }
  Case& say_anything(std::mt19937& random) {
    for (float& logit : logits_) logit = static_cast<float>(random() % 2000) / 100.0f - 10.0f;
    return *this;
  }
  std::vector<Found> answers() const {
    Answers answers(context_, options_);
    answers.add_window({const_cast<float*>(logits_.data()), encoding_.ids.size(), 2}, encoding_,
                       tokenizer_.special_tokens().cls);
    std::vector<Found> found;
    for (const Answer& answer : std::move(answers).take()) {
      const ByteSpan span = answer.span;
      found.push_back({context_.substr(span.begin, span.end - span.begin), span, answer.score});
    }
    return found;
  }
  Case& align(bool align) {
    options_.align_to_words = align;
    return *this;
  }

 private:
  std::string context_;
  const Tokenizer& tokenizer_;
  QuestionAnsweringOptions options_;
  Encoding encoding_;
  std::vector<float> logits_;
};

class ReportedAnswers : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string path = testing::shared_path("reports/02-answers-blank-or-twice.json");
    if (path.empty()) GTEST_SKIP() << testing::kNoSharedFolder;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    cases_ = nlohmann::json::parse(testing::read_file(path))["cases"];
  }
  Case of(size_t i) const { return Case(cases_[i]); }
  nlohmann::json cases_;
};

TEST_F(ReportedAnswers, none_is_blank_and_none_is_there_twice_whatever_the_head_says) {
  std::mt19937 random(3);
  for (const auto& row : cases_) {
    for (bool align : {true, false}) {
      Case each = Case(row).align(align);
      for (int round = 0; round < 50; ++round) {
        const std::vector<Found> answers = each.say_anything(random).answers();
        EXPECT_FALSE(answers.empty()) << row.dump();
        std::set<std::string> seen;
        for (const Found& answer : answers) {
          const ByteSpan whole{0, static_cast<uint32_t>(answer.text.size())};
          EXPECT_NE(answer.text, "") << row.dump();
          EXPECT_EQ(without_outer_space(answer.text, whole), whole) << row.dump();
          EXPECT_TRUE(seen.insert(lower_case(answer.text)).second) << answer.text << row.dump();
        }
      }
    }
  }
}

TEST_F(ReportedAnswers, the_one_word_of_a_context_is_its_one_answer) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    const std::vector<Found> answers = of(0).say_anything(random).answers();
    const nlohmann::json& expected = cases_[0]["expected"][0];
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].text, expected["answer"].get<std::string>());
    EXPECT_EQ(answers[0].span, (ByteSpan{expected["start"], expected["end"]}));
  }
}

TEST_F(ReportedAnswers, where_white_space_is_likeliest_the_best_words_are_the_answer) {
  Case tab = of(1);
  const size_t name = tab.token_at(0), white = tab.token_at(3), verb = tab.token_at(4);
  ASSERT_LT(name, white);
  ASSERT_LT(white, verb);
  tab.say(white, white, 8).say(name, name, 1).say(verb, verb, 2);
  const std::vector<Found> answers = tab.answers();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].text, "lives");  // from the tab: 8/11 · 2/11, plus its own 2/11 · 2/11
}

TEST_F(ReportedAnswers, two_places_of_one_text_are_one_answer_at_the_better_with_both_scores) {
  // R and the second Rome: (1/4)² + (3/4)²; the span over both is "Rome is Rome".
  for (const auto& [first, second] : {std::pair(1.0, 3.0), {3.0, 1.0}}) {
    Case rome = of(3);
    rome.say(rome.token_at(0), rome.token_at(0), first);
    rome.say(rome.token_at(8), rome.token_at(8), second);
    const std::vector<Found> answers = rome.answers();
    ASSERT_GE(answers.size(), 1u);
    EXPECT_EQ(answers[0].text, "Rome");
    EXPECT_EQ(answers[0].span, second > first ? (ByteSpan{8, 12}) : (ByteSpan{0, 4}));
    EXPECT_NEAR(answers[0].score, 10.0 / 16, 1e-3);
  }
}

}  // namespace
}  // namespace deberta
