// Known answers of the Hugging Face reference (tests/fixtures/golden): hidden states and attentions
// of every layer, logits, losses.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "fixtures.h"
#include "tasks/forward.h"

namespace deberta {
namespace {

using testing::LoadedModel;
using testing::Tensors;

// The reference's own rounding noise is 1e-6 … 1e-5.
constexpr float kHiddenTolerance = 5e-5f;
constexpr float kLogitTolerance = 1e-4f;

// Padded sequences, as in the reference: [batch, length] or [batch, choices, length].
ForwardInputs inputs_of(const Tensors& expected) {
  ForwardInputs inputs;
  Batch& batch = inputs.batch;
  const bool embedded = expected.has("inputs_embeds");
  const std::vector<uint64_t>& shape = expected.shape(embedded ? "inputs_embeds" : "input_ids");
  if (embedded) {
    batch.inputs_embeds = expected.floats("inputs_embeds");
  } else {
    batch.input_ids = expected.ints("input_ids");
  }
  const bool has_choices = shape.size() == (embedded ? 4 : 3);
  if (has_choices) inputs.choices = shape[1];
  batch.lengths.assign(shape[0] * inputs.choices, shape[has_choices ? 2 : 1]);
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
  if (expected.has("labels")) {
    if (expected.is_integer("labels")) {
      inputs.labels.classes = expected.ints("labels");
    } else {
      inputs.labels.targets = expected.floats("labels");
      const std::vector<uint64_t>& labels = expected.shape("labels");
      inputs.labels.columns = labels.size() < 2 ? 1 : labels[1];
    }
  }
  if (expected.has("start_positions")) {
    inputs.start_positions = expected.ints("start_positions");
    inputs.end_positions = expected.ints("end_positions");
  }
  inputs.output_hidden_states = true;
  return inputs;
}

void expect_near(const std::string& stage, const Tensor& actual, const Tensors& expected,
                 float tolerance) {
  ASSERT_TRUE(expected.has(stage)) << stage;
  const std::vector<uint64_t>& shape = expected.shape(stage);
  EXPECT_EQ(std::vector<uint64_t>(actual.shape.begin(), actual.shape.end()), shape) << stage;
  const std::vector<float> values = expected.floats(stage);
  ASSERT_EQ(actual.values.size(), values.size()) << stage;
  float worst = -1;
  size_t at = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const float error = std::abs(actual.values[i] - values[i]) - tolerance * std::abs(values[i]);
    if (!(error <= worst)) {  // also where it is NaN
      worst = error;
      at = i;
      if (std::isnan(error)) break;
    }
  }
  EXPECT_LE(worst, tolerance) << stage << " value " << at << ": expected " << values[at] << ", got "
                              << actual.values[at];
}

std::vector<std::string> cases(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("v1_") || name.starts_with("v2_")) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

class Golden : public ::testing::TestWithParam<std::tuple<std::string, int>> {};

ForwardOutputs run_case(LoadedModel& loaded, ForwardInputs inputs) {
  ForwardTask task(std::move(inputs), *loaded.model);
  run(task, *loaded.model, loaded.ctx);
  return std::move(task.outputs);
}

void expect_results(const ForwardOutputs& outputs, const Tensors& expected) {
  if (expected.has("last_hidden_state")) {
    expect_near("last_hidden_state", outputs.last_hidden_state, expected, kHiddenTolerance);
  } else if (expected.has("start_logits")) {
    expect_near("start_logits", outputs.start_logits, expected, kLogitTolerance);
    expect_near("end_logits", outputs.end_logits, expected, kLogitTolerance);
  } else {
    expect_near("logits", outputs.logits, expected, kLogitTolerance);
  }
}

TEST_P(Golden, equals_the_reference) {
  const auto& [name, threads] = GetParam();
  const auto loaded = testing::load_golden(name, threads);
  const Tensors expected = Tensors::read(
      testing::read_file(testing::fixture_path("golden/" + name) + "/expected.safetensors"));
  const ForwardInputs inputs = inputs_of(expected);

  ForwardInputs plain = inputs;
  plain.labels = {};
  plain.start_positions = plain.end_positions = {};
  const ForwardOutputs outputs = run_case(*loaded, plain);
  expect_results(outputs, expected);
  EXPECT_FALSE(outputs.loss);
  EXPECT_TRUE(outputs.attentions.empty());
  ASSERT_EQ(outputs.hidden_states.size(), loaded->model->layers.size() + 1);
  for (size_t i = 0; i < outputs.hidden_states.size(); ++i) {
    expect_near("hidden_states." + std::to_string(i), outputs.hidden_states[i], expected,
                kHiddenTolerance);
  }

  // Without hooks the last layer may skip rows that the head does not need.
  ForwardInputs unwatched = plain;
  unwatched.output_hidden_states = false;
  EXPECT_EQ(run_case(*loaded, unwatched).logits.values, outputs.logits.values);

  ForwardInputs watched = inputs;
  watched.output_attentions = true;
  const ForwardOutputs all = run_case(*loaded, watched);
  ASSERT_EQ(all.attentions.size(), loaded->model->layers.size());
  for (size_t i = 0; i < all.attentions.size(); ++i) {
    const std::string stage = "attentions." + std::to_string(i);
    if (expected.has(stage)) expect_near(stage, all.attentions[i], expected, kHiddenTolerance);
  }
  if (expected.has("logits_with_labels")) {
    expect_near("logits_with_labels", all.logits, expected, kLogitTolerance);
  } else {
    expect_results(all, expected);
  }
  ASSERT_EQ(all.loss.has_value(), expected.has("loss"));
  if (!all.loss) return;
  const float loss = expected.floats("loss")[0];
  if (std::isnan(loss)) {
    EXPECT_TRUE(std::isnan(*all.loss));
  } else {
    EXPECT_NEAR(*all.loss, loss, kLogitTolerance * (1 + std::abs(loss)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Golden,
    ::testing::Combine(::testing::ValuesIn(cases(testing::fixture_path("golden"))),
                       ::testing::Values(1, 2)),
    [](const auto& info) {
      return std::get<0>(info.param) + "_threads" + std::to_string(std::get<1>(info.param));
    });

TEST(Golden, has_every_case_of_the_reference) {
  std::string list;
  for (const std::string& name : cases(testing::fixture_path("golden"))) list += " " + name;
  std::printf("golden cases:%s\n", list.c_str());
  const std::string reference = testing::shared_path("golden");
  if (reference.empty()) GTEST_SKIP() << testing::kNoSharedFolder;
  EXPECT_EQ(cases(testing::fixture_path("golden")), cases(reference));
}

TEST(Golden, more_threads_than_heads_and_sequences) {
  const auto loaded = testing::load_golden("v1_len1", 5);
  const Tensors expected = Tensors::read(
      testing::read_file(testing::fixture_path("golden/v1_len1/expected.safetensors")));
  for (int i = 0; i < 50; ++i) {
    expect_results(run_case(*loaded, inputs_of(expected)), expected);
  }
}

TEST(Golden, asked_for_some_tokens_the_vocabulary_scores_are_theirs) {
  const auto loaded = testing::load_golden("v1_mlm_legacy", 1);
  const Tensors expected = Tensors::read(
      testing::read_file(testing::fixture_path("golden/v1_mlm_legacy/expected.safetensors")));
  ForwardInputs inputs = inputs_of(expected);
  inputs.labels = {};
  const Tensor all = run_case(*loaded, inputs).logits;
  inputs.logits_to_keep = {5, 2};
  const Tensor some = run_case(*loaded, inputs).logits;
  const size_t vocab = all.shape[2];
  ASSERT_EQ(some.shape, (std::vector<size_t>{all.shape[0], 2, vocab}));
  for (size_t sequence = 0; sequence < all.shape[0]; ++sequence) {
    for (size_t k = 0; k < 2; ++k) {
      const size_t token = k == 0 ? 5 : 2;
      for (size_t i = 0; i < vocab; ++i) {
        EXPECT_NEAR(some.values[(sequence * 2 + k) * vocab + i],
                    all.values[(sequence * all.shape[1] + token) * vocab + i], 1e-5f);
      }
    }
  }
}

TEST(Golden, hub_style_names_load_and_the_rest_is_listed) {
  for (const char* name : {"v1_hub", "v2_hub", "v2_seq_f16_extra"}) {
    const auto loaded = testing::load_golden(name, 1);
    EXPECT_FALSE(loaded->skipped.empty());
    for (const std::string& skipped : loaded->skipped) {
      EXPECT_FALSE(skipped.starts_with("deberta.encoder.layer.")) << skipped;
    }
  }
}

}  // namespace
}  // namespace deberta
