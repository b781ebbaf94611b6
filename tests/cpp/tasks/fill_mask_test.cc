#include "tasks/fill_mask.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "expect_error.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::open_session;
using testing::run_task;
using testing::tiny_model;
using testing::tiny_tokenizer;
using Ids = std::vector<int32_t>;

// --- best_tokens

// The definition: a softmax of everything, then the targets, then a sort.
std::vector<std::pair<int32_t, double>> naive_tokens(const std::vector<float>& logits, size_t top_k,
                                                     const std::optional<Ids>& targets) {
  double sum = 0;
  for (float logit : logits) sum += std::exp(static_cast<double>(logit));
  Ids ids(logits.size());
  std::iota(ids.begin(), ids.end(), 0);
  if (targets) ids = *targets;
  std::vector<std::pair<int32_t, double>> all;
  for (int32_t id : ids) {
    all.push_back({id, std::exp(static_cast<double>(logits[static_cast<size_t>(id)])) / sum});
  }
  std::ranges::stable_sort(all, std::ranges::greater(), [](auto& each) { return each.second; });
  all.resize(std::min(all.size(), top_k));
  return all;
}

void expect_tokens(const std::vector<TokenScore>& actual,
                   const std::vector<std::pair<int32_t, double>>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].token, expected[i].first) << i;
    EXPECT_NEAR(actual[i].score, expected[i].second, 1e-6) << i;
  }
}

TEST(BestTokens, are_the_first_of_all_in_order) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    const uint32_t kinds = round % 2 == 0 ? 4 : 100000;
    std::vector<float> logits(1 + random() % 60);
    for (float& each : logits)
      each = static_cast<float>(random() % kinds) * 10 / static_cast<float>(kinds) - 4;
    std::optional<Ids> targets;
    if (random() % 2 == 0) {
      targets.emplace();
      for (size_t i = 0; i < logits.size(); ++i) {
        if (random() % 3 == 0) targets->insert(targets->begin(), static_cast<int32_t>(i));
      }
    }
    const size_t top_k = random() % 70;
    expect_tokens(best_tokens(logits, top_k, targets), naive_tokens(logits, top_k, targets));
  }
}

TEST(BestTokens, targets_have_their_share_of_the_whole_vocabulary) {
  const std::vector<float> logits = {0, static_cast<float>(std::log(2)),
                                     static_cast<float>(std::log(5))};
  expect_tokens(best_tokens(logits, 5, Ids{0, 1}), {{1, 0.25}, {0, 0.125}});
}

TEST(BestTokens, large_logits_do_not_overflow) {
  expect_tokens(best_tokens(std::vector<float>{1000, 999, -1000}, 3, std::nullopt),
                {{0, 1 / (1 + std::exp(-1.0))}, {1, 1 / (1 + std::exp(1.0))}, {2, 0}});
}

TEST(BestTokens, targets_beyond_the_model_are_left_out) {
  expect_tokens(best_tokens(std::vector<float>{0, 0}, 3, Ids{7, 1}), {{1, 0.5}});
}

// --- target_ids

Ids ids_of(const std::vector<std::string>& targets) {
  return target_ids(targets, tiny_tokenizer());
}

TEST(TargetIds, are_entries_of_the_vocabulary) {
  EXPECT_EQ(ids_of({"hello", "Ġworld", "[MASK]", "é"}),
            (Ids{testing::kHello, testing::kSpaceWorld, testing::kMask, testing::kByte0 + 0xe9}));
}

TEST(TargetIds, are_else_the_first_token) {
  EXPECT_EQ(ids_of({"hello world", " world", "xyz"}),
            (Ids{testing::kHello, testing::kSpaceWorld, testing::byte_id('x')}));
}

TEST(TargetIds, are_there_once_in_the_order_of_the_targets) {
  EXPECT_EQ(ids_of({"x", "hello", "xy", "", "hello"}),
            (Ids{testing::byte_id('x'), testing::kHello}));
}

TEST(TargetIds, must_be_there) {
  EXPECT_ERROR(kInput, "targets: none of 0 has a token", ids_of({}));
  EXPECT_ERROR(kInput, "targets: none of 2 has a token", ids_of({"", ""}));
}

// --- the whole task

class FillMasks : public ::testing::TestWithParam<const char*> {
 protected:
  FillMasks() : session_(open_session(tiny_model(GetParam()), Head::kMaskedLm)) {}

  FillMask of(std::string_view text, const FillMaskOptions& options = {}) {
    return run_task<FillMaskTask>(*session_, std::span(&text, 1), options).at(0);
  }

  std::unique_ptr<Session> session_;
};

INSTANTIATE_TEST_SUITE_P(Heads, FillMasks, ::testing::Values("v1_mlm_legacy", "v1_mlm_new"),
                         [](const auto& info) { return std::string(info.param + 3); });

void expect_same(const FillMask& a, const FillMask& b) {
  EXPECT_EQ(a.tokens, b.tokens);
  EXPECT_EQ(a.truncated, b.truncated);
  ASSERT_EQ(a.masks.size(), b.masks.size());
  for (size_t i = 0; i < a.masks.size(); ++i) {
    ASSERT_EQ(a.masks[i].size(), b.masks[i].size());
    for (size_t j = 0; j < a.masks[i].size(); ++j) {
      EXPECT_EQ(a.masks[i][j].token, b.masks[i][j].token);
      EXPECT_EQ(a.masks[i][j].token_str, b.masks[i][j].token_str);
      EXPECT_EQ(a.masks[i][j].sequence, b.masks[i][j].sequence);
      EXPECT_NEAR(a.masks[i][j].score, b.masks[i][j].score, 1e-5f);
    }
  }
}

TEST_P(FillMasks, the_scores_come_of_the_models_logits) {
  const std::string text = "hello [MASK] held [MASK].";
  const Encoding encoding = session_->tokenizer().encode(text, {});
  const ForwardOutputs outputs = testing::forward(*session_, encoding);
  const auto vocab = static_cast<size_t>(testing::kTinySize);
  ASSERT_EQ(outputs.logits.values.size(), encoding.ids.size() * vocab);
  for (size_t top_k : {1, 5, 271, 1000}) {
    FillMaskOptions options;
    options.top_k = static_cast<int>(top_k);
    const FillMask result = of(text, options);
    EXPECT_EQ(result.tokens, encoding.ids.size());
    ASSERT_EQ(result.masks.size(), 2u);
    size_t mask = 0;
    for (size_t i = 0; i < encoding.ids.size(); ++i) {
      if (encoding.ids[i] != testing::kMask) continue;
      const auto row = outputs.logits.values.begin() + static_cast<ptrdiff_t>(i * vocab);
      const std::vector<float> logits(row, row + static_cast<ptrdiff_t>(vocab));
      std::vector<TokenScore> actual;
      for (const Fill& fill : result.masks[mask++]) actual.push_back({fill.token, fill.score});
      expect_tokens(actual, naive_tokens(logits, top_k, std::nullopt));
    }
  }
}

FillMaskOptions only(std::vector<std::string> targets) {
  FillMaskOptions options;
  options.targets = std::move(targets);
  return options;
}

TEST_P(FillMasks, by_default_there_are_five) { EXPECT_EQ(of("[MASK]").masks.at(0).size(), 5u); }

TEST_P(FillMasks, targets_have_the_scores_that_they_have_among_all) {
  FillMaskOptions everything;
  everything.top_k = 271;
  const std::vector<Fill> all = of("hello [MASK].", everything).masks.at(0);
  const std::vector<Fill> some = of("hello [MASK].", only({" world", "or", "hello"})).masks.at(0);
  ASSERT_EQ(some.size(), 3u);
  for (const Fill& fill : some) {
    const auto same = std::ranges::find(all, fill.token, &Fill::token);
    EXPECT_NEAR(fill.score, same->score, 1e-6f);
  }
  EXPECT_TRUE(std::ranges::is_sorted(some, std::ranges::greater(), &Fill::score));
}

TEST_P(FillMasks, the_token_stands_in_the_text) {
  const Fill fill = of("hello [MASK], low", only({"Ġworld"})).masks.at(0).at(0);
  EXPECT_EQ(fill.token, testing::kSpaceWorld);
  EXPECT_EQ(fill.token_str, " world");
  EXPECT_EQ(fill.sequence, "hello world, low");
}

TEST_P(FillMasks, of_several_masks_the_others_stay) {
  const FillMask result = of("[MASK] low [MASK]", only({"or"}));
  ASSERT_EQ(result.masks.size(), 2u);
  EXPECT_EQ(result.masks[0].at(0).sequence, "[CLS]or low[MASK][SEP]");
  EXPECT_EQ(result.masks[1].at(0).sequence, "[CLS][MASK] lowor[SEP]");
}

TEST_P(FillMasks, padding_is_not_part_of_the_text) {
  const FillMask result = of("[MASK][MASK]!", only({"[PAD]", "[SEP]"}));
  for (const Fill& fill : result.masks.at(0)) {
    EXPECT_EQ(fill.sequence,
              fill.token == testing::kPad ? "[CLS][MASK]![SEP]" : "[CLS][SEP][MASK]![SEP]");
    EXPECT_EQ(fill.token_str, fill.token == testing::kPad ? "[PAD]" : "[SEP]");
  }
}

TEST_P(FillMasks, a_batch_gives_what_its_texts_give_alone) {
  std::vector<std::string> many;  // several batches, many masks in each
  for (size_t i = 0; i < 100; ++i) {
    many.push_back(std::string(36, "helowrd"[i % 7]) + "[MASK]" + std::string(i % 10, 'b'));
  }
  std::vector<std::string_view> texts = {"[MASK]", "hello [MASK] [MASK] world", "Zoë [MASK]"};
  texts.insert(texts.end(), many.begin(), many.end());
  const auto together = run_task<FillMaskTask>(*session_, std::span(texts), FillMaskOptions());
  ASSERT_EQ(together.size(), texts.size());
  size_t tokens = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    expect_same(together[i], of(texts[i]));
    tokens += together[i].tokens;
  }
  EXPECT_GT(tokens, kMaxTokensInBatch);
}

TEST_P(FillMasks, a_text_may_be_masks_alone) {
  std::string text;
  for (int i = 0; i < 46; ++i) text += "[MASK]";
  const FillMask result = of(text);
  EXPECT_EQ(result.masks.size(), 46u);
  EXPECT_FALSE(result.truncated);
}

TEST_P(FillMasks, a_long_text_is_cut) {
  const std::string text = "[MASK]" + std::string(100, 'a');
  const FillMask cut = of(text);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.tokens, 48u);
  FillMask fits = of(std::string_view(text).substr(0, 6 + 45));
  EXPECT_FALSE(fits.truncated);
  fits.truncated = true;
  expect_same(cut, fits);
}

TEST_P(FillMasks, refuses_a_text_without_a_mask) {
  EXPECT_ERROR(kInput, "text 0 has no [MASK]", of("hello"));
  EXPECT_ERROR(kInput, "text 0 has no [MASK] among the 48 tokens that the model takes",
               of(std::string(100, 'a') + "[MASK]"));
  const std::vector<std::string_view> texts = {"[MASK]", "hello"};
  EXPECT_ERROR(kInput, "text 1 has no [MASK]",
               run_task<FillMaskTask>(*session_, std::span(texts), FillMaskOptions()));
}

TEST_P(FillMasks, refuses_options_out_of_range) {
  FillMaskOptions options;
  options.top_k = 0;
  EXPECT_ERROR(kInput, "top_k must be at least 1, got 0", of("[MASK]", options));
  EXPECT_ERROR(kInput, "targets", of("[MASK]", only({})));
}

TEST(FillMask, needs_its_head) {
  const auto session = open_session(tiny_model("v1_tok"), Head::kTokenClassification);
  const std::string_view text = "[MASK]";
  EXPECT_ERROR(kState, "with the head 'masked-lm'",
               run_task<FillMaskTask>(*session, std::span(&text, 1), FillMaskOptions()));
}

}  // namespace
}  // namespace deberta
