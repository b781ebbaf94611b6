// Loading of tensors that DeBERTa v2 stores differently from v1.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "context.h"
#include "expect_error.h"
#include "fixtures.h"
#include "model/model_loader.h"

namespace deberta {
namespace {

// Every part that a v2 model may have.
constexpr const char* kConfig = R"({"model_type": "deberta-v2", "vocab_size": 50,
  "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 40,
  "max_position_embeddings": 48, "relative_attention": true, "pos_att_type": "p2c|c2p",
  "position_buckets": 8, "norm_rel_ebd": "layer_norm", "share_att_key": true,
  "conv_kernel_size": 3, "initializer_range": 0.3})";

std::vector<float> hidden_states_of_seed(const std::string& config, uint64_t seed) {
  testing::OwnContext own;
  ModelLoader loader(parse_config(config), Head::kNone, own.ctx);
  loader.initialize(seed);
  const ModelLoader::Loaded loaded = loader.finish();
  Batch batch;
  batch.append(std::vector<int32_t>{1, 5, 7, 2, 9}, {});
  std::vector<float> hidden(5 * 24);
  const ForwardHooks hooks;
  ForwardPass pass(*loaded.model, batch, Matrix(hidden.data(), 5, 24), std::nullopt, hooks,
                   own.ctx);
  while (pass.step()) {
  }
  return hidden;
}

TEST(CheckpointV2, random_weights_are_the_same_for_the_same_seed) {
  std::string own = kConfig;
  own.replace(own.find("\"share_att_key\": true"), 21, "\"share_att_key\": false");
  for (const std::string& config : {std::string(kConfig), own}) {
    const std::vector<float> hidden = hidden_states_of_seed(config, 7);
    for (float value : hidden) ASSERT_TRUE(std::isfinite(value));
    EXPECT_EQ(hidden, hidden_states_of_seed(config, 7));
    EXPECT_NE(hidden, hidden_states_of_seed(config, 8));
  }
  EXPECT_NE(hidden_states_of_seed(kConfig, 7), hidden_states_of_seed(own, 7));
}

TEST(CheckpointV2, the_order_of_the_tensors_does_not_matter) {
  const auto run = [](bool reversed) {
    testing::OwnContext own;
    const std::string folder = testing::fixture_path("golden/v2_noshare_ln/");
    ModelLoader loader(parse_config(testing::read_file(folder + "config.json")), Head::kNone,
                       own.ctx);

    struct Collected : TensorSink {
      std::vector<TensorInfo> index;
      std::vector<std::pair<TensorInfo, RawTensor>> tensors;
      void on_index(std::span<const TensorInfo> infos) override {
        index.assign(infos.begin(), infos.end());
      }
      bool wants(const TensorInfo&) override { return true; }
      void on_tensor(const TensorInfo& info, RawTensor content) override {
        tensors.emplace_back(info, std::move(content));
      }
    } file;
    const std::string bytes = testing::read_file(folder + "model.safetensors");
    SafetensorsReader reader(file);
    reader.write(std::as_bytes(std::span(bytes)));
    reader.finish();
    if (reversed) std::ranges::reverse(file.tensors);
    loader.sink().on_index(file.index);
    for (auto& [info, content] : file.tensors) {
      if (loader.sink().wants(info)) loader.sink().on_tensor(info, std::move(content));
    }
    const ModelLoader::Loaded loaded = loader.finish();
    Batch batch;
    batch.append(std::vector<int32_t>{1, 5, 7, 2, 9, 4, 4, 11, 30}, {});
    std::vector<float> hidden(9 * 24);
    const ForwardHooks hooks;
    ForwardPass pass(*loaded.model, batch, Matrix(hidden.data(), 9, 24), std::nullopt, hooks,
                     own.ctx);
    while (pass.step()) {
    }
    return hidden;
  };
  EXPECT_EQ(run(false), run(true));
}

TEST(CheckpointV2, a_tensor_that_is_missing_is_named) {
  testing::OwnContext own;
  ModelLoader loader(parse_config(kConfig), Head::kNone, own.ctx);
  EXPECT_ERROR(kTensorMissing, "is missing among the file's 0", loader.sink().on_index({}));
}

TEST(CheckpointV2, v1_has_no_head_for_multiple_choice) {
  testing::OwnContext own;
  EXPECT_ERROR(
      kConfigUnsupported, "multiple choice",
      ModelLoader(parse_config(R"({"model_type": "deberta"})"), Head::kMultipleChoice, own.ctx));
}

}  // namespace
}  // namespace deberta
