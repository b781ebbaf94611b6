// Position tables that are projected before a call needs them.
#include "model/preparation.h"

#include <gtest/gtest.h>

#include "context.h"
#include "random_model.h"

namespace deberta {
namespace {

using testing::Draw;

std::unique_ptr<testing::LoadedModel> load(const Draw& draw) {
  return testing::load_model(testing::random_config(draw),
                             testing::random_checkpoint(testing::no_plant, draw), 1);
}

std::vector<float> logits(testing::LoadedModel& loaded, size_t length) {
  ForwardTask task(testing::inputs(2, length), *loaded.model);
  run(task, *loaded.model, loaded.ctx);
  return task.outputs.logits.values;
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
