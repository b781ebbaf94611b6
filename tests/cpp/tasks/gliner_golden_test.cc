// Known answers of GLiNER itself (../shared/golden-gliner): tokens, logits, entities.
#include <gtest/gtest.h>

#include <cmath>

#include "tasks/gliner_cases.h"

namespace deberta {
namespace {

using nlohmann::json;
using testing::expect_near;
using testing::GlinerCase;
using testing::ids_of;
using testing::label_lists;
using testing::load_gliner;
using testing::Tensors;

class GlinerGolden : public ::testing::TestWithParam<std::tuple<std::string, int>> {};

// Of one text, by its place among those that reach the model.
void expect_logits(ConstMatrix logits, size_t text, size_t words, const Tensors& expected) {
  const std::vector<uint64_t>& shape = expected.shape("logits");  // [B, W, K, C] or [B, W, C, 3]
  const std::vector<float> values = expected.floats("logits");
  const bool is_of_tokens = !expected.has("span_idx");
  const size_t rows = logits.rows / words;
  for (size_t word = 0; word < words; ++word) {
    for (size_t k = 0; k < shape[2]; ++k) {
      if (!is_of_tokens && word + k >= words) continue;
      for (size_t c = 0; c < shape[3]; ++c) {
        expect_near(
            logits.row(word * rows + k)[c],
            values[((text * shape[1] + word) * shape[2] + k) * shape[3] + c],
            "logit " + std::to_string(word) + "," + std::to_string(k) + "," + std::to_string(c));
      }
    }
  }
}

TEST_P(GlinerGolden, logits_equal_the_reference) {
  const auto& [name, threads] = GetParam();
  const GlinerCase golden(name);
  const auto session = load_gliner(name, threads);
  const std::vector<std::string> texts = golden.texts();
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const auto labels = golden.labels();
  ZeroShotTokenOptions options;
  options.stride = 0;
  ZeroShotTokenClassificationTask task(views, label_lists(labels, 0.5f), options,
                                       session->tokenizer(), session->model());
  size_t seen = 0;
  const std::vector<int32_t> lengths = golden.tensors.ints("text_lengths");
  task.on_logits = [&](size_t text, ConstMatrix logits) {
    expect_logits(logits, text, static_cast<size_t>(lengths[text]), golden.tensors);
    ++seen;
  };
  EXPECT_EQ(ids_of(task.batches()),
            golden.expected["input_ids"].get<std::vector<std::vector<int32_t>>>());
  session->run(task);
  EXPECT_EQ(seen, golden.expected["valid_text_indices"].size());
}

std::vector<std::vector<ZeroShotTokenOptions::Utf16Span>> input_spans(const json& run) {
  std::vector<std::vector<ZeroShotTokenOptions::Utf16Span>> spans;
  for (const json& text : run.value("input_spans", json::array())) {
    spans.emplace_back();
    for (const json& span : text) spans.back().push_back({span["start"], span["end"]});
  }
  return spans;
}

void expect_best(const ZeroShotEntity& entity, const std::vector<std::string>& labels,
                 const json& expected) {
  ASSERT_EQ(entity.best.size(), expected.size());
  for (size_t i = 0; i < entity.best.size(); ++i) {
    const auto& [label, score] = entity.best[i];
    EXPECT_NEAR(score, expected.at(labels[label]).get<float>(), 1e-4f);
    if (i > 0) EXPECT_GE(entity.best[i - 1].score, score);
  }
}

void expect_entities(const ZeroShotEntities& actual, const json& expected, std::string_view text,
                     const std::vector<std::string>& labels) {
  ASSERT_EQ(actual.entities.size(), expected.size());
  const Utf16Map map(text);
  for (size_t i = 0; i < expected.size(); ++i) {
    const ZeroShotEntity& entity = actual.entities[i];
    const json& known = expected[i];
    EXPECT_EQ(map.utf16(entity.span.begin), known["start_utf16"].get<uint32_t>());
    EXPECT_EQ(map.utf16(entity.span.end), known["end_utf16"].get<uint32_t>());
    EXPECT_EQ(text.substr(entity.span.begin, entity.span.end - entity.span.begin),
              known["text"].get<std::string>());
    EXPECT_EQ(labels[entity.label], known["label"].get<std::string>());
    EXPECT_NEAR(entity.score, known["score"].get<float>(), 1e-4f);
    if (known.contains("class_probs")) expect_best(entity, labels, known["class_probs"]);
  }
}

TEST_P(GlinerGolden, entities_equal_the_reference) {
  const auto& [name, threads] = GetParam();
  const GlinerCase golden(name);
  const auto session = load_gliner(name, threads);
  const std::vector<std::string> texts = golden.texts();
  const auto labels = golden.labels();
  for (const json& run : golden.expected["runs"]) {
    SCOPED_TRACE((json{run["threshold"], run["flat_ner"], run["multi_label"]}).dump());
    ZeroShotTokenOptions options;
    options.flat = run["flat_ner"];
    options.multi_label = run["multi_label"];
    options.class_probabilities = run.value("return_class_probs", false);
    options.stride = 0;  // the reference reads the first words only
    options.input_spans = input_spans(run);
    ZeroShotTokenClassificationTask task(std::vector<std::string_view>(texts.begin(), texts.end()),
                                         label_lists(labels, run["threshold"]), options,
                                         session->tokenizer(), session->model());
    session->run(task);
    for (size_t i = 0; i < texts.size(); ++i) {
      const auto& list = labels[labels.size() == 1 ? 0 : i];
      expect_entities(task.results[i], run["entities"][i], texts[i], list);
    }
  }
}

TEST_P(GlinerGolden, a_batch_gives_what_its_texts_give_alone) {
  const auto& [name, threads] = GetParam();
  const GlinerCase golden(name);
  const auto session = load_gliner(name, threads);
  std::vector<std::string> texts = golden.texts();
  texts.push_back("Ada");
  const std::vector<std::vector<std::string>> labels = {golden.labels()[0]};
  const auto lists = label_lists(labels, 0.3f);
  const auto run = [&](std::vector<std::string_view> some) {
    ZeroShotTokenClassificationTask task(some, lists, {}, session->tokenizer(), session->model());
    session->run(task);
    return std::move(task.results);
  };
  const auto together = run({texts.begin(), texts.end()});
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto alone = run({texts[i]});
    ASSERT_EQ(together[i].entities.size(), alone[0].entities.size());
    for (size_t k = 0; k < alone[0].entities.size(); ++k) {
      const ZeroShotEntity &one = together[i].entities[k], &other = alone[0].entities[k];
      EXPECT_EQ(one.span.begin, other.span.begin);
      EXPECT_EQ(one.span.end, other.span.end);
      EXPECT_EQ(one.label, other.label);
      EXPECT_EQ(one.score, other.score);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, GlinerGolden,
                         ::testing::Combine(::testing::ValuesIn(testing::gliner_case_names()),
                                            ::testing::Values(1, 2)),
                         [](const auto& info) {
                           return std::get<0>(info.param) + "_threads" +
                                  std::to_string(std::get<1>(info.param));
                         });

}  // namespace
}  // namespace deberta
