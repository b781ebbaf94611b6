// A session gives the same answers for every format of its weights (tests/fixtures/checkpoints).
#include <gtest/gtest.h>

#include <cmath>

#include "expect_error.h"
#include "fixtures.h"
#include "session.h"
#include "tasks/forward.h"

namespace deberta {
namespace {

using testing::fixture_path;
using testing::read_file;
using testing::Tensors;

// A golden case, by its name and head.
struct Case {
  const char* name;
  Head head;

  std::string config() const { return read_file(path("golden/", "config.json")); }
  std::string weights() const { return read_file(path("golden/", "model.safetensors")); }
  std::string checkpoint(const std::string& file) const {
    return read_file(path("checkpoints/", file));
  }
  std::string path(const std::string& folder, const std::string& file) const {
    return fixture_path(folder + name + "/" + file);
  }
};

constexpr Case kClassifier{"v1_seq_single", Head::kSequenceClassification};
constexpr Case kMaskedLm{"v1_mlm_legacy", Head::kMaskedLm};
constexpr Case kBare{"v1_bf16", Head::kNone};

std::unique_ptr<Session> session_of(const Case& of, size_t files = 1) {
  std::vector<std::string> names;
  for (size_t i = 0; i < files; ++i) names.push_back("file " + std::to_string(i));
  return std::make_unique<Session>(of.config(), std::nullopt,
                                   Session::Options{.head = of.head, .files = names});
}

void write(Session& session, std::string_view file, size_t piece = 10000) {
  for (size_t begin = 0; begin < file.size(); begin += std::min(piece, file.size() - begin)) {
    session.write_weights(std::as_bytes(std::span(file.substr(begin, piece))));
  }
}

std::vector<float> answers(Session& session, const Case& of) {
  const Tensors expected = Tensors::read(read_file(of.path("golden/", "expected.safetensors")));
  ForwardInputs inputs;
  inputs.batch.input_ids = expected.ints("input_ids");
  const std::vector<uint64_t>& shape = expected.shape("input_ids");
  inputs.batch.lengths.assign(shape[0], shape[1]);
  if (expected.has("attention_mask")) {
    const std::vector<int32_t> mask = expected.ints("attention_mask");
    inputs.batch.attention_mask.assign(mask.begin(), mask.end());
  }
  ForwardTask task(std::move(inputs), session.model());
  session.run(task);
  const bool is_bare = of.head == Head::kNone;
  const std::vector<float> known = expected.floats(is_bare ? "last_hidden_state" : "logits");
  const std::vector<float> values =
      is_bare ? task.outputs.last_hidden_state.values : task.outputs.logits.values;
  EXPECT_EQ(known.size(), values.size());
  // The reference's answers. The tolerance of 0.02 is for half precision; the tests compare formats
  // exactly.
  for (size_t i = 0; i < known.size(); ++i) EXPECT_NEAR(values[i], known[i], 0.02f);
  return values;
}

std::vector<float> answers_of(const Case& of, const std::string& file, const char* format) {
  const auto session = session_of(of);
  write(*session, file);
  const LoadReport weights = session->finish_weights();
  EXPECT_EQ(weights.bytes, file.size());
  EXPECT_EQ(weights.format, format);
  return answers(*session, of);
}

TEST(CheckpointFormats, all_of_them_give_the_same_answers) {
  const auto expect_same = [](const Case& of, const std::string& file, const char* format) {
    EXPECT_EQ(answers_of(of, of.checkpoint(file), format),
              answers_of(of, of.weights(), "safetensors"))
        << of.name << " " << file;
  };
  expect_same(kClassifier, "zip.bin", "pytorch");
  expect_same(kClassifier, "views.bin", "pytorch");
  expect_same(kClassifier, "legacy.bin", "pytorch-legacy");
  expect_same(kMaskedLm, "tied.bin", "pytorch");
  expect_same(kMaskedLm, "tied_legacy.bin", "pytorch-legacy");
  expect_same(kBare, "zip.bin", "pytorch");
  expect_same(kBare, "legacy.bin", "pytorch-legacy");
}

TEST(CheckpointFormats, half_precision_gives_nearly_the_same) {
  const std::vector<float> half =
      answers_of(kClassifier, kClassifier.checkpoint("half.bin"), "pytorch");
  const std::vector<float> full = answers_of(kClassifier, kClassifier.weights(), "safetensors");
  ASSERT_EQ(half.size(), full.size());
  for (size_t i = 0; i < half.size(); ++i) EXPECT_NEAR(half[i], full[i], 0.02f);
}

TEST(CheckpointFormats, what_the_model_does_not_use_is_skipped) {
  const auto session = session_of(kClassifier);
  write(*session, kClassifier.checkpoint("legacy.bin"));
  EXPECT_EQ(session->finish_weights().skipped,
            std::vector<std::string>{"deberta.embeddings.position_ids"});
}

TEST(CheckpointFormats, shards_give_the_same_answers_in_any_order) {
  for (const char* name : {"model.safetensors.index.json", "pytorch_model.bin.index.json"}) {
    ShardIndex index = parse_shard_index(kBare.checkpoint(name));
    ASSERT_EQ(index.files.size(), 2u);
    for (int order = 0; order < 2; ++order) {
      const auto session = session_of(kBare, index.files.size());
      session->expect_names(index.names);
      write(*session, kBare.checkpoint(index.files[0]));
      session->next_file();
      write(*session, kBare.checkpoint(index.files[1]));
      session->finish_weights();
      EXPECT_EQ(answers(*session, kBare), answers_of(kBare, kBare.weights(), "safetensors"));
      std::swap(index.files[0], index.files[1]);
    }
  }
}

TEST(CheckpointFormats, shards_are_checked) {
  const ShardIndex index = parse_shard_index(kBare.checkpoint("model.safetensors.index.json"));
  const auto open = [&] {
    auto session = session_of(kBare, 2);
    session->expect_names(index.names);
    return session;
  };
  const std::string first = kBare.checkpoint(index.files[0]);

  EXPECT_ERROR(kState, "expected the names of the tensors", write(*session_of(kBare, 2), first));
  EXPECT_ERROR(kTensorMissing, "is missing among the file's 1",
               session_of(kBare, 2)->expect_names({"encoder.rel_embeddings.weight"}));
  auto session = open();
  EXPECT_ERROR(kState, "expected the names once", session->expect_names(index.names));
  write(*session, first);
  EXPECT_ERROR(kState, "expected all 2 files of the weights, got 1", session->finish_weights());
  session->next_file();
  EXPECT_ERROR(kState, "the last one", session->next_file());
  EXPECT_ERROR(kTensorUnexpected, "two names", write(*session, first));

  session = open();
  write(*session, first.substr(0, first.size() - 1));
  EXPECT_ERROR(kSafetensorsTruncated, "", session->next_file());

  session = open();  // the second file lacks a tensor of the index
  write(*session, first);
  session->next_file();
  EXPECT_ERROR(kTensorMissing, "is missing among the file's",
               write(*session, testing::make_safetensors({})));
}

TEST(CheckpointFormats, files_of_different_formats_make_one_checkpoint) {
  const ShardIndex index = parse_shard_index(kBare.checkpoint("model.safetensors.index.json"));
  const auto session = session_of(kBare, 2);
  session->expect_names(index.names);
  write(*session, kBare.checkpoint("model-00001-of-00002.safetensors"));
  session->next_file();
  write(*session, kBare.checkpoint("pytorch_model-00002-of-00002.bin"));
  EXPECT_EQ(session->finish_weights().format, "pytorch");
  EXPECT_EQ(answers(*session, kBare), answers_of(kBare, kBare.weights(), "safetensors"));
}

TEST(CheckpointFormats, a_missing_tensor_is_reported_before_a_byte_of_data) {
  // Everything before the first storage.
  const std::string file = kClassifier.checkpoint("zip.bin");
  const std::string front = file.substr(0, file.find("/data/0"));
  EXPECT_ERROR(kTensorMissing, "cls.predictions", {
    Session session(kClassifier.config(), std::nullopt, {.head = Head::kMaskedLm});
    write(session, front);
  });
}

TEST(CheckpointFormats, random_numbers_take_the_place_of_a_missing_head) {
  using Files = std::vector<std::string>;
  for (const Files& files : {Files{"zip.bin"}, Files{"1", "2"}}) {
    Session session(
        kBare.config(), std::nullopt,
        {.head = Head::kTokenClassification, .initialize_missing_head = true, .files = files});
    if (files.size() == 2) {
      session.expect_names(
          parse_shard_index(kBare.checkpoint("pytorch_model.bin.index.json")).names);
      write(session, kBare.checkpoint("pytorch_model-00001-of-00002.bin"));
      session.next_file();
    }
    write(session,
          kBare.checkpoint(files.size() == 2 ? "pytorch_model-00002-of-00002.bin" : "zip.bin"));
    EXPECT_EQ(session.finish_weights().initialized,
              (std::vector<std::string>{"classifier.weight", "classifier.bias"}));
  }
}

TEST(CheckpointFormats, errors_name_the_file_that_is_read) {
  const ShardIndex index = parse_shard_index(kBare.checkpoint("model.safetensors.index.json"));
  const std::string first = kBare.checkpoint(index.files[0]);
  const auto session = session_of(kBare, 2);
  session->expect_names(index.names);
  write(*session, first);
  session->next_file();
  EXPECT_EQ(testing::error_file([&] { write(*session, first); }), "file 1");
  EXPECT_EQ(testing::error_file([&] { write(*session_of(kBare), "<!doctype html>"); }), "file 0");
  const std::string half = first.substr(0, first.size() / 2);
  const auto cut = session_of(kBare, 2);
  cut->expect_names(index.names);
  write(*cut, half);
  EXPECT_EQ(testing::error_file([&] { cut->next_file(); }), "file 0");
  // The caller has left something out.
  EXPECT_EQ(testing::error_file([&] { session_of(kBare, 2)->finish_weights(); }), "");
}

TEST(CheckpointFormats, other_files_are_refused) {
  EXPECT_ERROR(kNotACheckpoint, "LFS", write(*session_of(kBare), "version https://git-lfs"));
  EXPECT_ERROR(kInput, "files: expected at least 1, got 0", session_of(kBare, 0));
}

}  // namespace
}  // namespace deberta
