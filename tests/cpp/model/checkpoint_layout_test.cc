#include "model/checkpoint_layout.h"

#include <gtest/gtest.h>

#include "model/random_model.h"

namespace deberta {
namespace {

using testing::Draw;
using testing::no_plant;
using testing::random_checkpoint;
using testing::random_config;

TEST(CheckpointLayout, knows_the_role_of_each_tensor_of_v1_and_v2) {
  const std::pair<const char*, Role> roles[] = {
      {"embeddings.word_embeddings.weight", Role::kEmbedding},
      {"embeddings.position_embeddings.weight", Role::kEmbedding},
      {"embeddings.token_type_embeddings.weight", Role::kEmbedding},
      {"embeddings.LayerNorm.weight", Role::kEncoder},
      {"embeddings.embed_proj.weight", Role::kEncoder},
      {"encoder.rel_embeddings.weight", Role::kEncoder},
      {"encoder.LayerNorm.bias", Role::kEncoder},
      {"encoder.conv.conv.weight", Role::kEncoder},
      {"encoder.layer.0.attention.self.in_proj.weight", Role::kLinear},
      {"encoder.layer.0.attention.self.q_bias", Role::kEncoder},
      {"encoder.layer.0.attention.self.pos_proj.weight", Role::kPositionProjection},
      {"encoder.layer.0.attention.self.pos_q_proj.weight", Role::kPositionProjection},
      {"encoder.layer.0.attention.self.pos_q_proj.bias", Role::kEncoder},
      {"encoder.layer.0.attention.self.head_logits_proj.weight", Role::kEncoder},
      {"encoder.layer.11.attention.self.query_proj.weight", Role::kLinear},
      {"encoder.layer.11.attention.self.key_proj.weight", Role::kLinear},
      {"encoder.layer.11.attention.self.value_proj.weight", Role::kLinear},
      {"encoder.layer.11.attention.self.value_proj.bias", Role::kEncoder},
      {"encoder.layer.11.attention.self.pos_key_proj.weight", Role::kPositionProjection},
      {"encoder.layer.11.attention.self.pos_query_proj.weight", Role::kPositionProjection},
      {"encoder.layer.11.attention.output.dense.weight", Role::kLinear},
      {"encoder.layer.11.attention.output.LayerNorm.weight", Role::kEncoder},
      {"encoder.layer.11.intermediate.dense.weight", Role::kExpand},
      {"encoder.layer.11.output.dense.weight", Role::kContract},
      {"encoder.layer.11.output.dense", Role::kContract},
      {"encoder.layer.11.output.dense.bias", Role::kEncoder},
      {"pooler.dense.weight", Role::kHead},
      {"classifier.weight", Role::kHead},
      {"qa_outputs.weight", Role::kHead},
      {"cls.predictions.transform.dense.weight", Role::kHead},
      {"lm_predictions.lm_head.dense.weight", Role::kHead},
      {"cls.predictions.decoder.weight", Role::kEmbedding},
      {"cls.predictions.decoder.bias", Role::kHead},
      {"layer.0.output.dense.weight", Role::kHead},
      {"span_rep.span_rep_layer.out_project.0.weight", Role::kHead},
      {"count_embed.transformer.transformer.layers.0.linear1.weight", Role::kHead},
  };
  for (const auto& [name, role] : roles) EXPECT_EQ(role_of(name), role) << name;
}

TEST(CheckpointLayout, knows_which_tensors_are_of_a_head) {
  for (const char* name : {"classifier.bias", "pooler.dense.weight",
                           "cls.predictions.decoder.weight", "lm_predictions.lm_head.bias"}) {
    EXPECT_TRUE(is_of_head(name)) << name;
  }
  for (const char* name : {"embeddings.word_embeddings.weight", "encoder.LayerNorm.weight",
                           "encoder.layer.0.output.dense.bias"}) {
    EXPECT_FALSE(is_of_head(name)) << name;
  }
}

TEST(CheckpointLayout, knows_the_other_half_of_a_feed_forward_layer) {
  EXPECT_EQ(partner_of("encoder.layer.7.intermediate.dense.weight"),
            "encoder.layer.7.output.dense.weight");
  EXPECT_EQ(partner_of("encoder.layer.7.output.dense.weight"),
            "encoder.layer.7.intermediate.dense.weight");
}

TEST(CheckpointLayout, a_loaded_model_keeps_the_stated_types) {
  for (const bool v2 : {false, true}) {
    const Draw draw{.v2 = v2};
    for (const Precision precision :
         {Precision::kFloat32, Precision::kFloat16, Precision::kInt8Weights, Precision::kInt8}) {
      const auto loaded =
          testing::load_model(random_config(draw), random_checkpoint(no_plant, draw),
                              /*threads=*/1, precision);
      for (const EncoderLayer& layer : loaded->model->layers) {
        const Precision linear = kept_in(Role::kLinear, precision);
        EXPECT_EQ(layer.attention.weights.qkv.precision(), linear);
        EXPECT_EQ(layer.attention_output.precision(), linear);
        EXPECT_EQ(layer.feed_forward.expand.precision(), kept_in(Role::kExpand, precision));
        EXPECT_EQ(layer.feed_forward.contract.precision(), kept_in(Role::kContract, precision));
        if (v2) continue;  // shares the projections of positions
        const PositionTables::Source& positions = layer.attention.weights.positions.source;
        EXPECT_EQ(positions.key.precision(), kept_in(Role::kPositionProjection, precision));
        EXPECT_EQ(positions.query.precision(), kept_in(Role::kPositionProjection, precision));
      }
      const auto& head = std::get<SequenceClassificationHead>(loaded->model->head);
      EXPECT_EQ(head.pooler.precision(), kept_in(Role::kHead, precision));
      EXPECT_EQ(head.classifier.precision(), kept_in(Role::kHead, precision));
    }
  }
}

TEST(CheckpointLayout, computes_memory) {
  const auto memory = [](const char* name, DType dtype, Precision precision) {
    return memory_of({name, dtype, {10, 8}, 0, 80 * size_of(dtype)}, precision);
  };
  const char* table = "deberta.embeddings.word_embeddings.weight";
  EXPECT_EQ(memory(table, DType::kF32, Precision::kFloat32), 320u);
  EXPECT_EQ(memory(table, DType::kF16, Precision::kFloat32), 160u);  // as it is stored
  for (const Precision precision : {Precision::kFloat32, Precision::kFloat16, Precision::kInt8}) {
    EXPECT_EQ(memory(table, DType::kI8, precision), 80u + 40);
  }
  EXPECT_EQ(memory(table, DType::kF32, Precision::kFloat16), 160u);
  EXPECT_EQ(memory(table, DType::kF32, Precision::kInt8), 80u + 40);  // and scales
  const char* linear = "deberta.encoder.layer.0.attention.output.dense.weight";
  EXPECT_EQ(memory(linear, DType::kF16, Precision::kFloat32), 320u);
  EXPECT_EQ(memory(linear, DType::kF32, Precision::kInt8Weights), 80u + 40);
  const char* position = "deberta.encoder.layer.0.attention.self.pos_proj.weight";
  EXPECT_EQ(memory(position, DType::kF32, Precision::kInt8), 160u);
  EXPECT_EQ(memory("classifier.weight", DType::kF16, Precision::kInt8), 320u);
}

TEST(CheckpointLayout, a_load_takes_weights_position_tables_and_the_largest_tensor) {
  Config config;
  config.hidden_size = 8;
  config.num_hidden_layers = 3;
  config.max_relative_positions = 16;
  const std::vector<TensorInfo> tensors = {
      {"embeddings.word_embeddings.weight", DType::kF32, {10, 8}, 0, 320},
      {"encoder.layer.0.output.dense.weight", DType::kF16, {8, 16}, 0, 256},
  };
  EXPECT_EQ(memory_of_load(config, tensors, Precision::kFloat32), 320u + 512 + 256);
  config.c2p = config.p2c = true;
  EXPECT_EQ(memory_of_load(config, tensors, Precision::kFloat32),
            320u + 512 + 256 + 2 * 3 * 32 * 8 * 4);
}

}  // namespace
}  // namespace deberta
