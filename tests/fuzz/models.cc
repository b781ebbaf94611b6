#include "fuzz/models.h"

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "fuzz/target.h"
#include "text/tiny_tokenizer.h"
#include "text/tiny_unigram.h"

namespace deberta::fuzz {
namespace {

constexpr std::array kHeads = {Head::kNone,
                               Head::kSequenceClassification,
                               Head::kTokenClassification,
                               Head::kQuestionAnswering,
                               Head::kMaskedLm,
                               Head::kMultipleChoice};
static_assert(kModels == 2 * kHeads.size() - 1);  // v1 has no multiple choice

std::string config_of(bool v2, Head head, size_t vocabulary) {
  nlohmann::json config{{"model_type", v2 ? "deberta-v2" : "deberta"},
                        {"hidden_size", 8},
                        {"num_hidden_layers", 2},
                        {"num_attention_heads", 2},
                        {"intermediate_size", 12},
                        {"vocab_size", vocabulary},
                        {"type_vocab_size", 2},
                        {"max_position_embeddings", 24},
                        {"relative_attention", true},
                        {"pos_att_type", {"c2p", "p2c"}},
                        {"initializer_range", 0.5},
                        {"id2label", {{"0", "O"}, {"1", "B-A"}, {"2", "I-A"}, {"3", "B-B"}}}};
  if (v2) {
    config.update({{"position_buckets", 8},
                   {"share_att_key", true},
                   {"norm_rel_ebd", "layer_norm"},
                   {"conv_kernel_size", 3},
                   {"position_biased_input", false}});
  }
  // Heads need as many labels: for start and end, and for a document's score.
  if (head == Head::kQuestionAnswering) config["id2label"] = {{"0", "start"}, {"1", "end"}};
  if (head == Head::kSequenceClassification && v2) config["id2label"] = {{"0", "score"}};
  return config.dump();
}

std::unique_ptr<Session> make(size_t index) {
  const bool v2 = index < kHeads.size();
  const Head head = kHeads[index % kHeads.size()];
  const std::string settings = R"({"model_max_length": 24})";
  Tokenizer tokenizer = v2 ? testing::tiny_unigram(true, settings)
                           : testing::tiny_tokenizer([](nlohmann::json&) {}, settings);
  const auto vocabulary = static_cast<size_t>(tokenizer.vocab_size());
  auto session = std::make_unique<Session>(config_of(v2, head, vocabulary), std::move(tokenizer),
                                           Session::Options{.head = head});
  session->initialize_weights(/*seed=*/index + 1);
  return session;
}

struct Made {
  std::unique_ptr<Session> session;
  std::vector<float> answer;
};

std::vector<float> values_of(const ForwardOutputs& outputs) {
  std::vector<float> all = outputs.last_hidden_state.values;
  for (const Tensor* tensor : {&outputs.logits, &outputs.start_logits, &outputs.end_logits}) {
    all.insert(all.end(), tensor->values.begin(), tensor->values.end());
  }
  return all;
}

Made& made(size_t index) {
  static std::array<Made, kModels> all;
  Made& entry = all[index];
  if (!entry.session) {
    entry.session = make(index);
    entry.answer = values_of(call_model(*entry.session));
  }
  return entry;
}

}  // namespace

bool fits_a_test(const Config& config) {
  const auto of = [](int value) { return static_cast<double>(value); };
  const double hidden = of(config.hidden_size);
  const double layer =
      hidden * (8 * hidden + 2 * of(config.intermediate_size) + 2 * of(config.position_span()));
  const double floats = of(config.vocab_size) * of(config.embedding_size) +
                        of(config.max_position_embeddings + config.type_vocab_size) * hidden +
                        of(config.num_hidden_layers) * layer + of(config.num_labels()) * hidden;
  constexpr double kSmall = 1 << 20, kAddressSpace = 4294967296.0;
  return floats < kSmall || hidden * hidden > kAddressSpace / 4;
}

ForwardOutputs call_model(Session& session) {
  ForwardInputs inputs;
  const int vocabulary = session.config().vocab_size;
  const size_t length = std::min(3, session.config().max_position_embeddings);
  for (size_t i = 0; i < length; ++i) {
    inputs.batch.input_ids.push_back(static_cast<int32_t>(i) % vocabulary);
  }
  inputs.batch.lengths = {length};
  ForwardTask task(std::move(inputs), session.model());
  session.run(task);
  return std::move(task.outputs);
}

Session& model(size_t index) { return *made(index).session; }

void check_unchanged(size_t index) {
  Made& entry = made(index);
  const std::vector<float> again = values_of(call_model(*entry.session));
  DEBERTA_EXPECT(again.size() == entry.answer.size());
  DEBERTA_EXPECT(std::memcmp(again.data(), entry.answer.data(), 4 * again.size()) == 0);
}

}  // namespace deberta::fuzz
