// flags | options | schema | texts, each u8 size | text: a call of GLiNER2's task
#include "tasks/extraction.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "fuzz/encodings.h"
#include "fuzz/targets/targets.h"
#include "io/gliner2_config.h"
#include "session.h"
#include "text/tiny_unigram.h"
#include "text/unicode/utf8.h"

namespace deberta::fuzz {
namespace {

std::unique_ptr<Session> make() {
  const nlohmann::json encoder{{"model_type", "deberta-v2"},     {"hidden_size", 8},
                               {"num_hidden_layers", 1},         {"num_attention_heads", 2},
                               {"intermediate_size", 12},        {"vocab_size", 1},
                               {"max_position_embeddings", 24},  {"relative_attention", true},
                               {"pos_att_type", {"c2p", "p2c"}}, {"position_buckets", 8},
                               {"share_att_key", true},          {"norm_rel_ebd", "layer_norm"},
                               {"position_biased_input", false}, {"initializer_range", 0.5}};
  nlohmann::json settings;
  int id = static_cast<int>(testing::kFirstByte + 256 + testing::tiny_pieces().size());
  for (const char* mark : {"[SEP_STRUCT]", "[SEP_TEXT]", "[P]", "[C]", "[E]", "[R]", "[L]",
                           "[EXAMPLE]", "[OUTPUT]", "[DESCRIPTION]"}) {
    settings["added_tokens_decoder"][std::to_string(id++)] = {
        {"content", mark}, {"special", true}, {"normalized", false}};
  }
  auto session = std::make_unique<Session>(
      parse_gliner2_config(R"({"model_type": "extractor", "max_width": 3})", encoder.dump()),
      testing::tiny_unigram(true, settings.dump()), Session::Options{.head = Head::kGliner2});
  session->initialize_weights(/*seed=*/1);
  return session;
}

float threshold(Input& input) { return static_cast<float>(input.byte()) / 255; }

ExtractionSchema read_schema(Input& input) {
  ExtractionSchema schema;
  for (size_t count = input.below(4); count > 0; --count) {
    schema.choices.push_back(input.take(input.below(8)));
  }
  for (size_t count = input.below(5); count > 0; --count) {
    ExtractionSchema::Task& task = schema.tasks.emplace_back();
    task.kind = static_cast<ExtractionSchema::Kind>(input.below(4));
    task.function = static_cast<ScoreFunction>(1 + input.below(3));
    task.head = input.take(input.below(16));
    for (size_t labels = input.below(4); labels > 0; --labels) {
      ExtractionSchema::Label& label = task.labels.emplace_back();
      label.name = input.take(input.below(16));
      label.threshold = threshold(input);
      label.first_only = input.flag();
      for (size_t choices = input.below(3); choices > 0; --choices) {
        label.choices.push_back(static_cast<uint32_t>(input.below(4)));
      }
    }
  }
  return schema;
}

void check(const Extraction::Found& found, const ExtractionSchema::Label& label, ByteSpan chunk,
           std::string_view text) {
  DEBERTA_EXPECT(std::isnan(found.score) ||
                 (found.score >= label.threshold && found.score <= 1.0001f));
  DEBERTA_EXPECT(found.choice.has_value() == !label.choices.empty());
  if (found.choice) {
    DEBERTA_EXPECT(*found.choice < label.choices.size());
    return;
  }
  DEBERTA_EXPECT(chunk.begin <= found.span.begin && found.span.begin < found.span.end &&
                 found.span.end <= chunk.end);
  if (is_utf8(text)) {
    DEBERTA_EXPECT(is_border(text, found.span.begin) && is_border(text, found.span.end));
  }
}

void check(const Extraction& result, const ExtractionSchema& schema, std::string_view text) {
  DEBERTA_EXPECT(!result.chunks.empty());
  for (const Extraction::Chunk& chunk : result.chunks) {
    DEBERTA_EXPECT(chunk.span.begin <= chunk.span.end && chunk.span.end <= text.size());
    DEBERTA_EXPECT(chunk.answers.size() == schema.tasks.size());
    for (size_t k = 0; k < schema.tasks.size(); ++k) {
      const Extraction::Answer& answer = chunk.answers[k];
      const ExtractionSchema::Task& task = schema.tasks[k];
      const bool classifies = task.kind == ExtractionSchema::Kind::kClassification;
      DEBERTA_EXPECT(answer.scores.size() == (classifies ? task.labels.size() : 0));
      for (const auto& step : answer.steps) {
        DEBERTA_EXPECT(step.size() == task.labels.size());
        for (size_t i = 0; i < step.size(); ++i) {
          DEBERTA_EXPECT(!task.labels[i].first_only || step[i].size() <= 1);
          for (const auto& found : step[i]) check(found, task.labels[i], chunk.span, text);
        }
      }
    }
  }
}

}  // namespace

void run_extraction(std::string_view bytes) {
  static const std::unique_ptr<Session> session = make();
  Input input(bytes);
  ExtractionOptions options;
  if (input.flag()) options.max_words = static_cast<int8_t>(input.byte());
  if (input.flag()) options.chunk_words = static_cast<int8_t>(input.byte());
  options.chunk_overlap = static_cast<int8_t>(input.byte());
  const ExtractionSchema schema = read_schema(input);
  std::vector<std::string_view> texts;
  while (!input.empty() && texts.size() < 4) texts.push_back(input.take(input.byte()));
  try {
    ExtractionTask task(texts, schema, options, session->tokenizer(), session->model());
    session->run(task);
    for (size_t i = 0; i < texts.size(); ++i) check(task.results[i], schema, texts[i]);
  } catch (const Error& error) {
    DEBERTA_EXPECT(error.code() == ErrorCode::kInput, error.message());
  }
}

}  // namespace deberta::fuzz
