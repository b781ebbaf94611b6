#include "tasks/question_answering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "expect_error.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::open_session;
using testing::run_task;
using testing::tiny_model;

// --- Answers

// A window of the whole context, with the answers that the test sets.
class Told {
 public:
  explicit Told(const std::string& context)
      : context_(context),
        encoding_(testing::tiny_tokenizer().encode_pair("hi", context, {})),
        logits_(encoding_.ids.size() * 2, -30.0f) {
    score(0, 0, 1);
  }
  // Weights of the tokens [first, last] of the context as start and end.
  Told& answer(size_t first, size_t last, double weight) {
    return score(4 + first, 4 + last, weight);
  }
  Answers add(Answers answers) const {
    answers.add_window({logits_.data(), encoding_.ids.size(), 2}, encoding_, testing::kCls);
    return answers;
  }
  // "Rome 0.25", …
  std::vector<std::string> lines(QuestionAnsweringOptions options = {}) const {
    return lines_of(add(Answers(context_, options)));
  }
  std::vector<std::string> lines_of(Answers answers) const {
    std::vector<std::string> lines;
    for (const Answer& answer : std::move(answers).take()) {
      char score[16];
      std::snprintf(score, sizeof score, " %.2f", static_cast<double>(answer.score));
      lines.push_back(context_.substr(answer.span.begin, answer.span.end - answer.span.begin) +
                      score);
    }
    return lines;
  }

 private:
  Told& score(size_t start, size_t end, double weight) {
    logits_[2 * start] = logits_[2 * end + 1] = static_cast<float>(std::log(weight));
    return *this;
  }
  std::string context_;
  Encoding encoding_;
  std::vector<float> logits_;
};

using Lines = std::vector<std::string>;

QuestionAnsweringOptions top(int k) {
  QuestionAnsweringOptions options;
  options.top_k = k;
  return options;
}

TEST(Answers, have_no_space_at_their_ends) {
  // a Ġ b
  EXPECT_EQ(Told("a b").answer(2, 2, 1).lines(top(1)), Lines{"b 0.25"});
}

TEST(Answers, of_the_same_text_are_one_whatever_their_case) {
  // a Ġ b Ġ B: starts and ends at b and at B, so "b", "B" and "b B" have 1/9 each.
  const Told told = Told("a b B").answer(2, 2, 1).answer(4, 4, 1);
  EXPECT_EQ(told.lines(top(2)), (Lines{"b 0.22", "b B 0.11"}));
}

TEST(Answers, without_whole_words_only_the_best_tokens_count) {
  QuestionAnsweringOptions options = top(2);
  options.align_to_words = false;
  // he ld: 3/4 · 3/4 for "held"
  const Told told = Told("held").answer(0, 1, 3);
  EXPECT_EQ(told.lines(options)[0], "held 0.56");
  EXPECT_EQ(told.lines(options)[1].substr(0, 2), "he");
  EXPECT_EQ(told.lines(top(2)), Lines{"held 0.56"});  // the only word
}

TEST(Answers, of_windows_are_added_up) {
  const Told told = Told("a b").answer(2, 2, 1);
  EXPECT_EQ(told.lines_of(told.add(told.add(Answers("a b", {})))), Lines{"b 0.50"});
}

TEST(Answers, no_answer_is_one_where_it_may_be) {
  QuestionAnsweringOptions options = top(2);
  options.handle_impossible_answer = true;
  // [CLS] 1/4, "b" 3/4
  EXPECT_EQ(Told("a b").answer(2, 2, 3).lines(options), (Lines{"b 0.56", " 0.06"}));
  // [CLS] 2/3, "b" 1/3
  EXPECT_EQ(Told("a b").answer(2, 2, 0.5).lines(options), (Lines{" 0.44", "b 0.11"}));
  options.top_k = 1;
  EXPECT_EQ(Told("a b").answer(2, 2, 0.5).lines(options), Lines{" 0.44"});
}

TEST(Answers, no_answer_is_as_likely_as_in_the_window_where_it_is_least) {
  QuestionAnsweringOptions options = top(5);
  options.handle_impossible_answer = true;
  Told least = Told("a b").answer(2, 2, 3), most = Told("a b").answer(2, 2, 0.5);
  EXPECT_EQ(least.lines_of(most.add(least.add(Answers("a b", options))))[1], " 0.06");
  EXPECT_EQ(least.lines_of(least.add(most.add(Answers("a b", options))))[1], " 0.06");
}

// --- the whole task

const char* const kContext =
    "hello world, held low or 12; Hello World held? Zoë 😀 lo he, (world) ellow hold\n\nabcdefghij "
    "WORLD hello 345 or world held low";

class QuestionAnswerings : public ::testing::Test {
 protected:
  QuestionAnswerings() : session_(open_session(tiny_model("v1_qa"), Head::kQuestionAnswering)) {}

  QuestionAnswering of(std::string_view question, std::string_view context,
                       const QuestionAnsweringOptions& options = {}) {
    const Question input{question, context};
    return run_task<QuestionAnsweringTask>(*session_, std::span(&input, 1), options).at(0);
  }

  std::unique_ptr<Session> session_;
};

// A port of transformers' QuestionAnsweringPipeline, for contexts whose capitals are ASCII. Zero
// scores are left out, because they stand for impossible spans.
struct Expected {
  double score;
  ByteSpan span;
  std::string text;
  double best = 0;  // of the spans with this text
};

std::string small(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
  }
  return text;
}

std::vector<Expected> naive_answers(Session& session, const std::string& question,
                                    const std::string& context, int max_seq_len, int stride,
                                    const QuestionAnsweringOptions& options) {
  EncodeOptions encode;
  encode.truncation = Truncation::kOnlySecond;
  encode.max_length = max_seq_len;
  encode.stride = stride;
  std::vector<Expected> answers;
  double min_null_score = 1000000;
  for (const Encoding& window :
       session.tokenizer().encode_pair_windows(question, context, encode)) {
    const ForwardOutputs outputs = testing::forward(session, window);
    const size_t n = window.ids.size();
    std::vector<double> sides[2];
    for (int side = 0; side < 2; ++side) {
      const auto& logits = side == 0 ? outputs.start_logits : outputs.end_logits;
      double sum = 0;
      for (size_t i = 0; i < n; ++i) {
        const bool desired = i == 0 || window.sequence_ids[i] == 1;
        sides[side].push_back(std::exp(desired ? static_cast<double>(logits.values[i]) : -10000.0));
        sum += sides[side].back();
      }
      for (double& each : sides[side]) each /= sum;
    }
    min_null_score = std::min(min_null_score, sides[0][0] * sides[1][0]);
    sides[0][0] = sides[1][0] = 0;
    const auto span_of = [&](size_t first, size_t last) {
      ByteSpan span{window.offsets[first].begin, window.offsets[last].end};
      if (options.align_to_words) {
        for (size_t i = n; i-- > 0;) {
          if (window.sequence_ids[i] == 1 && window.word_ids[i] == window.word_ids[first])
            span.begin = window.offsets[i].begin;
        }
        for (size_t i = 0; i < n; ++i) {
          if (window.sequence_ids[i] == 1 && window.word_ids[i] == window.word_ids[last])
            span.end = window.offsets[i].end;
        }
      }
      // Different from transformers: answers have no outer white space when they are chosen and
      // compared.
      while (span.begin < span.end && std::isspace(context[span.begin])) ++span.begin;
      while (span.begin < span.end && std::isspace(context[span.end - 1])) --span.end;
      return span;
    };
    std::vector<std::pair<double, ByteSpan>> candidates;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = i; j < n && j < i + static_cast<size_t>(options.max_answer_len); ++j) {
        const double score = sides[0][i] * sides[1][j];
        if (score <= 0) continue;
        const ByteSpan span = span_of(i, j);
        if (span.begin < span.end) candidates.push_back({score, span});
      }
    }
    std::ranges::stable_sort(candidates, std::ranges::greater(), [](auto& c) { return c.first; });
    const auto k =
        static_cast<size_t>(options.align_to_words ? options.top_k * 2 + 10 : options.top_k);
    if (candidates.size() > k) candidates.resize(k);
    for (const auto& [score, span] : candidates) {
      const std::string text = context.substr(span.begin, span.end - span.begin);
      const auto same = std::ranges::find_if(
          answers, [&](const Expected& answer) { return small(answer.text) == small(text); });
      if (same != answers.end()) {
        same->score += score;
        if (score > same->best) {
          same->span = span;
          same->best = score;
        }
      } else {
        answers.push_back({score, span, text, score});
      }
    }
  }
  if (options.handle_impossible_answer) answers.push_back({min_null_score, {0, 0}, "", 0});
  std::ranges::stable_sort(answers, std::ranges::greater(), &Expected::score);
  if (answers.size() > static_cast<size_t>(options.top_k)) {
    answers.resize(static_cast<size_t>(options.top_k));
  }
  return answers;
}

void expect_answers(const std::vector<Answer>& actual, const std::vector<Expected>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].span, expected[i].span) << i << " " << expected[i].text;
    EXPECT_NEAR(actual[i].score, expected[i].score, 1e-5) << i;
  }
}

TEST_F(QuestionAnswerings, are_those_of_the_reference) {
  for (bool align : {true, false}) {
    for (bool impossible : {true, false}) {
      for (int top_k : {1, 7, 40}) {
        for (int max_answer_len : {1, 4, 15}) {
          QuestionAnsweringOptions options = top(top_k);
          options.align_to_words = align;
          options.handle_impossible_answer = impossible;
          options.max_answer_len = max_answer_len;
          // The model's 48 tokens, half of which are shared.
          expect_answers(of("hello or", kContext, options).answers,
                         naive_answers(*session_, "hello or", kContext, 48, 24, options));
          options.max_seq_len = 30;
          options.doc_stride = 5;
          expect_answers(of("hello or", kContext, options).answers,
                         naive_answers(*session_, "hello or", kContext, 30, 5, options));
          options.max_seq_len = 200;  // one window
          expect_answers(of("hello or", kContext, options).answers,
                         naive_answers(*session_, "hello or", kContext, 200, 5, options));
        }
      }
    }
  }
}

void expect_same(const QuestionAnswering& a, const QuestionAnswering& b) {
  EXPECT_EQ(a.tokens, b.tokens);
  EXPECT_EQ(a.truncated, b.truncated);
  ASSERT_EQ(a.answers.size(), b.answers.size());
  for (size_t i = 0; i < a.answers.size(); ++i) {
    EXPECT_EQ(a.answers[i].span, b.answers[i].span);
    EXPECT_NEAR(a.answers[i].score, b.answers[i].score, 1e-5f);
  }
}

TEST_F(QuestionAnswerings, a_batch_gives_what_its_questions_give_alone) {
  std::string book;
  for (int i = 0; i < 60; ++i) book += kContext;  // several batches
  const std::vector<Question> inputs = {
      {"hello", kContext}, {"lo", "held"}, {"or", book}, {"x?", " 7 "}, {"hello", kContext}};
  const auto together = run_task<QuestionAnsweringTask>(*session_, std::span(inputs), top(3));
  ASSERT_EQ(together.size(), inputs.size());
  for (size_t i = 0; i < inputs.size(); ++i) {
    expect_same(together[i], of(inputs[i].question, inputs[i].context, top(3)));
  }
  EXPECT_GT(together[2].tokens, kMaxTokensInBatch);
}

TEST_F(QuestionAnswerings, tokens_are_those_of_all_windows) {
  EXPECT_EQ(of("hi", "ab").tokens, 7u);
  QuestionAnsweringOptions options;
  options.max_seq_len = 8;
  options.doc_stride = 1;
  EXPECT_EQ(of("hi", "abcdefg", options).tokens, 3u * 8u);  // abc cde efg
}

TEST_F(QuestionAnswerings, an_answer_may_be_far_back) {
  // An answer that only the last window holds is found among all answers.
  std::string context;
  for (int i = 0; i < 30; ++i) context += "low ";
  context += "Zoë";
  uint32_t last = 0;
  for (const Answer& answer : of("hi", context, top(1000)).answers) {
    last = std::max(last, answer.span.end);
  }
  EXPECT_EQ(last, context.size());
}

TEST_F(QuestionAnswerings, a_long_question_is_cut) {
  QuestionAnsweringOptions options = top(5);
  options.max_question_len = 3;
  QuestionAnswering cut = of("abcdef", "held low", options);
  EXPECT_TRUE(cut.truncated);
  cut.truncated = false;
  expect_same(cut, of("abc", "held low", options));
  EXPECT_FALSE(of("abc", kContext, options).truncated);
  // Four tokens are one character, so nothing of it is left.
  options.max_question_len = 4;
  cut = of("ab😀", "held low", options);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.tokens, of("ab", "held low", options).tokens);
}

TEST_F(QuestionAnswerings, by_default_a_question_has_64_tokens) {
  QuestionAnsweringOptions options;
  options.max_seq_len = 200;
  const QuestionAnswering cut = of(std::string(100, 'a'), "held", options);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.tokens, 64u + 2 + 3);
}

TEST_F(QuestionAnswerings, a_question_that_leaves_little_room_makes_small_steps) {
  // Half of 48 is at least the 8 or 24 tokens that are left, so windows share half of these.
  for (const auto& [length, stride] : {std::pair(37, 4), {21, 12}, {20, 24}}) {
    const std::string question(static_cast<size_t>(length), 'a');
    expect_answers(of(question, kContext, top(9)).answers,
                   naive_answers(*session_, question, kContext, 48, stride, top(9)));
  }
}

TEST_F(QuestionAnswerings, refuses_a_context_without_an_answer_unless_that_may_be_the_answer) {
  EXPECT_ERROR(kInput, "context 0 is only white space", of("held", " \n\u00a0\u200b"));
  QuestionAnsweringOptions options = top(3);
  options.handle_impossible_answer = true;
  const std::vector<Answer> answers = of("held", " \n", options).answers;
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].span, (ByteSpan{0, 0}));
}

TEST_F(QuestionAnswerings, refuses_empty_inputs) {
  EXPECT_ERROR(kInput, "question 0 is empty", of("", "held"));
  EXPECT_ERROR(kInput, "context 0 is empty", of("held", ""));
  const std::vector<Question> inputs = {{"a", "b"}, {"a", ""}};
  EXPECT_ERROR(
      kInput, "context 1 is empty",
      run_task<QuestionAnsweringTask>(*session_, std::span(inputs), QuestionAnsweringOptions()));
}

TEST_F(QuestionAnswerings, refuses_options_out_of_range) {
  const auto with = [&](auto change) {
    QuestionAnsweringOptions options;
    change(options);
    return of("hello", kContext, options);
  };
  EXPECT_ERROR(kInput, "top_k must be at least 1, got 0",
               with([](auto& options) { options.top_k = 0; }));
  EXPECT_ERROR(kInput, "max_answer_len must be at least 1, got -3",
               with([](auto& options) { options.max_answer_len = -3; }));
  EXPECT_ERROR(kInput, "max_question_len must be at least 1, got 0",
               with([](auto& options) { options.max_question_len = 0; }));
  EXPECT_ERROR(kInput, "max_seq_len must be at least 1, got 0",
               with([](auto& options) { options.max_seq_len = 0; }));
  EXPECT_ERROR(kInput, "doc_stride must be 0 to max_seq_len, 48, got -1",
               with([](auto& options) { options.doc_stride = -1; }));
  EXPECT_ERROR(kInput, "doc_stride must be 0 to max_seq_len, 48, got 49",
               with([](auto& options) { options.doc_stride = 49; }));
  EXPECT_ERROR(kInput, "got 47", with([](auto& options) { options.doc_stride = 47; }));
  EXPECT_ERROR(kInput, "max_seq_len is 4, question 0 and the special tokens are 4",
               with([](auto& options) { options.max_seq_len = 4; }));
}

TEST_F(QuestionAnswerings, no_questions_give_no_results) {
  EXPECT_TRUE(run_task<QuestionAnsweringTask>(*session_, std::span<const Question>(),
                                              QuestionAnsweringOptions())
                  .empty());
}

TEST(QuestionAnswering, needs_its_head) {
  const auto session = open_session(tiny_model("v1_tok"), Head::kTokenClassification);
  const Question input{"hello", "world"};
  EXPECT_ERROR(
      kState, "with the head 'question-answering'",
      run_task<QuestionAnsweringTask>(*session, std::span(&input, 1), QuestionAnsweringOptions()));
}

}  // namespace
}  // namespace deberta
