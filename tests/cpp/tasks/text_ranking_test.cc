#include "tasks/text_ranking.h"

#include <gtest/gtest.h>

#include <cmath>

#include "expect_error.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::open_session;
using testing::run_task;
using testing::tiny_model;
using Texts = std::vector<std::string_view>;

class TextRankings : public ::testing::TestWithParam<const char*> {
 protected:
  TextRankings() : session_(open_session(tiny_model(GetParam()), Head::kSequenceClassification)) {}

  TextRanking of(std::string_view query, const Texts& documents,
                 ScoreFunction function = ScoreFunction::kNone, size_t top_k = 0) {
    auto results =
        run_task<TextRankingTask>(*session_, query, std::span<const std::string_view>(documents),
                                  TextRankingOptions{function, top_k});
    EXPECT_EQ(results.size(), 1u);
    return results.at(0);
  }

  float logit_of(std::string_view query, std::string_view document) {
    const Encoding pair = session_->tokenizer().encode_pair(query, document, {});
    return testing::forward(*session_, pair).logits.values.at(0);
  }

  std::unique_ptr<Session> session_;
};

const Texts kDocuments = {"hello", "", "low world", "held", "hello", "Zoë"};

TEST_P(TextRankings, are_the_logits_of_the_pairs_best_first) {
  const TextRanking ranking = of("hello world", kDocuments);
  ASSERT_EQ(ranking.documents.size(), kDocuments.size());
  EXPECT_TRUE(
      std::ranges::is_sorted(ranking.documents, std::ranges::greater(), &RankedDocument::score));
  size_t tokens = 0;
  for (const RankedDocument& ranked : ranking.documents) {
    const std::string_view document = kDocuments[ranked.document];
    EXPECT_NEAR(ranked.score, logit_of("hello world", document), 1e-5);
    EXPECT_FALSE(ranked.truncated);
    tokens += session_->tokenizer().encode_pair("hello world", document, {}).ids.size();
  }
  EXPECT_EQ(ranking.tokens, tokens);
  EXPECT_FALSE(ranking.truncated);
}

TEST_P(TextRankings, the_sigmoid_changes_no_order) {
  const TextRanking logits = of("held", kDocuments);
  const TextRanking scores = of("held", kDocuments, ScoreFunction::kSigmoid);
  for (size_t i = 0; i < kDocuments.size(); ++i) {
    EXPECT_EQ(scores.documents[i].document, logits.documents[i].document);
    const double expected = 1 / (1 + std::exp(-static_cast<double>(logits.documents[i].score)));
    EXPECT_NEAR(scores.documents[i].score, expected, 1e-6);
  }
}

TEST_P(TextRankings, equal_documents_keep_their_order) {
  const TextRanking ranking = of("held", {"hello", "hello", "hello"});
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(ranking.documents[i].document, i);
}

TEST_P(TextRankings, top_k_are_the_best) {
  const TextRanking all = of("held", kDocuments);
  const TextRanking best = of("held", kDocuments, ScoreFunction::kNone, 2);
  ASSERT_EQ(best.documents.size(), 2u);
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(best.documents[i].document, all.documents[i].document);
  for (size_t most : {6, 7, 1000}) {
    EXPECT_EQ(of("held", kDocuments, ScoreFunction::kNone, most).documents.size(), 6u);
  }
}

TEST_P(TextRankings, documents_may_be_in_several_batches) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < 150; ++i) texts.push_back(std::string(20 + i % 20, "helowrd"[i % 7]));
  const TextRanking ranking = of("hello", Texts(texts.begin(), texts.end()));
  EXPECT_GT(ranking.tokens, kMaxTokensInBatch);
  ASSERT_EQ(ranking.documents.size(), texts.size());
  for (size_t i : {0, 70, 149}) {
    const RankedDocument& ranked = ranking.documents[i];
    EXPECT_NEAR(ranked.score, logit_of("hello", texts[ranked.document]), 1e-5);
  }
}

TEST_P(TextRankings, of_a_long_pair_the_longer_one_is_cut) {
  const std::string text(100, 'a'), fits(43, 'a');
  const TextRanking ranking = of("held", {text, "a", fits});
  EXPECT_TRUE(ranking.truncated);
  for (const RankedDocument& ranked : ranking.documents) {
    EXPECT_EQ(ranked.truncated, ranked.document == 0);
    const std::string_view document = ranked.document == 1 ? "a" : std::string_view(fits);
    EXPECT_NEAR(ranked.score, logit_of("held", document), 1e-5);
  }
  EXPECT_TRUE(of(text, {"a"}).documents.at(0).truncated);
}

TEST_P(TextRankings, no_documents_give_no_ranking) {
  EXPECT_TRUE(of("hello", {}).documents.empty());
}

INSTANTIATE_TEST_SUITE_P(Versions, TextRankings,
                         ::testing::Values("v1_seq_regression", "v2_seq_regression"),
                         [](const auto& info) { return std::string(info.param).substr(0, 2); });

TEST(TextRanking, needs_its_head_and_one_label) {
  const Texts texts = {"hello"};
  const auto rank = [&](Session& session) {
    return run_task<TextRankingTask>(session, "hello", std::span<const std::string_view>(texts),
                                     TextRankingOptions());
  };
  const auto tagger = open_session(tiny_model("v1_tok"), Head::kTokenClassification);
  EXPECT_ERROR(kState, "with the head 'sequence-classification'", rank(*tagger));
  const auto classifier = open_session(tiny_model("v1_seq_single"), Head::kSequenceClassification);
  EXPECT_ERROR(kState, "expected a model with 1 label, this one has 3", rank(*classifier));
}

}  // namespace
}  // namespace deberta
