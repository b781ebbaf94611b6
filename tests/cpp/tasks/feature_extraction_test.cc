#include "tasks/feature_extraction.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::open_session;
using testing::run_task;
using testing::tiny_model;

// --- pool

// Two tokens of three values, a column apart from the next row.
std::vector<float> pooled(Pooling pooling, bool normalize) {
  const float hidden[] = {3, 0, 4, 99, 1, 2, -2, 99};
  return pool(ConstMatrix(hidden, 2, 3, 4), {pooling, normalize});
}

void expect_near(const std::vector<float>& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) EXPECT_NEAR(actual[i], expected[i], 1e-6) << i;
}

TEST(Pool, none_keeps_every_token) {
  expect_near(pooled(Pooling::kNone, false), {3, 0, 4, 1, 2, -2});
}
TEST(Pool, mean) { expect_near(pooled(Pooling::kMean, false), {2, 1, 1}); }
TEST(Pool, cls_is_the_first) { expect_near(pooled(Pooling::kCls, false), {3, 0, 4}); }

TEST(Pool, last_is_the_last) { expect_near(pooled(Pooling::kLast, false), {1, 2, -2}); }

TEST(PackedSigns, are_those_of_numpys_packbits) {
  using Bytes = std::vector<uint8_t>;
  const float nan = std::nanf("");
  const float values[] = {1, -1, 0, 2, -0.0f, 1e-45f, nan, 3, -5, 6};
  EXPECT_EQ(packed_signs({values, 8}), Bytes{0b10010101});
  EXPECT_EQ(packed_signs(values), (Bytes{0b10010101, 0b01000000}));
  EXPECT_EQ(packed_signs({values, size_t{0}}), Bytes{});
}

TEST(Pool, normalized_vectors_have_the_length_1) {
  const double third = 1.0 / 3, root = std::sqrt(6.0);
  expect_near(pooled(Pooling::kNone, true), {0.6, 0, 0.8, third, 2 * third, -2 * third});
  expect_near(pooled(Pooling::kMean, true), {2 / root, 1 / root, 1 / root});
  expect_near(pooled(Pooling::kCls, true), {0.6, 0, 0.8});
}

TEST(Pool, a_vector_of_nothing_stays) {
  const float zeros[] = {0, 0};
  expect_near(pool({zeros, 1, 2}, {Pooling::kCls, true}), {0, 0});
}

TEST(Pool, the_least_length_is_1e_12) {
  const float small[] = {1e-13f, 0};
  expect_near(pool({small, 1, 2}, {Pooling::kCls, true}), {0.1, 0});
}

// --- the whole task

class FeatureExtractions : public ::testing::Test {
 protected:
  FeatureExtractions() : session_(open_session(tiny_model("v1_c2p_p2c"), Head::kNone)) {}

  Features of(std::string_view text, const FeatureExtractionOptions& options = {}) {
    return run_task<FeatureExtractionTask>(*session_, std::span(&text, 1), options).at(0);
  }

  std::unique_ptr<Session> session_;
};

void expect_same(const Features& a, const Features& b) {
  EXPECT_EQ(a.tokens, b.tokens);
  EXPECT_EQ(a.truncated, b.truncated);
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_EQ(a.hidden, b.hidden);
  ASSERT_EQ(a.values.size(), b.values.size());
  for (size_t i = 0; i < a.values.size(); ++i) EXPECT_NEAR(a.values[i], b.values[i], 1e-5f);
}

TEST_F(FeatureExtractions, are_the_last_hidden_states) {
  const ForwardOutputs outputs =
      testing::forward(*session_, session_->tokenizer().encode("hello world", {}));
  const std::vector<float>& states = outputs.last_hidden_state.values;
  ASSERT_EQ(states.size(), 4u * 32u);
  expect_same(of("hello world"), {states, 4, 32, 4, false});
  for (bool normalize : {false, true}) {
    for (Pooling pooling : {Pooling::kMean, Pooling::kCls, Pooling::kLast}) {
      expect_same(of("hello world", {pooling, normalize}),
                  {pool({states.data(), 4, 32}, {pooling, normalize}), 1, 32, 4, false});
    }
  }
}

TEST_F(FeatureExtractions, a_batch_gives_what_its_texts_give_alone) {
  const std::string cut(100, 'a');
  std::vector<std::string_view> texts = {"hello world", "", "Zoë 😀", cut, "hello world"};
  for (int i = 0; i < 100; ++i) texts.push_back(cut);  // several batches
  for (Pooling pooling : {Pooling::kNone, Pooling::kMean, Pooling::kCls, Pooling::kLast}) {
    const FeatureExtractionOptions options{pooling, pooling == Pooling::kMean};
    const auto together = run_task<FeatureExtractionTask>(*session_, std::span(texts), options);
    ASSERT_EQ(together.size(), texts.size());
    for (size_t i : {0, 1, 2, 3, 4, 104}) expect_same(together[i], of(texts[i], options));
  }
}

TEST_F(FeatureExtractions, a_long_text_is_cut) {
  const std::string text(100, 'a');
  const Features cut = of(text);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.tokens, 48u);
  EXPECT_EQ(cut.values.size(), 48u * 32u);
  Features fits = of(std::string_view(text).substr(0, 46));
  EXPECT_FALSE(fits.truncated);
  fits.truncated = true;
  expect_same(cut, fits);
}

TEST_F(FeatureExtractions, an_empty_text_has_its_special_tokens) {
  EXPECT_EQ(of("").rows, 2u);
  EXPECT_EQ(of("", {Pooling::kMean, false}).rows, 1u);
}

TEST(FeatureExtraction, takes_a_model_with_a_head) {
  const auto session = open_session(tiny_model("v1_tok"), Head::kTokenClassification);
  const std::string_view text = "hello";
  const auto features =
      run_task<FeatureExtractionTask>(*session, std::span(&text, 1), FeatureExtractionOptions());
  EXPECT_EQ(features.at(0).rows, 3u);
}

// A head that needs only first tokens does not limit the rows that other code needs.
TEST(FeatureExtraction, has_every_token_of_a_model_that_classifies_sequences) {
  const auto bare = open_session(tiny_model("v1_seq_single"), Head::kNone);
  const auto classifier = open_session(tiny_model("v1_seq_single"), Head::kSequenceClassification);
  const std::string_view text = "hello world";
  for (const Pooling pooling : {Pooling::kNone, Pooling::kMean, Pooling::kCls}) {
    const auto values = [&](Session& session) {
      return run_task<FeatureExtractionTask>(session, std::span(&text, 1),
                                             FeatureExtractionOptions{pooling, false})
          .at(0)
          .values;
    };
    EXPECT_EQ(values(*classifier), values(*bare));
  }
}

}  // namespace
}  // namespace deberta
