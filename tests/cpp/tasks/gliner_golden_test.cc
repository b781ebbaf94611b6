// Known answers of GLiNER itself (../shared/golden-gliner): tokens, logits, entities.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "deberta.h"
#include "fixtures.h"

namespace deberta {
namespace {

using nlohmann::json;
using testing::Tensors;

std::string optional_file(const std::string& path) {
  return std::filesystem::exists(path) ? testing::read_file(path) : std::string();
}

// A case's folder, and its encoder's where that is another repository.
struct Repository {
  std::string folder;
  std::string encoder;

  explicit Repository(const std::string& name)
      : folder(testing::shared_path("golden-gliner/" + name) + "/"), encoder(folder) {
    if (std::filesystem::exists(folder + "tokenizer.json")) return;
    const json config = json::parse(testing::read_file(folder + "gliner_config.json"));
    encoder = testing::shared_path("golden-gliner/_backbones/" +
                                   config["model_name"].get<std::string>()) +
              "/";
  }
  Tokenizer tokenizer() const {
    const std::string whole = testing::read_file(encoder + "tokenizer.json");
    const std::string settings = testing::read_file(encoder + "tokenizer_config.json");
    TokenizerFiles files;
    files.tokenizer_json = whole;
    files.tokenizer_config_json = settings;
    TokenizerOptions options;
    options.for_gliner = true;
    return load_tokenizer(files, options);
  }
  Config config() const {
    return parse_gliner_config(testing::read_file(folder + "gliner_config.json"),
                               optional_file(encoder + "config.json"));
  }
};

std::unique_ptr<Session> load(const std::string& name, int threads,
                              Precision precision = Precision::kFloat32) {
  const Repository repository(name);
  Session::Options options;
  options.head = Head::kGliner;
  options.threads = threads;
  options.precision = precision;
  std::string weights = optional_file(repository.folder + "model.safetensors");
  if (weights.empty()) {
    options.files = {"pytorch_model.bin"};
    weights = testing::read_file(repository.folder + "pytorch_model.bin");
  }
  auto session =
      std::make_unique<Session>(repository.config(), repository.tokenizer(), options);
  session->write_weights(std::as_bytes(std::span(weights)));
  session->finish_weights();
  return session;
}

struct Case {
  std::string name;
  json expected;
  Tensors tensors;

  explicit Case(const std::string& name)
      : name(name),
        expected(json::parse(
            testing::read_file(testing::shared_path("golden-gliner/" + name) + "/expected.json"))),
        tensors(Tensors::read(testing::read_file(testing::shared_path("golden-gliner/" + name) +
                                                 "/expected.safetensors"))) {}
  std::vector<std::string> texts() const { return expected["texts"]; }
  // Of each text, each label once.
  std::vector<std::vector<std::string>> labels() const {
    std::vector<std::vector<std::string>> lists;
    if (expected["labels"][0].is_array()) {
      lists = expected["labels"].get<std::vector<std::vector<std::string>>>();
    } else {
      lists.push_back(expected["labels"].get<std::vector<std::string>>());
    }
    for (auto& list : lists) {
      std::vector<std::string> once;
      for (const std::string& label : list) {
        if (std::ranges::find(once, label) == once.end()) once.push_back(label);
      }
      list = once;
    }
    return lists;
  }
};

std::vector<GlinerLabels> label_lists(const std::vector<std::vector<std::string>>& lists,
                                      float threshold) {
  std::vector<GlinerLabels> labels;
  for (const auto& list : lists) {
    labels.push_back({{list.begin(), list.end()}, std::vector<float>(list.size(), threshold)});
  }
  return labels;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  const std::string folder = testing::shared_path("golden-gliner");
  if (folder.empty()) return {""};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && !name.starts_with("_") && !name.starts_with("gliner2")) {
      names.push_back(name);
    }
  }
  std::ranges::sort(names);
  return names;
}

class GlinerGolden : public ::testing::TestWithParam<std::tuple<std::string, int>> {
 protected:
  void SetUp() override {
    if (std::get<0>(GetParam()).empty()) GTEST_SKIP() << testing::kNoSharedFolder;
  }
};

void expect_near(float actual, float expected, const std::string& where) {
  EXPECT_LE(std::abs(actual - expected), 1e-4f + 1e-4f * std::abs(expected))
      << where << ": expected " << expected << ", got " << actual;
}

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
        expect_near(logits.row(word * rows + k)[c],
                    values[((text * shape[1] + word) * shape[2] + k) * shape[3] + c],
                    "logit " + std::to_string(word) + "," + std::to_string(k) + "," +
                        std::to_string(c));
      }
    }
  }
}

TEST_P(GlinerGolden, logits_equal_the_reference) {
  const auto& [name, threads] = GetParam();
  const Case golden(name);
  const auto session = load(name, threads);
  const std::vector<std::string> texts = golden.texts();
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const auto labels = golden.labels();
  GlinerOptions options;
  options.stride = 0;
  GlinerTask task(views, label_lists(labels, 0.5f), options, session->tokenizer(),
                  session->model());
  size_t seen = 0;
  const std::vector<int32_t> lengths = golden.tensors.ints("text_lengths");
  task.on_logits = [&](size_t text, ConstMatrix logits) {
    expect_logits(logits, text, static_cast<size_t>(lengths[text]), golden.tensors);
    ++seen;
  };
  std::vector<std::vector<int32_t>> ids;
  for (const Batch& batch : task.batches()) {
    size_t first = 0;
    for (const size_t length : batch.lengths) {
      const auto begin = batch.input_ids.begin() + static_cast<ptrdiff_t>(first);
      ids.emplace_back(begin, begin + static_cast<ptrdiff_t>(length));
      first += length;
    }
  }
  EXPECT_EQ(ids, golden.expected["input_ids"].get<std::vector<std::vector<int32_t>>>());
  session->run(task);
  EXPECT_EQ(seen, golden.expected["valid_text_indices"].size());
}

INSTANTIATE_TEST_SUITE_P(All, GlinerGolden,
                         ::testing::Combine(::testing::ValuesIn(case_names()),
                                            ::testing::Values(1, 2)),
                         [](const auto& info) {
                           return std::get<0>(info.param) + "_threads" +
                                  std::to_string(std::get<1>(info.param));
                         });

}  // namespace
}  // namespace deberta
