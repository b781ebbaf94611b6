// Models in half precision and in eight bits, compared with the same models in floats.
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "model/random_model.h"

namespace deberta {
namespace {

using testing::answer;
using testing::Answer;
using testing::cosine;
using testing::Draw;
using testing::kLayers;
using testing::no_plant;
using testing::outlier_channels;
using testing::random_checkpoint;

// Without the mean of a label's logits over all texts, which makes them look alike. Where outliers
// dominate, only a few percent remain, and every error appears twenty times as large.
std::vector<float> centered(std::vector<float> logits) {
  constexpr size_t kLabels = 4;
  for (size_t label = 0; label < kLabels; ++label) {
    double mean = 0;
    for (size_t i = label; i < logits.size(); i += kLabels) mean += logits[i];
    mean /= static_cast<double>(logits.size() / kLabels);
    for (size_t i = label; i < logits.size(); i += kLabels) logits[i] -= static_cast<float>(mean);
  }
  return logits;
}

void expect_similar(const Answer& small, const Answer& expected, double least) {
  EXPECT_GT(cosine(small.logits, expected.logits), 0.999);
  EXPECT_GT(cosine(centered(small.logits), centered(expected.logits)), least);
}

TEST(Precision, fewer_bits_answer_almost_as_floats) {
  const std::string file = random_checkpoint(no_plant);
  const Answer expected = answer(file, Precision::kFloat32);
  expect_similar(answer(file, Precision::kFloat16), expected, 0.99999);
  expect_similar(answer(file, Precision::kInt8Weights), expected, 0.9995);
  const Answer small = answer(file, Precision::kInt8);
  expect_similar(small, expected, 0.999);
  EXPECT_TRUE(small.unquantized_layers.empty());
  EXPECT_EQ(small.activation_bits, 7);
}

// With other random numbers, too. The remaining error comes from the embeddings' bits: at 200 and a
// hidden size of 128, they alone keep a fifth of the draws below 0.999.
TEST(Precision, eight_bits_survive_outliers_in_the_feed_forward_layers) {
  struct Case {
    float factor;
    Draw draw;
  };
  for (const auto& [factor, draw] :
       {Case{50, {64, 1}}, Case{200, {64, 3}}, Case{200, {64, 6}}, Case{50, {128, 2}}}) {
    const std::string file = random_checkpoint(outlier_channels(factor), draw);
    const Answer small = answer(file, Precision::kInt8, draw);
    expect_similar(small, answer(file, Precision::kFloat32, draw), 0.995);
    EXPECT_EQ(small.unquantized_layers.size(), 2 * kLayers);
    EXPECT_EQ(small.unquantized_layers[0], "encoder.layer.0.intermediate.dense");
    EXPECT_EQ(small.unquantized_layers[1], "encoder.layer.0.output.dense");
    EXPECT_EQ(small.activation_bits, 14);
  }
}

TEST(Precision, outliers_in_one_layer_reach_the_activations_of_all) {
  const std::string file =
      random_checkpoint([](const std::string& name, std::span<float> values, size_t cols) {
        if (name.find("layer.1.") != std::string::npos) outlier_channels(200)(name, values, cols);
      });
  const Answer small = answer(file, Precision::kInt8);
  expect_similar(small, answer(file, Precision::kFloat32), 0.999);
  const std::vector<std::string> kept = {"encoder.layer.1.intermediate.dense",
                                         "encoder.layer.1.output.dense"};
  EXPECT_EQ(small.unquantized_layers, kept);
  EXPECT_EQ(small.activation_bits, 14);
  EXPECT_EQ(answer(file, Precision::kInt8Weights).unquantized_layers, kept);
}

TEST(Precision, eight_bits_survive_large_columns_of_weights) {
  const std::string file =
      random_checkpoint([](const std::string& name, std::span<float> values, size_t cols) {
        if (!name.ends_with("output.dense.weight")) return;
        for (size_t i = 11; i < values.size(); i += cols) values[i] *= 100;
      });
  expect_similar(answer(file, Precision::kInt8), answer(file, Precision::kFloat32), 0.999);
}

TEST(Precision, a_layer_that_does_not_survive_stays_in_floats_and_is_named) {
  // Every output has one weight that is many times larger than its others, and so has every input.
  const std::string file =
      random_checkpoint([](const std::string& name, std::span<float> values, size_t cols) {
        if (name != "deberta.encoder.layer.2.attention.output.dense.weight") return;
        for (size_t i = 0; i < values.size(); i += cols + 1) values[i] = 8.0f;
      });
  const std::vector<std::string> kept = {"encoder.layer.2.attention.output.dense"};
  for (const Precision precision : {Precision::kInt8, Precision::kInt8Weights}) {
    const Answer small = answer(file, precision);
    EXPECT_EQ(small.unquantized_layers, kept);
    expect_similar(small, answer(file, Precision::kFloat32), 0.998);
  }
}

TEST(Precision, every_precision_gives_the_same_bits_for_any_number_of_threads) {
  const std::string file = random_checkpoint(outlier_channels(50));
  for (const Precision precision :
       {Precision::kFloat32, Precision::kFloat16, Precision::kInt8Weights, Precision::kInt8}) {
    EXPECT_EQ(answer(file, precision, {}, 1).logits, answer(file, precision, {}, 3).logits)
        << static_cast<int>(precision);
  }
}

}  // namespace
}  // namespace deberta
