#include "session.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "tasks/task.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::ModelFiles;
using testing::open_session;
using testing::tiny_model;

const ModelFiles& token_model() {
  static const ModelFiles files = tiny_model("v1_tok");
  return files;
}

std::unique_ptr<Session> session_without_weights(const ModelFiles& files = token_model()) {
  return std::make_unique<Session>(files.config, load_tokenizer(files.tokenizer_files()),
                                   Session::Options{.head = Head::kTokenClassification});
}

void write(Session& session, std::string_view bytes, size_t piece = SIZE_MAX) {
  for (size_t begin = 0; begin < bytes.size(); begin += std::min(piece, bytes.size() - begin)) {
    session.write_weights(std::as_bytes(std::span(bytes.substr(begin, piece))));
  }
}

std::vector<float> scores(Session& session, std::string_view text = "hello world held") {
  std::vector<float> scores;
  const auto results = testing::token_classification(session, {&text, 1}, {});
  for (const Entity& entity : results.at(0).entities) scores.push_back(entity.score);
  return scores;
}

const std::vector<float>& expected_scores() {
  static const std::vector<float> expected =
      scores(*open_session(token_model(), Head::kTokenClassification));
  return expected;
}

TEST(Session, the_weights_come_in_pieces_of_any_size) {
  ASSERT_EQ(expected_scores().size(), 5u);
  for (size_t piece : {1, 7, 4096, 100003, 1 << 30}) {
    const auto session = session_without_weights();
    write(*session, token_model().weights, piece);
    session->write_weights({});
    const LoadReport weights = session->finish_weights();
    EXPECT_EQ(weights.bytes, token_model().weights.size());
    EXPECT_EQ(weights.tensors, testing::read_tensors(token_model().weights).size());
    EXPECT_TRUE(weights.skipped.empty());
    EXPECT_EQ(scores(*session), expected_scores()) << piece;
  }
}

TEST(Session, tensors_of_no_use_are_skipped) {
  ModelFiles files = token_model();
  std::vector<testing::FileTensor> tensors = testing::read_tensors(files.weights);
  tensors.insert(tensors.begin(), {"cls.predictions.bias", "F32", {2}, std::string(8, 'x')});
  tensors.push_back({"deberta.embeddings.position_ids", "I64", {1}, std::string(8, '\0')});
  files.weights = testing::make_safetensors(tensors);
  const auto session = session_without_weights(files);
  write(*session, files.weights);
  const LoadReport weights = session->finish_weights();
  EXPECT_EQ(weights.skipped.size(), 2u);
  EXPECT_EQ(weights.tensors, tensors.size() - 2);
  EXPECT_EQ(scores(*session), expected_scores());
}

TEST(Session, describes_itself) {
  const auto session = open_session(token_model(), Head::kTokenClassification);
  EXPECT_EQ(session->max_length(), 48);
  EXPECT_EQ(session->threads().started, 1);
  EXPECT_EQ(session->threads().at_once, 1);
  EXPECT_EQ(session->threads().used, 1);
  EXPECT_EQ(session->config().num_labels(), 5);
  EXPECT_EQ(session->tokenizer().vocab_size(), testing::kTinySize);
}

// How many of them run at the same time depends on the machine.
TEST(Session, reports_the_number_of_threads_it_uses) {
  const auto session = open_session(token_model(), Head::kTokenClassification, 3);
  for (int call = 0; call < 20; ++call) {
    const auto [started, at_once, used] = session->threads();
    EXPECT_TRUE(started == 3 || started == 1) << started;  // 1: a platform without threads
    EXPECT_GE(at_once, 1);
    EXPECT_LE(at_once, started);
    EXPECT_GE(used, 1);
    EXPECT_LE(used, started);
    EXPECT_EQ(scores(*session), expected_scores());
  }
}

TEST(Session, calls_before_the_weights_are_there_are_refused) {
  const auto session = session_without_weights();
  const std::string_view text = "hello";
  const TextPair input{text, {}, false};
  const auto refuses = [&] {
    EXPECT_ERROR(kState, "weights are not loaded",
                 testing::token_classification(*session, {&text, 1}, {}));
    EXPECT_ERROR(kState, "weights are not loaded",
                 testing::text_classification(*session, {&input, 1}, {}));
  };
  refuses();
  write(*session, std::string_view(token_model().weights).substr(0, 50000));
  refuses();
  write(*session, std::string_view(token_model().weights).substr(50000));
  refuses();
  session->finish_weights();
  EXPECT_EQ(scores(*session), expected_scores());
}

TEST(Session, the_tokenizer_works_without_weights) {
  EXPECT_EQ(session_without_weights()->tokenizer().encode("hello", {}).ids.size(), 3u);
}

TEST(Session, weights_are_loaded_once) {
  const auto session = open_session(token_model(), Head::kTokenClassification);
  EXPECT_ERROR(kState, "weights are already loaded", session->finish_weights());
  EXPECT_ERROR(kState, "weights are already loaded", write(*session, token_model().weights));
  EXPECT_EQ(scores(*session), expected_scores());
}

TEST(Session, a_truncated_file_leaves_no_model) {
  const std::string_view weights = token_model().weights;
  for (size_t size : {size_t{0}, size_t{5}, size_t{1000}, weights.size() / 2, weights.size() - 1}) {
    const auto session = session_without_weights();
    write(*session, weights.substr(0, size));
    EXPECT_ERROR(kSafetensorsTruncated, "", session->finish_weights());
    EXPECT_ERROR(kState, "weights are not loaded", scores(*session));
    EXPECT_ERROR(kState, "", session->finish_weights());
  }
}

TEST(Session, a_load_that_failed_stays_failed) {
  const auto session = session_without_weights();
  EXPECT_ERROR(kSafetensorsHeader, "", write(*session, std::string("\2\0\0\0\0\0\0\0[]", 10)));
  EXPECT_ERROR(kState, "", write(*session, token_model().weights));
  EXPECT_ERROR(kState, "", session->finish_weights());
  EXPECT_ERROR(kState, "weights are not loaded", scores(*session));
}

TEST(Session, weights_of_another_model_are_refused) {
  // v1_seq_single has another classifier.
  EXPECT_ERROR(kTensorShape, "classifier",
               write(*session_without_weights(), tiny_model("v1_seq_single").weights));
  EXPECT_ERROR(kTensorMissing, "",
               write(*session_without_weights(), testing::make_safetensors({})));
}

TEST(Session, a_failing_load_does_not_harm_another_session) {
  const auto good = session_without_weights();
  const auto bad = session_without_weights();
  const std::string_view weights = token_model().weights;
  write(*good, weights.substr(0, 70000));
  write(*bad, weights.substr(0, 60000));
  EXPECT_ERROR(kSafetensorsTruncated, "", bad->finish_weights());
  write(*good, weights.substr(70000));
  EXPECT_ERROR(kState, "", write(*bad, weights));
  good->finish_weights();
  EXPECT_EQ(scores(*good), expected_scores());
}

TEST(Session, a_call_that_throws_leaves_the_session_unchanged) {
  const auto session = open_session(token_model(), Head::kTokenClassification);
  TokenClassificationOptions options;
  options.stride = -1;
  const std::string_view text = "hello";
  EXPECT_ERROR(kInput, "stride", testing::token_classification(*session, {&text, 1}, options));
  EXPECT_EQ(scores(*session), expected_scores());
}

TEST(Session, a_tokenizer_larger_than_the_model_is_refused) {
  // The golden model's own vocabulary has 120 entries.
  const std::string config = testing::read_file(testing::fixture_path("golden/v1_tok/config.json"));
  EXPECT_ERROR(kVocab, "vocab_size is 120, the tokenizer has 271 entries",
               Session(config, load_tokenizer(token_model().tokenizer_files()),
                       {.head = Head::kTokenClassification}));
  // An added token beyond the model's.
  ModelFiles files = token_model();
  nlohmann::json tokenizer = testing::tiny_tokenizer_json();
  tokenizer["added_tokens"].push_back({{"id", testing::kTinySize}, {"content", "<x>"}});
  files.tokenizer = tokenizer.dump();
  EXPECT_ERROR(kVocab, "vocab_size is 271, the tokenizer has 272 entries",
               session_without_weights(files));
}

TEST(Session, a_tokenizer_smaller_than_the_model_is_taken) {
  ModelFiles files = token_model();
  nlohmann::json tokenizer = testing::tiny_tokenizer_json();
  tokenizer["model"]["merges"].erase(9);
  tokenizer["model"]["vocab"].erase("lo");
  files.tokenizer = tokenizer.dump();
  const auto session = open_session(files, Head::kTokenClassification);
  EXPECT_EQ(session->tokenizer().vocab_size(), testing::kTinySize - 1);
  EXPECT_EQ(scores(*session), expected_scores());
}

TEST(Session, errors_name_the_file_that_is_read) {
  const auto file_of = [](const std::function<void(ModelFiles&)>& change) {
    ModelFiles files = token_model();
    change(files);
    return testing::error_file([&] { open_session(files, Head::kTokenClassification); });
  };
  EXPECT_EQ(file_of([](ModelFiles& files) { files.config = "{"; }), "config.json");
  EXPECT_EQ(file_of([](ModelFiles& files) { files.config = R"({"model_type": "bert"})"; }),
            "config.json");
  EXPECT_EQ(file_of([](ModelFiles& files) { files.tokenizer = "{}"; }), "tokenizer.json");
  EXPECT_EQ(file_of([](ModelFiles& files) { files.tokenizer = ""; }), "vocab.json");
  EXPECT_EQ(file_of([](ModelFiles& files) { files.weights.resize(100); }), "model.safetensors");
  ModelFiles files = token_model();
  const auto tokenizer_error = [&](TokenizerFiles changed) {
    return testing::error_file([&] { load_tokenizer(changed); });
  };
  TokenizerFiles tokenizer = files.tokenizer_files();
  tokenizer.tokenizer_config_json = R"({"added_tokens_decoder": {"x": {}}})";
  EXPECT_EQ(tokenizer_error(tokenizer), "tokenizer_config.json");
  tokenizer = files.tokenizer_files();
  tokenizer.special_tokens_map_json = R"({"cls_token": 7})";
  EXPECT_EQ(tokenizer_error(tokenizer), "special_tokens_map.json");
  tokenizer = files.tokenizer_files();
  tokenizer.added_tokens_json = R"({"<x>": -1})";
  EXPECT_EQ(tokenizer_error(tokenizer), "added_tokens.json");
  EXPECT_EQ(tokenizer_error({"", R"({"a": -1})", "#version", "", "", ""}), "vocab.json");
  EXPECT_EQ(tokenizer_error({"", R"({"a": 0})", "ab", "", "", ""}), "merges.txt");
  EXPECT_EQ(tokenizer_error({"", "", "", "", "", "", "x"}), "spm.model");
}

TEST(Session, bad_files_are_refused_with_their_codes) {
  ModelFiles files = token_model();
  files.config = "{}";
  EXPECT_ERROR(kConfigUnsupported, "model_type", session_without_weights(files));
  files.config = "";
  EXPECT_ERROR(kConfigJson, "", session_without_weights(files));
  files = token_model();
  files.tokenizer = "";
  EXPECT_ERROR(kVocab, "vocab.json is empty or missing", session_without_weights(files));
  files.tokenizer = "{}";
  EXPECT_ERROR(kTokenizerJson, "expected a model", session_without_weights(files));
  EXPECT_ERROR(kInput, "threads", open_session(token_model(), Head::kTokenClassification, 0));
  EXPECT_ERROR(kInput, "threads", open_session(token_model(), Head::kTokenClassification, -2));
}

TEST(Session, the_tokenizers_length_takes_precedence_over_the_models) {
  for (const auto& [length, expected] : {std::pair("16", 16), {"100", 100}, {"1e30", 48}}) {
    TokenizerFiles tokenizer = token_model().tokenizer_files();
    const std::string settings = std::string("{\"model_max_length\": ") + length + "}";
    tokenizer.tokenizer_config_json = settings;
    Session session(token_model().config, load_tokenizer(tokenizer),
                    {.head = Head::kTokenClassification});
    EXPECT_EQ(session.max_length(), expected);
    write(session, token_model().weights);
    session.finish_weights();
    const std::string text(200, 'a');
    const std::string_view view = text;
    EXPECT_EQ(testing::token_classification(session, {&view, 1}, {}).at(0).tokens,
              static_cast<size_t>(expected));
  }
}

// More tokens than one forward pass accepts.
TEST(Session, a_batch_beyond_the_limit_gives_what_its_texts_give_alone) {
  const auto session = open_session(token_model(), Head::kTokenClassification);
  std::vector<std::string> texts;
  size_t tokens = 0;
  for (size_t i = 0; tokens < 2 * kMaxTokensInBatch + 100; ++i) {
    texts.push_back(std::string(1 + i * 7 % 60, "held"[i % 4]) + " low");
    tokens += 48;
  }
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const auto together = testing::token_classification(*session, views, {});
  ASSERT_EQ(together.size(), texts.size());
  size_t seen = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::vector<float> alone = scores(*session, texts[i]);
    seen += together[i].tokens;
    ASSERT_EQ(together[i].entities.size(), alone.size()) << i;
    for (size_t j = 0; j < alone.size(); ++j) {
      ASSERT_NEAR(together[i].entities[j].score, alone[j], 1e-5f) << i;
    }
  }
  EXPECT_GT(seen, kMaxTokensInBatch);
}

TEST(Session, the_workspace_does_not_grow_with_the_batch) {
  const auto session = open_session(token_model(), Head::kTokenClassification);
  const std::string text(46, 'a');
  const auto workspace_after = [&](size_t count) {
    testing::token_classification(*session, std::vector<std::string_view>(count, text), {});
    return session->workspace_bytes();
  };
  const size_t full = workspace_after(kMaxTokensInBatch / 48);
  EXPECT_EQ(workspace_after(3 * kMaxTokensInBatch / 48), full);
  EXPECT_EQ(workspace_after(1), full);
}

TEST(Session, one_text_longer_than_the_limit_is_a_batch_of_its_own) {
  TokenizerFiles tokenizer = token_model().tokenizer_files();
  tokenizer.tokenizer_config_json = R"({"model_max_length": 5000})";
  Session session(token_model().config, load_tokenizer(tokenizer),
                  {.head = Head::kTokenClassification});
  write(session, token_model().weights);
  session.finish_weights();
  const std::string text(kMaxTokensInBatch + 100, 'a');
  const std::vector<std::string_view> texts = {"hello", text, "hello"};
  const auto results = testing::token_classification(session, texts, {});
  EXPECT_EQ(results[1].tokens, text.size() + 2);
  EXPECT_EQ(results[1].entities.size(), text.size());
  EXPECT_NEAR(results[0].entities[0].score, results[2].entities[0].score, 1e-5f);
}

}  // namespace
}  // namespace deberta
