// Known answers of the Hugging Face reference (tests/fixtures/golden/README.md): hidden states of
// every layer, and logits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "fixtures.h"

namespace deberta {
namespace {

using testing::LoadedModel;
using testing::Tensors;

// The reference's own rounding noise is 1e-6 … 1e-5.
constexpr float kHiddenTolerance = 5e-5f;
constexpr float kLogitTolerance = 1e-4f;

// Padded sequences, as the reference takes them: [batch, length].
Batch batch_of(const Tensors& expected) {
  Batch batch;
  batch.input_ids = expected.ints("input_ids");
  const std::vector<uint64_t>& shape = expected.shape("input_ids");
  batch.lengths.assign(shape[0], shape[1]);
  if (expected.has("attention_mask")) {
    const std::vector<int32_t> mask = expected.ints("attention_mask");
    batch.attention_mask.assign(mask.begin(), mask.end());
  }
  if (expected.has("token_type_ids")) batch.token_type_ids = expected.ints("token_type_ids");
  if (expected.has("position_ids")) {
    std::vector<int32_t> ids = expected.ints("position_ids");  // [1 or batch, length]
    while (batch.position_ids.size() < batch.tokens()) {
      batch.position_ids.insert(batch.position_ids.end(), ids.begin(), ids.end());
    }
  }
  return batch;
}

void expect_near(const std::string& stage, ConstMatrix actual, const std::vector<float>& expected,
                 float tolerance) {
  ASSERT_EQ(actual.rows * actual.cols, expected.size()) << stage;
  float worst = -1;
  size_t at = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const float value = actual.row(i / actual.cols)[i % actual.cols];
    const float error = std::abs(value - expected[i]);
    if (!(error <= worst)) {  // also where it is NaN
      worst = error;
      at = i;
      if (std::isnan(error)) break;
    }
  }
  EXPECT_LE(worst, tolerance) << stage << " row " << at / actual.cols << " column "
                              << at % actual.cols << ": expected " << expected[at] << ", got "
                              << actual.row(at / actual.cols)[at % actual.cols];
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(testing::fixture_path("golden"))) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

class Golden : public ::testing::TestWithParam<std::tuple<std::string, int>> {};

TEST_P(Golden, equals_the_reference) {
  const auto& [name, threads] = GetParam();
  const auto loaded = testing::load_golden(name, threads);
  const Tensors expected = Tensors::read(
      testing::read_file(testing::fixture_path("golden/" + name) + "/expected.safetensors"));
  const Batch batch = batch_of(expected);
  Model& model = *loaded->model;
  Workspace::Scope scope(loaded->workspace);
  const auto hidden_size = static_cast<size_t>(model.config.hidden_size);
  const Matrix hidden = loaded->workspace.matrix(batch.tokens(), hidden_size);

  size_t states = 0;
  model.encode(batch, hidden, loaded->ctx, [&](size_t index, ConstMatrix state) {
    const std::string stage = "hidden_states." + std::to_string(index);
    ASSERT_TRUE(expected.has(stage)) << stage;
    expect_near(stage, state, expected.floats(stage), kHiddenTolerance);
    ++states;
  });
  EXPECT_EQ(states, static_cast<size_t>(model.config.num_hidden_layers) + 1);

  if (!expected.has("logits")) {
    expect_near("last_hidden_state", hidden, expected.floats("last_hidden_state"),
                kHiddenTolerance);
    return;
  }
  const size_t labels = model.config.id2label.size();
  if (model.token_classification) {
    const Matrix logits = loaded->workspace.matrix(batch.tokens(), labels);
    (*model.token_classification)(hidden, logits, loaded->ctx);
    expect_near("logits", logits, expected.floats("logits"), kLogitTolerance);
  } else {
    ASSERT_TRUE(model.sequence_classification);
    const Matrix logits = loaded->workspace.matrix(batch.sequences(), labels);
    (*model.sequence_classification)(hidden, batch, logits, loaded->ctx);
    expect_near("logits", logits, expected.floats("logits"), kLogitTolerance);
  }
}

INSTANTIATE_TEST_SUITE_P(V1, Golden,
                         ::testing::Combine(::testing::ValuesIn(cases()), ::testing::Values(1, 2)),
                         [](const auto& info) {
                           return std::get<0>(info.param) + "_threads" +
                                  std::to_string(std::get<1>(info.param));
                         });

TEST(Golden, has_every_case_that_is_promised) {
  const std::vector<std::string> present = cases();
  for (const char* name :
       {"v1_c2p_p2c",   "v1_c2p",       "v1_p2c",        "v1_norel",          "v1_clamp",
        "v1_clamp_c2p", "v1_clamp_p2c", "v1_span_gt",    "v1_span_eq",        "v1_len1",
        "v1_len2",      "v1_leftpad",   "v1_holes",      "v1_wide",           "v1_oddheads",
        "v1_hub",       "v1_bf16",      "v1_seq_single", "v1_seq_multilabel", "v1_tok"}) {
    EXPECT_TRUE(std::ranges::binary_search(present, std::string(name))) << name;
  }
}

TEST(Golden, hub_style_names_load_and_the_rest_is_listed) {
  const auto loaded = testing::load_golden("v1_hub", 1);
  EXPECT_FALSE(loaded->skipped.empty());
  for (const std::string& name : loaded->skipped) {
    EXPECT_FALSE(name.starts_with("deberta.encoder.layer.")) << name;
  }
}

}  // namespace
}  // namespace deberta
