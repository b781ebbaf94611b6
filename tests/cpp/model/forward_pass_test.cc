// A forward pass of which only some rows are needed.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "context.h"
#include "model/model.h"
#include "model/model_loader.h"

namespace deberta {
namespace {

constexpr size_t kHidden = 24;

std::string config(bool v2, bool relative) {
  const std::string type =
      v2 ? R"("deberta-v2", "share_att_key": true, "position_buckets": 16)" : R"("deberta")";
  return R"({"vocab_size": 50, "hidden_size": 24, "num_hidden_layers": 2,
             "num_attention_heads": 3, "intermediate_size": 40, "max_position_embeddings": 400,
             "position_biased_input": false, "pos_att_type": "p2c|c2p", "initializer_range": 0.3,
             "relative_attention": )" +
         std::string(relative ? "true" : "false") + R"(, "model_type": )" + type + "}";
}

// Longer than a tile of queries, and than a part of the feed-forward layers.
Batch ragged_batch() {
  Batch batch;
  for (const size_t length : {300, 1, 7, 140}) {
    std::vector<int32_t> ids(length);
    for (size_t i = 0; i < length; ++i) ids[i] = static_cast<int32_t>((i * 7 + length) % 50);
    batch.append(ids, {});
  }
  return batch;
}

class ForwardPasses : public testing::WithThreads {
 protected:
  std::vector<float> run(Model& model, const Batch& batch,
                         const std::optional<std::vector<size_t>>& rows) {
    std::vector<float> hidden(batch.tokens() * kHidden);
    const ForwardHooks hooks;
    ForwardPass pass(model, batch, Matrix(hidden.data(), batch.tokens(), kHidden), rows, hooks,
                     ctx_);
    while (pass.step()) {
    }
    return hidden;
  }
};
INSTANTIATE_TEST_SUITE_P(Threads, ForwardPasses, ::testing::Values(1, 3));

TEST_P(ForwardPasses, needed_rows_equal_those_of_a_full_pass) {
  Batch batch = ragged_batch();
  std::vector<size_t> stretch;
  for (size_t row = 50; row < 290; ++row) stretch.push_back(row);
  const std::vector<std::vector<size_t>> choices = {
      {}, {0}, batch.first_tokens(), {299, 300, 301, 307, 308, 447}, stretch};
  for (const bool v2 : {false, true}) {
    for (const bool relative : {false, true}) {
      ModelLoader loader(parse_config(config(v2, relative)), Head::kNone, ctx_);
      loader.initialize(3);
      const ModelLoader::Loaded loaded = loader.finish();
      for (const bool masked : {false, true}) {
        batch.attention_mask.assign(masked ? batch.tokens() : 0, 1);
        for (size_t i = 0; i < batch.attention_mask.size(); i += 5) batch.attention_mask[i] = 0;
        const std::vector<float> all = run(*loaded.model, batch, std::nullopt);
        for (const std::vector<size_t>& rows : choices) {
          const std::vector<float> some = run(*loaded.model, batch, rows);
          for (const size_t row : rows) {
            for (size_t i = 0; i < kHidden; ++i) {
              ASSERT_NEAR(some[row * kHidden + i], all[row * kHidden + i], 1e-5f)
                  << "row " << row << " of " << rows.size();
            }
          }
        }
      }
    }
  }
}

// Large enough for all threads to take part, and long enough for every path through the kernels.
TEST(ForwardPass, gives_the_same_bits_for_any_number_of_threads) {
  constexpr size_t kWide = 128;
  const Batch batch = ragged_batch();
  const auto hidden_states = [&](bool v2, Precision precision, int threads, int limit) {
    std::string text = config(v2, true);
    for (const auto& [from, to] :
         {std::pair("\"hidden_size\": 24", "\"hidden_size\": 128"),
          std::pair("_heads\": 3", "_heads\": 4"), std::pair("_size\": 40", "_size\": 512")}) {
      text.replace(text.find(from), std::string(from).size(), to);
    }
    testing::OwnContext own(threads);
    own.threads = ThreadChoice(limit, limit);
    ModelLoader loader(parse_config(text), Head::kNone, own.ctx, precision);
    loader.initialize(3);
    const ModelLoader::Loaded loaded = loader.finish();
    std::vector<float> hidden(batch.tokens() * kWide);
    const ForwardHooks hooks;
    ForwardPass pass(*loaded.model, batch, Matrix(hidden.data(), batch.tokens(), kWide),
                     std::nullopt, hooks, own.ctx);
    while (pass.step()) {
    }
    EXPECT_EQ(own.pool.limit(), std::min(limit, own.pool.size()));
    return hidden;
  };
  for (const bool v2 : {false, true}) {
    for (const Precision precision :
         {Precision::kFloat32, Precision::kFloat16, Precision::kInt8, Precision::kInt8Weights}) {
      const std::vector<float> expected = hidden_states(v2, precision, 1, 1);
      for (const auto& [threads, limit] : {std::pair(2, 2), {3, 3}, {4, 4}, {4, 2}, {4, 1}}) {
        EXPECT_EQ(hidden_states(v2, precision, threads, limit), expected)
            << limit << " of " << threads << " threads";
      }
    }
  }
}

// The state that a call leaves (larger tables, memory) does not change a bit of the next call's
// result.
TEST_P(ForwardPasses, a_sequence_has_the_same_bits_alone_and_in_a_batch_before_and_after) {
  const Batch batch = ragged_batch();
  const std::vector<size_t> begins = batch.first_tokens();
  for (const bool v2 : {false, true}) {
    for (const Precision precision : {Precision::kFloat32, Precision::kInt8}) {
      const auto load = [&] {
        ModelLoader loader(parse_config(config(v2, true)), Head::kNone, ctx_, precision);
        loader.initialize(3);
        return loader.finish();
      };
      const ModelLoader::Loaded used = load();
      const std::vector<float> together = run(*used.model, batch, std::nullopt);
      for (size_t i = 0; i < batch.sequences(); ++i) {
        Batch alone;
        const auto first = batch.input_ids.begin() + static_cast<ptrdiff_t>(begins[i]);
        alone.append({first, batch.lengths[i]}, {});
        const ModelLoader::Loaded fresh = load();
        for (Model* model : {used.model.get(), fresh.model.get()}) {
          const std::vector<float> hidden = run(*model, alone, std::nullopt);
          ASSERT_TRUE(std::equal(hidden.begin(), hidden.end(),
                                 together.begin() + static_cast<ptrdiff_t>(begins[i] * kHidden)))
              << "sequence " << i;
        }
      }
    }
  }
}

// --- Pieces

// The work of each step, as the batch's size tells it.
size_t steps_of(Model& model, const Batch& batch, Context& ctx) {
  std::vector<float> hidden(batch.tokens() * static_cast<size_t>(model.config.hidden_size));
  const ForwardHooks hooks;
  ForwardPass pass(model, batch,
                   Matrix(hidden.data(), batch.tokens(), hidden.size() / batch.tokens()),
                   std::nullopt, hooks, ctx);
  size_t steps = 0;
  while (pass.step()) ++steps;
  return steps;
}

std::unique_ptr<Model> random_model(const std::string& config, Context& ctx) {
  ModelLoader loader(parse_config(config), Head::kNone, ctx);
  loader.initialize(1);
  return std::move(loader.finish().model);
}

Batch one_sequence(size_t length) {
  Batch batch;
  batch.append(std::vector<int32_t>(length, 3), {});
  return batch;
}

TEST(ForwardPass, a_step_is_a_small_piece_of_a_layer_however_long_the_text_is) {
  testing::OwnContext own;
  // One head of 8: the work is in the scores, 4 · 8 multiplications each.
  const auto model = random_model(
      R"({"model_type": "deberta", "vocab_size": 50, "hidden_size": 8, "num_hidden_layers": 1,
          "num_attention_heads": 1, "intermediate_size": 8, "relative_attention": true,
          "pos_att_type": ["c2p", "p2c"], "position_biased_input": false})",
      own.ctx);
  for (const size_t length : {1 << 12, 1 << 13, 1 << 14}) {
    const uint64_t work = 4 * 8 * uint64_t{length} * length;
    const size_t steps = steps_of(*model, one_sequence(length), own.ctx);
    EXPECT_GE(steps, work / kWorkOfPiece) << length;
    EXPECT_LE(steps, 2 * work / kWorkOfPiece + length / 256 + 8) << length;
  }
}

TEST(ForwardPass, projections_and_feed_forward_layers_are_done_in_pieces) {
  testing::OwnContext own;
  const auto model = random_model(
      R"({"model_type": "deberta-v2", "vocab_size": 50, "hidden_size": 256, "num_hidden_layers": 1,
          "num_attention_heads": 4, "intermediate_size": 1024, "conv_kernel_size": 3,
          "position_biased_input": false})",
      own.ctx);
  Batch batch;
  for (int i = 0; i < 64; ++i) batch.append(std::vector<int32_t>(64, 3), {});
  const uint64_t tokens = 64 * 64;
  const uint64_t qkv = 3 * 256 * 256 * tokens, rest = (256 + 2 * 1024) * 256 * tokens;
  const uint64_t convolution = 3 * 256 * 256 * tokens;
  EXPECT_GE(steps_of(*model, batch, own.ctx),
            qkv / kWorkOfPiece + rest / kWorkOfPiece + convolution / kWorkOfPiece);
}

TEST_P(ForwardPasses, one_that_is_dropped_at_any_step_leaves_the_model_and_the_workspace) {
  for (const bool v2 : {false, true}) {
    const auto model = random_model(config(v2, true), ctx_);
    const Batch batch = ragged_batch();
    const std::vector<float> expected = run(*model, batch, std::nullopt);
    std::vector<float> hidden(batch.tokens() * kHidden);
    const ForwardHooks hooks;
    const size_t steps = steps_of(*model, batch, ctx_);
    for (size_t drop = 0; drop < steps; ++drop) {
      const auto fresh = random_model(config(v2, true), ctx_);  // without position tables
      {
        ForwardPass pass(*fresh, batch, Matrix(hidden.data(), batch.tokens(), kHidden),
                         std::nullopt, hooks, ctx_);
        for (size_t i = 0; i < drop; ++i) pass.step();
      }
      EXPECT_EQ(run(*fresh, batch, std::nullopt), expected) << drop;
    }
  }
}

TEST(ForwardPass, the_answer_does_not_depend_on_how_many_queries_a_tile_has) {
  // The second sequence makes tiles of 64 queries for both.
  testing::OwnContext own;
  const auto model = random_model(config(true, true), own.ctx);
  const auto states = [&](const Batch& batch) {
    std::vector<float> hidden(batch.tokens() * kHidden);
    const ForwardHooks hooks;
    ForwardPass pass(*model, batch, Matrix(hidden.data(), batch.tokens(), kHidden), std::nullopt,
                     hooks, own.ctx);
    while (pass.step()) {
    }
    return hidden;
  };
  const Batch alone = one_sequence(300);
  Batch both = one_sequence(300);
  both.append(std::vector<int32_t>(16'384, 5), {});
  std::vector<float> first = states(both);
  first.resize(300 * kHidden);
  EXPECT_EQ(first, states(alone));
}

}  // namespace
}  // namespace deberta
