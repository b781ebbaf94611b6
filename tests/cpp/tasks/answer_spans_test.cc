#include "tasks/answer_spans.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "text/tiny_tokenizer.h"

namespace deberta {
namespace {

using testing::tiny_tokenizer;

// --- best_spans

// transformers' decode_spans: the outer product, np.triu, np.tril, a sort.
std::vector<TokenSpan> naive_spans(const std::vector<float>& start, const std::vector<float>& end,
                                   size_t top_k, size_t max_answer_len) {
  std::vector<TokenSpan> all;
  for (size_t i = 0; i < start.size(); ++i) {
    for (size_t j = 0; j < end.size(); ++j) {
      if (j >= i && j - i <= max_answer_len - 1) all.push_back({i, j, start[i] * end[j]});
    }
  }
  std::ranges::stable_sort(all, std::ranges::greater(), &TokenSpan::score);
  if (all.size() > top_k) all.resize(top_k);
  return all;
}

void expect_same(const std::vector<TokenSpan>& actual, const std::vector<TokenSpan>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].first, expected[i].first) << i;
    EXPECT_EQ(actual[i].last, expected[i].last) << i;
    EXPECT_EQ(actual[i].score, expected[i].score) << i;
  }
}

TEST(BestSpans, are_those_of_the_whole_outer_product) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const uint32_t kinds = round % 2 == 0 ? 5 : 1 << 20;
    std::vector<float> start(1 + random() % 25), end(start.size());
    for (auto* side : {&start, &end}) {
      for (float& each : *side) each = static_cast<float>(random() % kinds) / 1e6f;
    }
    const size_t top_k = 1 + random() % 40, max_answer_len = 1 + random() % 30;
    expect_same(best_spans(start, end, top_k, max_answer_len),
                naive_spans(start, end, top_k, max_answer_len));
  }
}

TEST(BestSpans, an_end_is_never_before_its_start) {
  expect_same(best_spans(std::vector<float>{0.125f, 0.75f}, std::vector<float>{0.5f, 0.25f}, 9, 9),
              {{1, 1, 0.1875f}, {0, 0, 0.0625f}, {0, 1, 0.03125f}});
}

TEST(BestSpans, have_at_most_the_maximum_length) {
  const std::vector<float> start = {1, 0, 0, 0}, end = {0, 0, 0.25f, 0.5f};
  EXPECT_EQ(best_spans(start, end, 1, 4)[0].last, 3u);
  EXPECT_EQ(best_spans(start, end, 1, 3)[0].last, 2u);
}

TEST(BestSpans, of_nothing_are_none) {
  EXPECT_TRUE(best_spans({}, {}, 3, 3).empty());
  EXPECT_TRUE(best_spans(std::vector<float>{1}, std::vector<float>{1}, 0, 3).empty());
}

// Storing all pairs of these tokens would take 40 GB.
TEST(BestSpans, take_little_memory) {
  std::vector<float> start(100000, 1e-5f), end(100000, 1e-5f);
  start[77000] = end[77014] = 0.5f;
  start[5] = 0.9f;
  expect_same(best_spans(start, end, 1, 15), {{77000, 77014, 0.25f}});
}

// --- spans_of_window

constexpr float kMasked = 50;  // a logit that would win if it counted

// [CLS] h i [SEP] a b [SEP]
struct HandMade {
  Encoding encoding = tiny_tokenizer().encode_pair("hi", "ab", {});
  std::vector<float> logits;  // [tokens, 2]

  HandMade() {
    const auto log = [](double x) { return static_cast<float>(std::log(x)); };
    for (double start : {1.0, 0.0, 0.0, 0.0, 2.0, 5.0, 0.0}) {
      logits.push_back(start == 0 ? kMasked : log(start));
      logits.push_back(0);
    }
    const double ends[] = {6.0, 0.0, 0.0, 0.0, 3.0, 1.0, 0.0};
    for (size_t i = 0; i < 7; ++i) logits[2 * i + 1] = ends[i] == 0 ? kMasked : log(ends[i]);
  }
  WindowSpans spans(size_t top_k) const {
    return spans_of_window({logits.data(), 7, 2}, encoding, testing::kCls, top_k, 15);
  }
};

TEST(SpansOfWindow, probabilities_are_among_the_context_and_cls) {
  // starts: CLS 1/8, a 2/8, b 5/8; ends: CLS 6/10, a 3/10, b 1/10
  const WindowSpans window = HandMade().spans(10);
  EXPECT_NEAR(window.null_score, 6.0 / 80, 1e-6);
  ASSERT_EQ(window.spans.size(), 3u);
  const TokenSpan expected[] = {{4, 4, 6.0f / 80}, {5, 5, 5.0f / 80}, {4, 5, 2.0f / 80}};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(window.spans[i].first, expected[i].first);
    EXPECT_EQ(window.spans[i].last, expected[i].last);
    EXPECT_NEAR(window.spans[i].score, expected[i].score, 1e-6);
  }
  EXPECT_EQ(HandMade().spans(2).spans.size(), 2u);
}

TEST(SpansOfWindow, a_cls_in_the_question_counts_but_is_not_an_answer) {
  HandMade made;
  made.encoding.ids[2] = testing::kCls;
  made.logits[4] = made.logits[5] = static_cast<float>(std::log(8.0));
  const WindowSpans window = made.spans(10);
  EXPECT_NEAR(window.null_score, 1.0 / 16 * 6 / 18, 1e-6);
  ASSERT_EQ(window.spans.size(), 3u);
  EXPECT_EQ(window.spans[0].first, 4u);
  EXPECT_NEAR(window.spans[0].score, 2.0 / 16 * 3 / 18, 1e-6);
}

TEST(SpansOfWindow, without_context_there_are_none) {
  const Encoding encoding = tiny_tokenizer().encode("hi", {});
  const std::vector<float> logits(8, 0.0f);
  EXPECT_TRUE(spans_of_window({logits.data(), 4, 2}, encoding, testing::kCls, 3, 3).spans.empty());
}

// --- context_span

class ContextSpan : public ::testing::Test {
 protected:
  // [CLS] h i [SEP] h e l d … : "hi" is a word of the question with the same number as "held".
  ContextSpan() : encoding_(tiny_tokenizer().encode_pair("hi", "held low, ab", {})) {}

  std::string of(size_t first, size_t last, bool align) const {
    const std::string text = "held low, ab";
    const ByteSpan span = context_span(encoding_, {first + 4, last + 4, 0}, align);
    return text.substr(span.begin, span.end - span.begin);
  }
  Encoding encoding_;
};

TEST_F(ContextSpan, is_of_the_tokens) {
  // he ld Ġ lo w , Ġ a b
  EXPECT_EQ(encoding_.ids[4], testing::kHe);
  EXPECT_EQ(of(0, 0, false), "he");
  EXPECT_EQ(of(1, 3, false), "ld lo");
  EXPECT_EQ(of(4, 4, false), "w");
}

TEST_F(ContextSpan, is_of_whole_words_where_that_is_asked_for) {
  EXPECT_EQ(of(0, 0, true), "held");
  EXPECT_EQ(of(1, 3, true), "held low");
  EXPECT_EQ(of(3, 3, true), " low");
  EXPECT_EQ(of(5, 5, true), ",");
  EXPECT_EQ(of(5, 8, true), ", ab");
}

TEST_F(ContextSpan, has_nothing_of_the_question_whatever_the_numbers_of_the_words) {
  EncodeOptions bare;
  bare.add_special_tokens = false;
  bare.truncation = Truncation::kOnlySecond;
  bare.max_length = 5;  // two tokens of context
  const Encoding window = tiny_tokenizer().encode_pair_windows("a b", "x ab", bare).at(1);
  ASSERT_EQ(window.word_ids, (std::vector<int32_t>{0, 1, 1, 1, 1}));
  EXPECT_EQ(context_span(window, {4, 4, 0}, true), (ByteSpan{2, 4}));
}

TEST_F(ContextSpan, of_a_word_that_the_window_cuts_is_what_the_window_has) {
  EncodeOptions options;
  options.truncation = Truncation::kOnlySecond;
  options.max_length = 8;  // three tokens of context
  const Encoding window = tiny_tokenizer().encode_pair_windows("hi", "abcdef", options).at(1);
  EXPECT_EQ(context_span(window, {5, 5, 0}, true), (ByteSpan{3, 6}));
}

}  // namespace
}  // namespace deberta
