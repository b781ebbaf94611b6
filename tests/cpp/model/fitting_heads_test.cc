#include "model/fitting_heads.h"

#include <gtest/gtest.h>

#include "fixtures.h"
#include "io/gliner2_config.h"

namespace deberta {
namespace {

class Index : public TensorSink {
 public:
  std::vector<TensorInfo> tensors;

  void on_index(std::span<const TensorInfo> index) override {
    tensors.assign(index.begin(), index.end());
  }
  bool wants(const TensorInfo&) override { return false; }
  void on_tensor(const TensorInfo&, RawTensor) override {}
};

std::string file(const std::string& golden, const char* name) {
  return testing::read_file(testing::fixture_path("golden/" + golden + "/" + name));
}

FittingHeads heads_of(const std::string& golden, const std::string& config = "") {
  Index index;
  testing::read_safetensors(index, file(golden, "model.safetensors"));
  return fitting_heads(parse_config(config.empty() ? file(golden, "config.json") : config),
                       index.tensors);
}

TEST(FittingHeads, are_those_that_use_the_most_of_a_checkpoint) {
  const std::pair<const char*, Head> cases[] = {
      {"v1_c2p_p2c", Head::kNone},
      {"v1_seq_single", Head::kSequenceClassification},
      {"v1_tok", Head::kTokenClassification},
      {"v1_qa", Head::kQuestionAnswering},
      {"v1_mlm_new", Head::kMaskedLm},
      {"v1_mlm_legacy", Head::kMaskedLm},
      {"v2_tok", Head::kTokenClassification},
      {"v2_mc", Head::kMultipleChoice},
  };
  for (const auto& [golden, head] : cases) {
    const FittingHeads fitting = heads_of(golden);
    ASSERT_FALSE(fitting.heads.empty()) << golden;
    EXPECT_EQ(fitting.heads.front().head, head) << golden;
    EXPECT_GT(fitting.heads.front().memory, 0u) << golden;
    EXPECT_FALSE(fitting.refused) << golden;
    for (const FittingHead& each : fitting.heads) {
      EXPECT_GE(each.skipped.size(), fitting.heads.front().skipped.size()) << golden;
    }
  }
}

TEST(FittingHeads, of_gliner2_are_its_own) {
  for (const char* name : {"gliner2_mixed", "gliner2_entities_v2"}) {
    const auto file = [&](const char* path) {
      return testing::read_file(testing::fixture_path(std::string("gliner/") + name + "/" + path));
    };
    Index index;
    testing::read_safetensors(index, file("model.safetensors"));
    const FittingHeads fitting = fitting_heads(
        parse_model_config(file("config.json"), file("encoder_config/config.json")), index.tensors);
    ASSERT_EQ(fitting.heads.size(), 1u) << name;
    EXPECT_EQ(fitting.heads[0].head, Head::kGliner2);
    EXPECT_TRUE(fitting.heads[0].skipped.empty()) << fitting.heads[0].skipped[0];
  }
}

TEST(FittingHeads, are_none_where_the_encoder_does_not_fit) {
  const FittingHeads fitting = heads_of("v1_tok", R"({"model_type": "deberta"})");
  EXPECT_TRUE(fitting.heads.empty());
  ASSERT_TRUE(fitting.refused);
  EXPECT_EQ(fitting.refused->code(), ErrorCode::kTensorShape);
}

}  // namespace
}  // namespace deberta
