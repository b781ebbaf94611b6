// Small files that claim large sizes, and weights that are hardly numbers.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "context.h"
#include "expect_error.h"
#include "fixtures.h"
#include "io/checkpoint_reader.h"
#include "model/model_loader.h"
#include "model/random_model.h"
#include "session.h"

namespace deberta {
namespace {

constexpr uint64_t kOf32Bits = UINT32_MAX;  // WebAssembly's address space

void load(const std::string& config, uint64_t address_space) {
  testing::OwnContext own;
  ModelLoader loader(parse_config(config), Head::kNone, own.ctx, Precision::kFloat32,
                     address_space);
}

TEST(HostileFiles, a_layer_that_does_not_fit_the_address_space_is_refused_with_its_name) {
  const auto config = [](int hidden) {
    return R"({"model_type": "deberta-v2", "num_attention_heads": 1, "num_hidden_layers": 1,
               "intermediate_size": 16, "position_biased_input": false, "vocab_size": 16,
               "embedding_size": 16, "hidden_size": )" +
           std::to_string(hidden) + "}";
  };
  // One projection alone, and the joint matrix of three.
  for (const int hidden : {37840, 20000}) {
    EXPECT_ERROR(kOutOfMemory, "tensor 'encoder.layer.0.attention.self",
                 load(config(hidden), kOf32Bits));
  }
  EXPECT_NO_THROW(load(config(16000), kOf32Bits));
}

TEST(HostileFiles, a_vocabulary_that_does_not_fit_the_address_space_is_refused) {
  EXPECT_ERROR(kOutOfMemory, "cannot allocate 16777216 x 256 x 4 bytes",
               load(R"({"model_type": "deberta", "hidden_size": 256, "num_attention_heads": 1,
                        "num_hidden_layers": 1, "intermediate_size": 16, "vocab_size": 16777216,
                        "position_biased_input": false})",
                    kOf32Bits));
}

TEST(HostileFiles, weights_too_small_for_eight_bits_load) {
  const auto tiny = [](const std::string& name, std::span<float> values, size_t) {
    if (name.ends_with(".weight")) std::ranges::fill(values, 1e-42f);
  };
  const std::string file = testing::random_checkpoint(tiny);
  for (const Precision precision : {Precision::kInt8, Precision::kInt8Weights}) {
    for (const float logit : testing::answer(file, precision).logits) {
      EXPECT_TRUE(std::isfinite(logit));
    }
  }
}

TEST(HostileFiles, weights_that_are_not_numbers_give_an_answer) {
  const auto plant = [](const std::string& name, std::span<float> values, size_t) {
    if (name == "deberta.embeddings.LayerNorm.bias") values[3] = std::nanf("");
  };
  const std::string file = testing::random_checkpoint(plant);
  EXPECT_EQ(testing::answer(file, Precision::kInt8).logits.size(), 24u * 4);
}

TEST(HostileFiles, the_scale_of_scores_does_not_overflow) {
  std::string entries = "\"c2p\"";
  for (int i = 0; i < 140'000; ++i) entries += ",\"x\"";
  testing::OwnContext own;
  // 16384 · 140001 exceeds 31 bits; in v1 every entry counts. The weights fit 32-bit address
  // spaces.
  EXPECT_NO_THROW(ModelLoader(
      parse_config(R"({"model_type": "deberta", "hidden_size": 16384, "num_attention_heads": 1,
                       "num_hidden_layers": 1, "vocab_size": 8, "pos_att_type": [)" +
                   entries + "]}"),
      Head::kNone, own.ctx));
}

// Takes tensors of any size, and counts the memory that it would need.
class Counting : public TensorSink {
 public:
  uint64_t begun = 0;
  void on_index(std::span<const TensorInfo>) override {}
  bool wants(const TensorInfo&) override { return true; }
  Receiver receiver(const TensorInfo& tensor) override {
    begun += tensor.count();
    return [](std::span<const std::byte>) {};
  }
  void on_tensor(const TensorInfo&, RawTensor) override {}
};

TEST(HostileFiles, a_file_that_claims_more_bytes_than_it_has_takes_no_memory_for_them) {
  const std::string header =
      R"({"a": {"dtype": "I8", "shape": [4000000000], "data_offsets": [0, 4000000000]}})";
  std::string file(8, '\0');
  file[0] = static_cast<char>(header.size());
  file += header + std::string(100'000, 'x');
  Counting sink;
  CheckpointReader reader(sink);
  reader.write(std::as_bytes(std::span(file)));
  EXPECT_EQ(sink.begun, 0u);
  EXPECT_ERROR(kSafetensorsTruncated, "tensor 'a'", reader.finish());
  // With more of its bytes the tensor is accepted.
  CheckpointReader longer(sink);
  longer.write(std::as_bytes(std::span(file)));
  for (int i = 0; i < 40; ++i) longer.write(std::as_bytes(std::span(file).subspan(200)));
  EXPECT_EQ(sink.begun, 4'000'000'000u);
}

}  // namespace
}  // namespace deberta
