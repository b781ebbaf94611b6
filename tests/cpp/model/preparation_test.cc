// Position tables that are projected before a call needs them.
#include "model/preparation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "context.h"
#include "io/checkpoint_reader.h"
#include "io/config.h"
#include "model/model_loader.h"
#include "random_model.h"

namespace deberta {
namespace {

using testing::Draw;

std::unique_ptr<testing::LoadedModel> load(const Draw& draw,
                                           Precision precision = Precision::kFloat32,
                                           const testing::Plant& plant = testing::no_plant) {
  return testing::load_model(testing::random_config(draw), testing::random_checkpoint(plant, draw),
                             1, precision);
}

std::vector<float> logits(testing::LoadedModel& loaded, size_t length) {
  return testing::logits_of(*loaded.model, loaded.ctx, testing::inputs(2, length));
}

TEST(Preparation, leaves_a_call_nothing_to_project_and_the_same_answer) {
  for (const bool v2 : {false, true}) {
    const Draw draw{.v2 = v2};
    const auto plain = load(draw), prepared = load(draw);
    Preparation preparation(*prepared->model, 40, prepared->ctx);
    size_t steps = 0;
    while (preparation.step()) ++steps;
    EXPECT_GE(steps, testing::kLayers);
    for (EncoderLayer& layer : prepared->model->layers) {
      EXPECT_EQ(layer.attention.begin_positions(40), 0U);
    }
    EXPECT_EQ(logits(*prepared, 40), logits(*plain, 40));
    EXPECT_EQ(logits(*prepared, 60), logits(*plain, 60));  // longer than it was prepared for
  }
}

// As while a page waits for the rest of a file.
TEST(Preparation, takes_the_layers_whose_weights_have_arrived) {
  for (const auto& [v2, precision] : {std::pair{false, Precision::kFloat32},
                                      {true, Precision::kFloat32},
                                      {false, Precision::kInt8},
                                      {true, Precision::kInt8}}) {
    const Draw draw{.v2 = v2};
    // In 8 bits, the activations of all layers are split.
    const testing::Plant plant = testing::outlier_channels(50);
    std::vector<testing::FileTensor> tensors = testing::random_tensors(plant, draw);
    // What all layers share comes first.
    std::ranges::stable_partition(tensors, [](const testing::FileTensor& tensor) {
      return tensor.name.find(".layer.") == std::string::npos;
    });
    const std::string file = testing::make_safetensors(tensors);
    auto loaded = std::make_unique<testing::LoadedModel>(1);
    ModelLoader loader(parse_config(testing::random_config(draw)), Head::kSequenceClassification,
                       loaded->ctx, precision);
    Preparation preparation(loader.model(), 40, loaded->ctx);
    EXPECT_FALSE(preparation.step());
    CheckpointReader reader(loader.sink(), "model.safetensors");
    const auto bytes = std::as_bytes(std::span(file));
    size_t steps = 0, steps_before_the_end = 0;
    for (size_t at = 0; at < bytes.size(); at += 10'000) {
      reader.write(bytes.subspan(at, std::min<size_t>(10'000, bytes.size() - at)));
      // Few at a time: a layer may be half done when the next weights arrive.
      for (int i = 0; i < 2 && preparation.step(); ++i) ++steps;
      if (at + 10'000 < bytes.size()) steps_before_the_end = steps;
    }
    reader.finish();
    loaded->model = std::move(loader.finish().model);
    while (preparation.step()) ++steps;
    // Projections that positions share with the content may yet be split.
    const bool waits = v2 && precision == Precision::kInt8;
    EXPECT_EQ(steps_before_the_end >= testing::kLayers - 1, !waits);
    for (EncoderLayer& layer : loaded->model->layers) {
      EXPECT_EQ(layer.attention.begin_positions(40), 0U);
    }
    EXPECT_EQ(logits(*loaded, 40), logits(*load(draw, precision, plant), 40));
  }
}

TEST(Preparation, may_end_after_any_step) {
  const std::vector<float> wanted = logits(*load({}), 40);
  for (size_t steps = 0; steps <= 2 * testing::kLayers; ++steps) {
    const auto loaded = load({});
    Preparation preparation(*loaded->model, 60, loaded->ctx);
    for (size_t i = 0; i < steps; ++i) preparation.step();
    EXPECT_EQ(logits(*loaded, 40), wanted) << steps;
  }
}

}  // namespace
}  // namespace deberta
