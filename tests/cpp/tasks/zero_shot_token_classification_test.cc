// Words, tokens, choices and windows of GLiNER (tables of ../shared/golden-gliner), and its errors.
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "expect_error.h"
#include "tasks/gliner_cases.h"
#include "tasks/gliner_words.h"
#include "text/shared_tokenizer.h"

namespace deberta {
namespace {

using nlohmann::json;
using testing::GlinerRepository;
using testing::golden_gliner;
using testing::label_lists;
using testing::load_gliner;
using testing::read_file;

json table(const std::string& name) { return json::parse(read_file(golden_gliner(name)))["rows"]; }

TEST(Gliner, words_equal_the_reference) {
  for (const json& row : table("_words/words.json")) {
    const std::string text = row["text"];
    SCOPED_TRACE(row["text"].dump());
    const Utf16Map map(text);
    json words = json::array();
    for (const auto& [begin, end] : gliner_words(text)) {
      words.push_back({text.substr(begin, end - begin), map.utf16(begin), map.utf16(end)});
    }
    json expected = json::array();
    for (const json& word : row["words"]) expected.push_back({word[0], word[3], word[4]});
    EXPECT_EQ(words, expected);
  }
}

TEST(GlinerWords, invalid_bytes_are_words) {
  EXPECT_EQ(gliner_words("\xff"
                         "a \xf0\x9f")
                .size(),
            4u);
  EXPECT_EQ(gliner_words("").size(), 0u);
}

TEST(Gliner, choices_equal_the_reference) {
  for (const json& row : table("_decode/decode.json")) {
    SCOPED_TRACE(row.dump().substr(0, 200));
    const bool is_of_tokens = row["kind"] == "token";
    std::vector<float> values;
    for (const json& word : row["logits"]) {
      for (const json& each : word) {
        for (const json& value : each) values.push_back(value);
      }
    }
    const size_t words = row["words"], labels = row["labels"].size();
    const size_t cols = is_of_tokens ? 3 : labels;
    // A row may have more words than the text: pads.
    const size_t rows_of_word = row["logits"][0].size() * row["logits"][0][0].size() / cols;
    const ConstMatrix logits(values.data(), words * rows_of_word, cols);
    const std::vector<float> thresholds(labels, row["threshold"].get<float>());
    GlinerCandidates candidates;
    (is_of_tokens ? add_token_candidates : add_span_candidates)(logits, words, thresholds, 0,
                                                                candidates);
    const auto spans =
        choose_spans(candidates.spans, {row["flat_ner"], row["multi_label"], is_of_tokens});
    ASSERT_EQ(spans.size(), row["entities"].size());
    for (size_t i = 0; i < spans.size(); ++i) {
      const json& expected = row["entities"][i];
      EXPECT_EQ(spans[i].first, expected[0].get<uint32_t>());
      EXPECT_EQ(spans[i].last, expected[1].get<uint32_t>());
      EXPECT_EQ(row["labels"][spans[i].label], expected[2]);
      EXPECT_NEAR(spans[i].score, expected[3].get<float>(), 1e-6f);
    }
  }
}

// v3's tokenizer with the row's added tokens from 128001 on, special or not.
Tokenizer tokenizer_with(const json& added, bool special) {
  const std::string folder = testing::shared_path("tokenizers/deberta-v3/");
  static const std::string whole = read_file(folder + "tokenizer.json");
  static const json known = json::parse(read_file(folder + "tokenizer_config.json"));
  json settings = known;
  json& decoder = settings["added_tokens_decoder"];
  for (size_t i = 0; i < added.size(); ++i) {
    decoder[std::to_string(128001 + i)] = {
        {"content", added[i]}, {"special", special}, {"normalized", !special}};
  }
  const std::string text = settings.dump();
  TokenizerFiles files;
  files.tokenizer_json = whole;
  files.tokenizer_config_json = text;
  return load_tokenizer(files);
}

// A model that is not run.
Model model_of_labels() {
  Model model;
  model.config.gliner = GlinerConfig();
  model.head.emplace<GlinerHead>();
  return model;
}

std::vector<int> words_mask(const ZeroShotTokenClassificationTask& task) {
  std::vector<int> mask(task.batches()[0].tokens());
  const std::vector<size_t>& rows = task.rows()[0].words;
  for (size_t word = 0; word < rows.size(); ++word) {
    if (rows[word] != GlinerRows::kNone) mask[rows[word]] = static_cast<int>(word) + 1;
  }
  return mask;
}

void expect_tokens(const json& row, const Tokenizer& tokenizer, const json& ids, const json& mask) {
  SCOPED_TRACE(row["text"].dump());
  const std::string text = row["text"];
  const auto labels = row["labels"].get<std::vector<std::string>>();
  std::vector<std::string> entries;
  for (const std::string& label : labels) entries.insert(entries.end(), {"<<ENT>>", label});
  entries.push_back("<<SEP>>");
  for (const json& word : row["words"]) entries.push_back(word);
  EXPECT_EQ(
      json(tokenizer.encode_words(std::vector<std::string_view>(entries.begin(), entries.end()), {})
               .ids),
      ids);
  Model model = model_of_labels();
  if (row["labels"].dump().find("<<ENT>>") != std::string::npos) return;  // refused
  ZeroShotTokenClassificationTask task(std::vector<std::string_view>{text},
                                       label_lists({labels}, 0.5f), {}, tokenizer, model);
  ASSERT_EQ(task.batches().size(), 1u);
  EXPECT_EQ(json(task.batches()[0].input_ids), ids);
  EXPECT_EQ(json(words_mask(task)), mask);
  EXPECT_EQ(json(task.rows()[0].labels), row["label_positions"]);
}

TEST(Gliner, tokens_equal_the_reference) {
  if (golden_gliner("_tokens").empty()) GTEST_SKIP() << testing::kNoSharedFolder;
  std::map<std::tuple<std::string, bool>, Tokenizer> tokenizers;
  const auto tokenizer = [&](const json& added, bool special) -> const Tokenizer& {
    const auto key = std::tuple(added.dump(), special);
    const auto known = tokenizers.find(key);
    if (known != tokenizers.end()) return known->second;
    return tokenizers.emplace(key, tokenizer_with(added, special)).first->second;
  };
  for (const json& row : table("_tokens/tokens.json")) {
    const json& mask =
        row.contains("words_mask_by_word") ? row["words_mask_by_word"] : row["words_mask"];
    expect_tokens(row, tokenizer(row["added"], true), row["input_ids"], mask);
    if (!row.contains("input_ids_if_not_special")) continue;
    expect_tokens(
        row, tokenizer(row["added"], false), row["input_ids_if_not_special"],
        row.contains("words_mask_if_not_special") ? row["words_mask_if_not_special"] : mask);
  }
}

TEST(Gliner, the_backbones_tokenizer_gets_three_tokens) {
  const Tokenizer* v3 = testing::shared_tokenizer("v3");
  if (v3 == nullptr) GTEST_SKIP() << testing::kNoSharedFolder;
  EXPECT_FALSE(v3->id("<<ENT>>"));
  const std::string folder = testing::shared_path("tokenizers/deberta-v3/");
  const std::string spm = read_file(folder + "spm.model");
  TokenizerFiles files;
  files.spm_model = spm;
  TokenizerOptions options;
  options.for_gliner = true;
  const Tokenizer tokenizer = load_tokenizer(files, options);
  EXPECT_EQ(tokenizer.id("[FLERT]"), 128001);
  EXPECT_EQ(tokenizer.id("<<ENT>>"), 128002);
  EXPECT_EQ(tokenizer.id("<<SEP>>"), 128003);
  EXPECT_EQ(tokenizer.vocab_size(), 128004);
}

// 101 words of the case's own.
std::string long_text() {
  const json expected = json::parse(read_file(golden_gliner("max_len/expected.json")));
  const std::string part = expected["texts"][0];
  std::string text;
  while (gliner_words(text).size() < 101) text += part + " ";
  return text.substr(0, gliner_words(text)[100].end);
}

// What the reference would find in each window alone, and then the same choice among all of it.
std::vector<GlinerSpan> in_pieces(Session& session, std::string_view text,
                                  const std::vector<CandidateLabels>& labels, size_t step,
                                  size_t longest) {
  const std::vector<ByteSpan> words = gliner_words(text);
  GlinerCandidates candidates;
  for (size_t first = 0;; first += step) {
    const size_t count = std::min(longest, words.size() - first);
    const std::string_view piece =
        text.substr(words[first].begin, words[first + count - 1].end - words[first].begin);
    ZeroShotTokenClassificationTask task(std::vector<std::string_view>{piece}, labels, {},
                                         session.tokenizer(), session.model());
    task.on_logits = [&](size_t, ConstMatrix logits) {
      add_span_candidates(logits, count, labels[0].thresholds, first, candidates);
    };
    session.run(task);
    if (first + count == words.size()) break;
  }
  return choose_spans(candidates.spans, {});
}

TEST(Gliner, windows_give_what_pieces_give_by_hand) {
  const auto session = load_gliner("max_len", 1);  // windows of 12 words, spans of 5
  const std::string text = long_text();
  const std::vector<ByteSpan> words = gliner_words(text);
  const auto names = testing::GlinerCase("max_len").labels();
  for (const auto& [stride, step] :
       std::vector<std::pair<std::optional<int>, size_t>>{{std::nullopt, 7}, {3, 9}, {11, 1}}) {
    ZeroShotTokenOptions options;
    options.stride = stride;
    const auto labels = label_lists(names, 0.5f);
    ZeroShotTokenClassificationTask task(std::vector<std::string_view>{text}, labels, options,
                                         session->tokenizer(), session->model());
    session->run(task);
    const auto expected = in_pieces(*session, text, labels, step, 12);
    ASSERT_GT(expected.size(), 10u);
    ASSERT_EQ(task.results[0].entities.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
      const ZeroShotEntity& entity = task.results[0].entities[i];
      EXPECT_EQ(entity.span.begin, words[expected[i].first].begin);
      EXPECT_EQ(entity.span.end, words[expected[i].last].end);
      EXPECT_EQ(entity.label, expected[i].label);
      EXPECT_EQ(entity.score, expected[i].score);
    }
    EXPECT_FALSE(task.results[0].truncated);
  }
}

TEST(Gliner, without_windows_the_text_is_cut_and_the_result_says_so) {
  const auto session = load_gliner("max_len", 1);
  const std::string text = long_text();
  const auto names = testing::GlinerCase("max_len").labels();
  ZeroShotTokenOptions options;
  options.stride = 0;
  ZeroShotTokenClassificationTask task(std::vector<std::string_view>{text, "Ada"},
                                       label_lists(names, 0.3f), options, session->tokenizer(),
                                       session->model());
  session->run(task);
  EXPECT_TRUE(task.results[0].truncated);
  EXPECT_FALSE(task.results[1].truncated);
  EXPECT_EQ(task.rows()[0].sequences[0].words, 12u);
}

TEST(Gliner, thresholds_are_those_of_the_labels) {
  const auto session = load_gliner("marker_rnn", 1);
  const testing::GlinerCase golden("marker_rnn");
  const std::vector<std::string> texts = golden.texts();
  const auto find = [&](const std::vector<CandidateLabels>& labels) {
    ZeroShotTokenOptions options;
    options.multi_label = true;
    options.flat = false;
    ZeroShotTokenClassificationTask task(std::vector<std::string_view>(texts.begin(), texts.end()),
                                         labels, options, session->tokenizer(), session->model());
    session->run(task);
    std::map<size_t, size_t> found;
    for (const ZeroShotEntity& entity : task.results[0].entities) ++found[entity.label];
    return found;
  };
  const auto names = golden.labels();
  auto labels = label_lists(names, 0.3f);
  const auto with_all = find(labels);
  labels[0].thresholds[0] = 1;
  const auto without_first = find(labels);
  EXPECT_TRUE(with_all.contains(0));
  EXPECT_FALSE(without_first.contains(0));
  EXPECT_GT(without_first.size(), 1u);
}

TEST(Gliner, wrong_calls_are_refused) {
  const auto session = load_gliner("marker_rnn", 1);
  const auto task = [&](const std::vector<std::string>& labels, std::optional<int> stride,
                        size_t lists) {
    ZeroShotTokenOptions options;
    options.stride = stride;
    std::vector<std::vector<std::string>> all(lists, labels);
    ZeroShotTokenClassificationTask(std::vector<std::string_view>{"a", "b", "c"},
                                    label_lists(all, 0.5f), options, session->tokenizer(),
                                    session->model());
  };
  EXPECT_ERROR(kInput, "marks a label", task({"a", "b <<ENT>>"}, {}, 1));
  EXPECT_ERROR(kInput, "stride is 384, expected 0 to 383", task({"a"}, 384, 1));
  EXPECT_ERROR(kInput, "stride is -1", task({"a"}, -1, 1));
  EXPECT_ERROR(kInput, "labels: expected 1 list or 3, got 2", task({"a"}, {}, 2));
  Model model;
  EXPECT_ERROR(kState, "the head 'gliner'",
               ZeroShotTokenClassificationTask(std::vector<std::string_view>{"a"}, {}, {},
                                               session->tokenizer(), model));
}

TEST(Gliner, the_tokenizer_must_have_the_tokens_of_the_model) {
  const GlinerRepository repository("marker_rnn");
  Config config = repository.config();
  config.gliner->sep_token = "<<END>>";
  EXPECT_ERROR(kVocab, "the token '<<END>>'",
               check_gliner_tokens(*config.gliner, repository.tokenizer()));
  config.gliner->sep_token = "<<SEP>>";
  config.gliner->class_token_index = 3;
  EXPECT_ERROR(kConfigValue, "class_token_index is 3, the tokenizer has '<<ENT>>' as 84",
               check_gliner_tokens(*config.gliner, repository.tokenizer()));
}

TEST(Gliner, every_tensor_but_those_of_the_lstm_must_be_there) {
  const std::string weights = read_file(golden_gliner("marker_rnn/model.safetensors"));
  const GlinerRepository repository("marker_rnn");
  const auto load_without = [&](const std::string& name) {
    std::string file = weights;
    const size_t at = file.find("\"" + name + "\"");
    ASSERT_NE(at, std::string::npos);
    file[at + 1] = 'X';
    Session::Options options;
    options.head = Head::kGliner;
    Session session(repository.config(), repository.tokenizer(), options);
    session.write_weights(std::as_bytes(std::span(file)));
    session.finish_weights();
  };
  for (const char* name :
       {"span_rep_layer.span_rep_layer.out_project.3.bias", "prompt_rep_layer.0.weight",
        "rnn.lstm.bias_hh_l0_reverse",
        "token_rep_layer.bert_layer.model.encoder.layer.1.output.dense.weight"}) {
    const std::string tail = std::string(name).substr(1);
    EXPECT_ERROR(kTensorMissing, tail.substr(tail.rfind('.')), load_without(name));
  }
}

TEST(Gliner, eight_bits_are_of_the_encoder_and_keep_the_decisions_of_clear_scores) {
  for (const char* name : {"marker_rnn", "token_level"}) {
    const auto session = load_gliner(name, 1, Precision::kInt8);
    const auto& head = std::get<GlinerHead>(session->model().head);
    ASSERT_FALSE(head.rnn.empty());
    if (const auto* spans = std::get_if<GlinerSpans>(&head.scorer)) {
      EXPECT_EQ(spans->prompt.first.precision(), Precision::kFloat32);
      EXPECT_EQ(spans->scorer.label.precision(), Precision::kFloat32);
    }
    EXPECT_EQ(session->model().layers[0].attention_output.precision(), Precision::kInt8);
  }
}

}  // namespace
}  // namespace deberta
