// Words, tokens and choices of GLiNER2 (tables of ../shared/golden-gliner), chunks, and errors.
#include "tasks/extraction.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "tasks/gliner2_cases.h"
#include "tasks/gliner_decode.h"
#include "tasks/gliner_words.h"
#include "tasks/tiny_model.h"
#include "text/shared_tokenizer.h"
#include "text/unicode/lower_case.h"

namespace deberta {
namespace {

using nlohmann::ordered_json;
using testing::Gliner2Case;
using testing::golden_gliner;
using testing::load_gliner2;
using testing::read_file;

ordered_json table(const std::string& name) {
  return ordered_json::parse(read_file(golden_gliner(name)));
}

TEST(Extraction, words_equal_the_reference) {
  for (const ordered_json& row : table("gliner2_words/words.json")["rows"]) {
    const std::string text = row["text"];
    SCOPED_TRACE(row["text"].dump());
    const Utf16Map map(text);
    ordered_json words = ordered_json::array();
    for (const auto& [begin, end] : gliner2_words(text)) {
      words.push_back({lower_case_in_context(text.substr(begin, end - begin)), map.utf16(begin),
                       map.utf16(end)});
    }
    ordered_json expected = ordered_json::array();
    for (const ordered_json& word : row["words"]) expected.push_back({word[0], word[3], word[4]});
    EXPECT_EQ(words, expected);
  }
}

TEST(Extraction, spans_equal_the_reference) {
  for (const ordered_json& row : table("gliner2_decode/decode.json")["rows"]) {
    SCOPED_TRACE(row.dump().substr(0, 200));
    const std::string text = row["text"];
    std::vector<std::pair<size_t, size_t>> words;  // what lies between the spaces
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(' ', at), text.size());
      words.emplace_back(at, end);
      at = end + 1;
    }
    size_t label = 0;
    for (const auto& [name, options] : row["entities"].items()) {
      const size_t width = row["width"];
      std::vector<float> values;
      for (const ordered_json& word : row["logits"][label++]) {
        for (const ordered_json& value : word) values.push_back(value);
      }
      const float threshold = testing::value_in(options, "threshold", row["threshold"]);
      ordered_json found = ordered_json::array();
      for (const GlinerSpan& span : find_spans(ConstMatrix(values.data(), words.size() * width, 1),
                                               words.size(), words.size(), threshold, false)) {
        const size_t begin = words[span.first].first, end = words[span.last].second;
        found.push_back({{"text", text.substr(begin, end - begin)}, {"confidence", span.score}});
      }
      ordered_json expected = row["result"][name];
      if (!expected.is_array()) {
        expected = expected.is_null() ? ordered_json::array() : ordered_json::array({expected});
        if (found.size() > 1) found.erase(found.begin() + 1, found.end());
      }
      if (!row["include_spans"] && expected.size() < found.size()) {
        // Without offsets, JavaScript drops an equal text.
        ordered_json once = ordered_json::array();
        std::vector<std::string> seen;
        for (const ordered_json& each : found) {
          const std::string lower = lower_case_in_context(each["text"].get<std::string>());
          if (std::ranges::find(seen, lower) != seen.end()) continue;
          seen.push_back(lower);
          once.push_back(each);
        }
        found = once;
      }
      ASSERT_EQ(found.size(), expected.size());
      for (size_t i = 0; i < found.size(); ++i) {
        const bool is_text = expected[i].is_string();
        EXPECT_EQ(found[i]["text"], is_text ? expected[i] : expected[i]["text"]);
        if (is_text || !expected[i].contains("confidence")) continue;
        EXPECT_NEAR(found[i]["confidence"].get<float>(), expected[i]["confidence"].get<float>(),
                    1e-6f);
      }
    }
  }
}

// A model that is not run.
Model model_of_anything() {
  Model model;
  model.head.emplace<Gliner2Head>().spans.emplace();
  return model;
}

Tokenizer v3_with(const ordered_json& added) {
  const std::string folder = testing::shared_path("tokenizers/deberta-v3/");
  const std::string whole = read_file(folder + "tokenizer.json");
  ordered_json settings = ordered_json::parse(read_file(folder + "tokenizer_config.json"));
  for (const auto& [content, id] : added.items()) {
    settings["added_tokens_decoder"][id.dump()] = {
        {"content", content}, {"special", true}, {"normalized", false}};
  }
  const std::string text = settings.dump();
  TokenizerFiles files;
  files.tokenizer_json = whole;
  files.tokenizer_config_json = text;
  return load_tokenizer(files);
}

TEST(Extraction, tokens_equal_the_reference) {
  if (golden_gliner("gliner2_tokens").empty()) GTEST_SKIP() << testing::kNoSharedFolder;
  const ordered_json all = table("gliner2_tokens/tokens.json");
  const Tokenizer tokenizer = v3_with(all["added"]);
  for (const ordered_json& row : all["rows"]) {
    SCOPED_TRACE(row["schema"].dump() + row["text"].dump());
    const std::string text = row["text"];
    Model model = model_of_anything();
    ExtractionTask task(std::vector<std::string_view>{text},
                        testing::schema_of(row["entries"], row["prefix"]), {}, tokenizer, model);
    ASSERT_EQ(task.batches().size(), 1u);
    EXPECT_EQ(ordered_json(task.batches()[0].input_ids), row["input_ids"]);
    const Gliner2Rows& rows = task.rows()[0];
    EXPECT_EQ(ordered_json(rows.words), row["word_positions"]);
    std::vector<size_t> prompts, labels;
    for (const ordered_json& positions : row["special_positions"]) {
      prompts.push_back(positions[0]);
      labels.insert(labels.end(), positions.begin() + 1, positions.end());
    }
    EXPECT_EQ(rows.prompts, prompts);
    EXPECT_EQ(rows.labels, labels);
  }
}

TEST(Extraction, chunks_are_those_of_the_reference) {
  const std::string name = "gliner2_long";
  if (golden_gliner(name).empty()) GTEST_SKIP() << testing::kNoSharedFolder;
  const Gliner2Case golden(name);
  const auto session = load_gliner2(name);
  const std::vector<std::string> texts = golden.texts();
  ExtractionTask task(std::vector<std::string_view>(texts.begin(), texts.end()),
                      golden.schema(0.3f), golden.options(), session->tokenizer(),
                      session->model());
  ordered_json chunks = ordered_json::array();
  for (size_t i = 0; i < texts.size(); ++i) {
    for (const Extraction::Chunk& chunk : task.results[i].chunks) {
      chunks.push_back(texts[i].substr(chunk.span.begin, chunk.span.end - chunk.span.begin));
    }
    EXPECT_FALSE(task.results[i].truncated);
  }
  EXPECT_EQ(chunks, golden.expected["chunks"]);
}

ExtractionSchema of_entities(std::vector<std::string_view> labels, float threshold) {
  ExtractionSchema schema;
  ExtractionSchema::Task& task = schema.tasks.emplace_back();
  task.head = "entities";
  for (const std::string_view label : labels) {
    ExtractionSchema::Label& added = task.labels.emplace_back();
    added.name = label;
    added.threshold = threshold;
  }
  return schema;
}

std::vector<Extraction> extract(Session& session, const std::vector<std::string_view>& texts,
                                const ExtractionSchema& schema,
                                const ExtractionOptions& options = {}) {
  ExtractionTask task(texts, schema, options, session.tokenizer(), session.model());
  session.run(task);
  return std::move(task.results);
}

// A chunk gives what it gives as a text of its own, at its place.
TEST(Extraction, a_long_text_gives_what_its_chunks_give_alone) {
  const auto session = load_gliner2("gliner2_entities_v2");
  const Gliner2Case golden("gliner2_entities_v2");
  std::string text;
  while (gliner2_words(text).size() < 300) text += golden.texts()[0] + " ";
  const ExtractionSchema schema = golden.schema(0.3f);
  const auto together =
      extract(*session, {text}, schema, {.chunk_words = 40, .chunk_overlap = 10})[0];
  ASSERT_GT(together.chunks.size(), 9u);
  size_t found = 0;
  for (const Extraction::Chunk& chunk : together.chunks) {
    const std::string part = text.substr(chunk.span.begin, chunk.span.end - chunk.span.begin);
    const auto alone = extract(*session, {part}, schema, {.max_words = 40})[0];
    const Extraction::Answer &one = chunk.answers[0], &other = alone.chunks[0].answers[0];
    ASSERT_EQ(one.steps.size(), other.steps.size());
    for (size_t label = 0; label < (one.steps.empty() ? 0 : one.steps[0].size()); ++label) {
      const auto &here = one.steps[0][label], &there = other.steps[0][label];
      ASSERT_EQ(here.size(), there.size());
      for (size_t i = 0; i < here.size(); ++i) {
        EXPECT_EQ(here[i].span.begin, chunk.span.begin + there[i].span.begin);
        EXPECT_EQ(here[i].span.end, chunk.span.begin + there[i].span.end);
        EXPECT_EQ(here[i].score, there[i].score);
        ++found;
      }
    }
  }
  EXPECT_GT(found, 10u);
}

// All spans are found at a threshold of 0: none begins or ends behind the text.
TEST(Extraction, the_stop_that_is_added_is_never_found) {
  const auto session = load_gliner2("gliner2_entities_v2");
  const std::string text = "see www.example.com";
  ASSERT_EQ(gliner2_words(text + ".").back().end, text.size() + 1);
  for (const std::string& each : {text, std::string("Ada"), std::string(), std::string(" ")}) {
    ExtractionSchema schema = of_entities({"scientist"}, 0);
    for (const bool first_only : {false, true}) {
      schema.tasks[0].labels[0].first_only = first_only;
      const auto result = extract(*session, {each}, schema)[0];
      EXPECT_EQ(result.chunks[0].span, (ByteSpan{0, static_cast<uint32_t>(each.size())}));
      for (const auto& step : result.chunks[0].answers[0].steps) {
        EXPECT_EQ(step[0].empty(), gliner2_words(each).empty());
        for (const Extraction::Found& found : step[0]) {
          EXPECT_LT(found.span.begin, each.size());
          EXPECT_LE(found.span.end, each.size());
        }
      }
    }
  }
}

TEST(Extraction, a_text_of_too_many_words_is_cut_and_the_result_says_so) {
  const auto session = load_gliner2("gliner2_entities_v2");
  const auto results = extract(*session, {"one two three", "one two three four", "one two three."},
                               of_entities({"scientist"}, 0.5f), {.max_words = 3});
  EXPECT_FALSE(results[0].truncated);  // of its stop
  EXPECT_TRUE(results[1].truncated);
  EXPECT_TRUE(results[2].truncated);
  EXPECT_EQ(results[0].tokens, results[2].tokens);
}

TEST(Extraction, a_classification_reads_only_the_rows_of_its_labels) {
  const auto session = load_gliner2("gliner2_mixed");
  const Gliner2Case golden("gliner2_mixed");
  const std::string text = golden.texts()[0];
  const auto needed = [&](const ExtractionSchema& schema) {
    ExtractionTask task(std::vector<std::string_view>{text}, schema, {}, session->tokenizer(),
                        session->model());
    return task.rows_needed(task.batches()[0])->size();
  };
  ExtractionSchema schema = golden.schema(0.5f);
  EXPECT_GT(needed(schema), 30u);
  std::erase_if(schema.tasks, [](const ExtractionSchema::Task& task) {
    return task.kind != ExtractionSchema::Kind::kClassification;
  });
  EXPECT_EQ(needed(schema), 2u);
}

// A call can be left after any piece, and the next one is as before.
TEST(Extraction, the_head_runs_in_pieces_and_may_be_left) {
  for (const char* name : {"gliner2_mixed", "gliner2_entities_v2"}) {
    const auto session = load_gliner2(name);
    const Gliner2Case golden(name);
    const std::string text = golden.texts()[0];
    const ExtractionSchema schema = golden.schema(0.3f);
    float logit = 0;  // of the first span
    const auto run = [&](size_t steps) {
      ExtractionTask task(std::vector<std::string_view>{text}, schema, {}, session->tokenizer(),
                          session->model());
      size_t done = 0;
      task.on_scores = [&](size_t, const Gliner2Head::Scores& scores) {
        logit = scores.spans.row(0)[0];
      };
      TaskRun call = session->start(task);
      for (; done < steps && call.step(); ++done) {
      }
      return done;
    };
    run(SIZE_MAX);  // which projects positions, once
    const size_t all = run(SIZE_MAX);
    const float known = logit;
    // The count, what follows from it, the steps of the recurrence, and the spans.
    EXPECT_GE(all, session->model().layers.size() + 6) << name;
    for (size_t steps = 0; steps < all; ++steps) {
      EXPECT_EQ(run(steps), steps) << name;
      logit = 0;
      EXPECT_EQ(run(SIZE_MAX), all) << name;
      EXPECT_EQ(logit, known) << name;
    }
  }
}

TEST(Extraction, wrong_calls_are_refused) {
  const auto session = load_gliner2("gliner2_entities_v2");
  const auto call = [&](const ExtractionSchema& schema, const ExtractionOptions& options = {}) {
    ExtractionTask(std::vector<std::string_view>{"a"}, schema, options, session->tokenizer(),
                   session->model());
  };
  for (const char* mark : {"[P]", "[SEP_STRUCT]", "[SEP_TEXT]", "[C]", "[E]", "[R]", "[L]",
                           "[DESCRIPTION]", "[EXAMPLE]", "[OUTPUT]"}) {
    const std::string label = std::string("a ") + mark + " b";
    EXPECT_ERROR(kInput, mark, call(of_entities({"x", label}, 0.5f)));
    ExtractionSchema schema = of_entities({"x"}, 0.5f);
    schema.choices = {label};
    EXPECT_ERROR(kInput, mark, call(schema));
  }
  ExtractionSchema schema = of_entities({"x"}, 0.5f);
  schema.tasks[0].head = "entities [DESCRIPTION] x: y";
  call(schema);
  schema.tasks[0].head = "entities [E]";
  EXPECT_ERROR(kInput, "with '[E]', which marks them", call(schema));
  EXPECT_ERROR(kInput, "expected a label for every task", call(of_entities({}, 0.5f)));
  EXPECT_ERROR(kInput, "expected a task", call({}));
  schema = of_entities({"x"}, 0.5f);
  schema.tasks[0].labels[0].choices = {0};
  EXPECT_ERROR(kInput, "an index of its 0 choices, got 0", call(schema));
  schema = of_entities({"x"}, 0.5f);
  EXPECT_ERROR(kInput, "max_words is 0", call(schema, {.max_words = 0}));
  EXPECT_ERROR(kInput, "chunk_words is 0", call(schema, {.chunk_words = 0}));
  EXPECT_ERROR(kInput, "chunk_overlap is 5, expected 0 to 4",
               call(schema, {.chunk_words = 5, .chunk_overlap = 5}));
  Model model;
  EXPECT_ERROR(
      kState, "the head 'gliner2'",
      ExtractionTask(std::vector<std::string_view>{"a"}, schema, {}, session->tokenizer(), model));
}

TEST(Extraction, the_tokenizer_must_have_the_tokens_of_the_model) {
  EXPECT_ERROR(kVocab, "the token '[C]'", check_gliner2_tokens(testing::tiny_tokenizer()));
}

// --- loading

constexpr const char* kCase = "gliner2_entities_v2";

std::vector<testing::FileTensor> tensors_of(const std::string& name) {
  return testing::read_tensors(read_file(golden_gliner(name) + "/model.safetensors"));
}

void load(const Config& config, const std::vector<testing::FileTensor>& tensors,
          const std::string& tokenizer = kCase) {
  Session::Options options;
  options.head = Head::kGliner2;
  Session session(config, testing::GlinerRepository(tokenizer).tokenizer(), options);
  const std::string file = testing::make_safetensors(tensors);
  session.write_weights(std::as_bytes(std::span(file)));
  session.finish_weights();
}

TEST(Extraction, every_tensor_must_be_there) {
  for (const char* name : {kCase, "gliner2_mixed"}) {
    const std::vector<testing::FileTensor> all = tensors_of(name);
    load(testing::gliner2_config(name), all, name);
    for (size_t i = 0; i < all.size(); ++i) {
      std::vector<testing::FileTensor> tensors = all;
      tensors.erase(tensors.begin() + static_cast<ptrdiff_t>(i));
      if (all[i].name == "encoder.embeddings.position_ids") continue;
      EXPECT_ERROR(kTensorMissing, "is missing",
                   load(testing::gliner2_config(name), tensors, name));
    }
  }
}

TEST(Extraction, tensors_of_other_sizes_are_refused) {
  std::vector<testing::FileTensor> tensors = tensors_of(kCase);
  for (testing::FileTensor& tensor : tensors) {
    if (!tensor.name.starts_with("count_embed.transformer.")) continue;
    const testing::FileTensor whole = tensor;
    tensor.bytes.resize(tensor.bytes.size() / tensor.shape[0] * (tensor.shape[0] - 1));
    --tensor.shape[0];
    EXPECT_ERROR(kTensorShape, "count_embed.transformer.",
                 load(testing::gliner2_config(kCase), tensors));
    tensor = whole;
  }
  // A row of the embeddings for every token, and no other.
  const auto words = std::ranges::find(tensors, "encoder.embeddings.word_embeddings.weight",
                                       &testing::FileTensor::name);
  words->bytes.resize(words->bytes.size() / words->shape[0] * (words->shape[0] - 1));
  --words->shape[0];
  EXPECT_ERROR(kTensorShape, "word_embeddings", load(testing::gliner2_config(kCase), tensors));
}

// The newer form, of which there is no case: its classifier has other keys and a temperature.
TEST(Extraction, the_boundary_form_classifies_and_nothing_else) {
  const std::string name = "gliner2_mixed";
  const Gliner2Case golden(name);
  Config config = testing::gliner2_config(name);
  config.gliner2->has_spans = false;
  config.gliner2->temperature = 2;
  std::vector<testing::FileTensor> tensors = tensors_of(name);
  std::erase_if(tensors, [](const testing::FileTensor& tensor) {
    return tensor.name.starts_with("span_rep.") || tensor.name.starts_with("count_");
  });
  for (testing::FileTensor& tensor : tensors) {
    if (tensor.name.starts_with("classifier.2.")) tensor.name[11] = '3';
  }
  Session::Options options;
  options.head = Head::kGliner2;
  Session session(config, testing::GlinerRepository(name).tokenizer(), options);
  const std::string file = testing::make_safetensors(tensors);
  session.write_weights(std::as_bytes(std::span(file)));
  session.finish_weights();

  ExtractionSchema schema = golden.schema(0.5f);
  EXPECT_ERROR(kConfigUnsupported, "architecture 'boundary': only classification is supported",
               extract(session, {"a"}, schema));
  std::erase_if(schema.tasks, [](const ExtractionSchema::Task& task) {
    return task.kind != ExtractionSchema::Kind::kClassification;
  });
  schema.choices.clear();
  schema.tasks[0].function = ScoreFunction::kNone;
  const std::string text = golden.texts()[0];
  const auto halves = extract(session, {text}, schema)[0].chunks[0].answers[0].scores;
  const auto whole = load_gliner2(name);
  const auto scores = extract(*whole, {text}, schema)[0].chunks[0].answers[0].scores;
  ASSERT_EQ(halves.size(), 2u);
  for (size_t i = 0; i < 2; ++i) EXPECT_FLOAT_EQ(halves[i], scores[i] / 2);
}

TEST(Extraction, eight_bits_are_of_the_encoder) {
  for (const char* name : {kCase, "gliner2_mixed"}) {
    const auto session = load_gliner2(name, 1, Precision::kInt8);
    const auto& head = std::get<Gliner2Head>(session->model().head);
    EXPECT_EQ(head.classifier.first.precision(), Precision::kFloat32);
    EXPECT_EQ(head.spans->scorer.label.precision(), Precision::kFloat32);
    EXPECT_EQ(head.spans->count.first.precision(), Precision::kFloat32);
    EXPECT_EQ(session->model().layers[0].attention_output.precision(), Precision::kInt8);
  }
}

}  // namespace
}  // namespace deberta
