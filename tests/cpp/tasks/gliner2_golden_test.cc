// Known answers of GLiNER2 itself (../shared/golden-gliner): tokens, logits, results. Chunks of
// long texts are merged by JavaScript.
#include <gtest/gtest.h>

#include <cmath>

#include "tasks/gliner2_cases.h"

namespace deberta {
namespace {

using nlohmann::ordered_json;
using testing::expect_near;
using testing::Gliner2Case;
using testing::ids_of;
using testing::load_gliner2;
using testing::Tensors;
using testing::value_in;
using Kind = ExtractionSchema::Kind;

class Gliner2Golden : public ::testing::TestWithParam<std::tuple<std::string, int>> {};
class Gliner2Results : public Gliner2Golden {};  // of texts that are read at once

// Of a task of spans: expected [count, labels, words, max_width], of which entities have the first
// step. `column` is the task's first.
void expect_span_logits(ConstMatrix logits, size_t column, size_t steps, const Tensors& expected,
                        const std::string& name) {
  const std::vector<uint64_t>& shape = expected.shape(name);
  const std::vector<float> values = expected.floats(name);
  const size_t labels = shape[1], words = shape[2], width = logits.rows / words;
  ASSERT_LE(steps, shape[0]);
  for (size_t step = 0; step < steps; ++step) {
    for (size_t c = 0; c < labels; ++c) {
      for (size_t i = 0; i < words; ++i) {
        for (size_t w = 0; w < shape[3] && i + w < words; ++w) {
          expect_near(logits.row(i * width + w)[column + step * labels + c],
                      values[((step * labels + c) * words + i) * shape[3] + w],
                      name + " " + std::to_string(step) + "," + std::to_string(c) + "," +
                          std::to_string(i) + "," + std::to_string(w));
        }
      }
    }
  }
}

void expect_scores(const Gliner2Head::Scores& scores,
                   const std::vector<ExtractionSchema::Task>& tasks, size_t piece,
                   const Gliner2Case& golden) {
  const ordered_json& schemas = golden.expected["encoded"][piece]["schemas"];
  size_t column = 0, group = 0, label = 0;
  for (size_t k = 0; k < tasks.size(); ++k) {
    const std::string name = std::to_string(piece) + "." + std::to_string(k) + ".logits";
    if (tasks[k].kind == Kind::kClassification) {
      for (const float expected : golden.tensors.floats(name)) {
        expect_near(scores.classes[label++], expected, name);
      }
      continue;
    }
    const size_t count = scores.counts[group++];
    EXPECT_EQ(count, schemas[k]["count"].get<size_t>()) << name;
    const size_t steps = tasks[k].kind == Kind::kEntities ? std::min<size_t>(count, 1) : count;
    if (steps > 0) expect_span_logits(scores.spans, column, steps, golden.tensors, name);
    column += steps * tasks[k].labels.size();
  }
  EXPECT_EQ(group, scores.counts.size());
  EXPECT_EQ(label, scores.classes.size());
  EXPECT_EQ(column, scores.spans.cols);
}

TEST_P(Gliner2Golden, tokens_and_logits_equal_the_reference) {
  const auto& [name, threads] = GetParam();
  const Gliner2Case golden(name);
  const auto session = load_gliner2(name, threads);
  const std::vector<std::string> texts = golden.texts();
  const ExtractionSchema schema = golden.schema(0.5f);
  ExtractionTask task(std::vector<std::string_view>(texts.begin(), texts.end()), schema,
                      golden.options(), session->tokenizer(), session->model());
  const ordered_json& encoded = golden.expected["encoded"];
  std::vector<std::vector<int32_t>> known;
  for (const ordered_json& each : encoded) known.push_back(each["input_ids"]);
  ASSERT_EQ(ids_of(task.batches()), known);
  size_t seen = 0;
  task.on_scores = [&](size_t piece, const Gliner2Head::Scores& scores) {
    expect_scores(scores, schema.tasks, piece, golden);
    ++seen;
  };
  session->run(task);
  EXPECT_EQ(seen, encoded.size());
}

// What JavaScript makes of the core's results.

ordered_json to_json(const Extraction::Found& found, std::string_view text, const Utf16Map& map) {
  return {{"text", text.substr(found.span.begin, found.span.end - found.span.begin)},
          {"confidence", found.score},
          {"start", map.utf16(found.span.begin)},
          {"end", map.utf16(found.span.end)}};
}

void expect_found(const ordered_json& actual, const ordered_json& expected) {
  SCOPED_TRACE(actual.dump() + " " + expected.dump());
  ASSERT_EQ(actual.is_null(), expected.is_null());
  if (actual.is_null()) return;
  EXPECT_EQ(actual["text"], expected["text"]);
  EXPECT_NEAR(actual["confidence"].get<float>(), expected["confidence"].get<float>(), 1e-4f);
  if (!expected.contains("start_utf16")) return;  // a choice
  EXPECT_EQ(actual["start"], expected["start_utf16"]);
  EXPECT_EQ(actual["end"], expected["end_utf16"]);
}

// One of a label, or a list.
void expect_field(const std::vector<Extraction::Found>& found, bool is_list,
                  const std::vector<std::string>& choices, std::string_view text,
                  const ordered_json& expected) {
  const Utf16Map map(text);
  std::vector<ordered_json> actual;
  for (const Extraction::Found& each : found) {
    actual.push_back(
        each.choice ? ordered_json{{"text", choices.at(*each.choice)}, {"confidence", each.score}}
                    : to_json(each, text, map));
  }
  if (!is_list) {
    return expect_found(actual.empty() ? ordered_json() : actual[0], expected);
  }
  ASSERT_EQ(actual.size(), expected.size()) << ordered_json(actual).dump() << expected.dump();
  for (size_t i = 0; i < actual.size(); ++i) expect_found(actual[i], expected[i]);
}

void expect_entities(const Extraction::Answer& answer, const ExtractionSchema::Task& task,
                     const Gliner2Case& golden, std::string_view text,
                     const ordered_json& expected) {
  ASSERT_EQ(answer.steps.size(), expected.empty() ? 0u : 1u);
  if (expected.empty()) return;
  for (size_t i = 0; i < task.labels.size(); ++i) {
    const std::string name(task.labels[i].name);
    const bool is_list = value_in(golden.entity(name), "dtype", "list") == "list";
    expect_field(answer.steps[0][i], is_list, {}, text, expected[name]);
  }
}

void expect_relations(const Extraction::Answer& answer, std::string_view text,
                      const ordered_json& expected) {
  size_t seen = 0;
  for (const auto& step : answer.steps) {
    if (step[0].empty() || step[1].empty()) continue;
    ASSERT_LT(seen, expected.size());
    expect_field(step[0], false, {}, text, expected[seen]["head"]);
    expect_field(step[1], false, {}, text, expected[seen]["tail"]);
    ++seen;
  }
  EXPECT_EQ(seen, expected.size());
}

void expect_structures(const Extraction::Answer& answer, const ExtractionSchema& schema,
                       const ExtractionSchema::Task& task, std::string_view text,
                       const ordered_json& expected) {
  size_t seen = 0;
  for (const auto& step : answer.steps) {
    if (std::ranges::all_of(step, [](const auto& found) { return found.empty(); })) continue;
    ASSERT_LT(seen, expected.size());
    for (size_t i = 0; i < task.labels.size(); ++i) {
      const ExtractionSchema::Label& label = task.labels[i];
      std::vector<std::string> choices;
      for (const uint32_t choice : label.choices) choices.emplace_back(schema.choices[choice]);
      expect_field(step[i], !label.first_only, choices, text,
                   expected[seen][std::string(label.name)]);
    }
    ++seen;
  }
  EXPECT_EQ(seen, expected.size());
}

void expect_classes(const Extraction::Answer& answer, const ExtractionSchema::Task& task,
                    const ordered_json& options, const ordered_json& expected) {
  const std::vector<float>& scores = answer.scores;
  ASSERT_EQ(scores.size(), task.labels.size());
  const size_t best = static_cast<size_t>(std::ranges::max_element(scores) - scores.begin());
  const bool multi = value_in(options, "multi_label", false);
  const float threshold = multi ? value_in(options, "cls_threshold", 0.5f).get<float>() : 2;
  std::vector<size_t> chosen;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] >= threshold) chosen.push_back(i);
  }
  if (chosen.empty()) chosen = {best};
  const ordered_json list = multi ? expected : ordered_json::array({expected});
  ASSERT_EQ(chosen.size(), list.size());
  for (size_t i = 0; i < chosen.size(); ++i) {
    EXPECT_EQ(task.labels[chosen[i]].name, list[i]["label"].get<std::string>());
    EXPECT_NEAR(scores[chosen[i]], list[i]["confidence"].get<float>(), 1e-4f);
  }
}

void expect_result(const Extraction& actual, const ExtractionSchema& schema,
                   const Gliner2Case& golden, std::string_view text, const ordered_json& expected) {
  ASSERT_EQ(actual.chunks.size(), 1u);
  const ordered_json relations = value_in(golden.expected["schema"], "relations", {});
  size_t structure = 0, relation = 0, classification = 0;
  for (size_t k = 0; k < schema.tasks.size(); ++k) {
    const ExtractionSchema::Task& task = schema.tasks[k];
    const Extraction::Answer& answer = actual.chunks[0].answers[k];
    switch (task.kind) {
      case Kind::kStructure:
        expect_structures(answer, schema, task, text,
                          expected[golden.nth("structures", structure++).first]);
        break;
      case Kind::kEntities:
        expect_entities(answer, task, golden, text, expected["entities"]);
        break;
      case Kind::kRelation:
        expect_relations(answer, text,
                         expected["relation_extraction"][relations[relation++].get<std::string>()]);
        break;
      case Kind::kClassification: {
        const auto [name, options] = golden.nth("classifications", classification++);
        expect_classes(answer, task, options, expected[name]);
      }
    }
  }
}

TEST_P(Gliner2Results, equal_the_reference) {
  const auto& [name, threads] = GetParam();
  const Gliner2Case golden(name);
  const auto session = load_gliner2(name, threads);
  const std::vector<std::string> texts = golden.texts();
  for (const ordered_json& run : golden.expected["runs"]) {
    const bool has_spans = run["include_spans"] || golden.expected["method"] == "classify";
    if (!run["include_confidence"] || !has_spans) continue;  // the same with less
    SCOPED_TRACE(run["threshold"].dump());
    const ExtractionSchema schema = golden.schema(run["threshold"]);
    ExtractionTask task(std::vector<std::string_view>(texts.begin(), texts.end()), schema,
                        golden.options(), session->tokenizer(), session->model());
    session->run(task);
    for (size_t i = 0; i < texts.size(); ++i) {
      expect_result(task.results[i], schema, golden, texts[i], run["results"][i]);
    }
  }
}

void expect_equal(const Extraction& one, const Extraction& other) {
  ASSERT_EQ(one.chunks.size(), other.chunks.size());
  EXPECT_EQ(one.tokens, other.tokens);
  for (size_t c = 0; c < one.chunks.size(); ++c) {
    EXPECT_EQ(one.chunks[c].span, other.chunks[c].span);
    for (size_t k = 0; k < one.chunks[c].answers.size(); ++k) {
      const Extraction::Answer &a = one.chunks[c].answers[k], &b = other.chunks[c].answers[k];
      EXPECT_EQ(a.scores, b.scores);
      EXPECT_EQ(a.count, b.count);
      ASSERT_EQ(a.steps.size(), b.steps.size());
      for (size_t step = 0; step < a.steps.size(); ++step) {
        for (size_t label = 0; label < a.steps[step].size(); ++label) {
          const auto &x = a.steps[step][label], &y = b.steps[step][label];
          ASSERT_EQ(x.size(), y.size());
          for (size_t i = 0; i < x.size(); ++i) {
            EXPECT_EQ(x[i].span, y[i].span);
            EXPECT_EQ(x[i].choice, y[i].choice);
            EXPECT_EQ(x[i].score, y[i].score);
          }
        }
      }
    }
  }
}

TEST_P(Gliner2Golden, a_batch_gives_what_its_texts_give_alone) {
  const auto& [name, threads] = GetParam();
  const Gliner2Case golden(name);
  const auto session = load_gliner2(name, threads);
  std::vector<std::string> texts = golden.texts();
  texts.insert(texts.end(), {"Ada", "", "the end of it all. " + texts[0]});
  const ExtractionSchema schema = golden.schema(0.3f);
  const auto run = [&](std::vector<std::string_view> some) {
    ExtractionTask task(some, schema, golden.options(), session->tokenizer(), session->model());
    session->run(task);
    return std::move(task.results);
  };
  const auto together = run({texts.begin(), texts.end()});
  for (size_t i = 0; i < texts.size(); ++i) expect_equal(together[i], run({texts[i]})[0]);
}

std::vector<std::string> short_case_names() {
  std::vector<std::string> names = testing::gliner2_case_names();
  std::erase(names, "gliner2_long");
  return names;
}

constexpr auto kName = [](const auto& info) {
  return std::get<0>(info.param) + "_threads" + std::to_string(std::get<1>(info.param));
};
INSTANTIATE_TEST_SUITE_P(All, Gliner2Golden,
                         ::testing::Combine(::testing::ValuesIn(testing::gliner2_case_names()),
                                            ::testing::Values(1, 2)),
                         kName);
INSTANTIATE_TEST_SUITE_P(All, Gliner2Results,
                         ::testing::Combine(::testing::ValuesIn(short_case_names()),
                                            ::testing::Values(1, 2)),
                         kName);

}  // namespace
}  // namespace deberta
