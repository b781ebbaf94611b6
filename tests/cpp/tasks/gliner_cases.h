// Cases of ../shared/golden-gliner: repositories, and what GLiNER itself computes with them.
#ifndef DEBERTA_TESTS_TASKS_GLINER_CASES_H_
#define DEBERTA_TESTS_TASKS_GLINER_CASES_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "deberta.h"
#include "fixtures.h"

namespace deberta::testing {

using nlohmann::json;

// A file or folder of tests/fixtures/gliner, which has some of the cases, or else of ../shared; ""
// where it is not there.
inline std::string golden_gliner(const std::string& relative) {
  for (const std::string& path :
       {fixture_path("gliner/" + relative), shared_path("golden-gliner/" + relative)}) {
    if (std::filesystem::exists(path)) return path;
  }
  return "";
}

// The tolerance of logits.
inline void expect_near(float actual, float expected, const std::string& where) {
  EXPECT_LE(std::abs(actual - expected), 1e-4f + 1e-4f * std::abs(expected))
      << where << ": expected " << expected << ", got " << actual;
}

// The input_ids of each sequence.
inline std::vector<std::vector<int32_t>> ids_of(std::span<const Batch> batches) {
  std::vector<std::vector<int32_t>> ids;
  for (const Batch& batch : batches) {
    size_t first = 0;
    for (const size_t length : batch.lengths) {
      const auto begin = batch.input_ids.begin() + static_cast<ptrdiff_t>(first);
      ids.emplace_back(begin, begin + static_cast<ptrdiff_t>(length));
      first += length;
    }
  }
  return ids;
}

inline std::string optional_file(const std::string& path) {
  return std::filesystem::exists(path) ? read_file(path) : std::string();
}

// A case's folder, and its encoder's where that is another repository.
struct GlinerRepository {
  std::string folder;
  std::string encoder;

  explicit GlinerRepository(const std::string& name)
      : folder(golden_gliner(name) + "/"), encoder(folder) {
    if (std::filesystem::exists(folder + "tokenizer.json")) return;
    const json config = json::parse(read_file(folder + "gliner_config.json"));
    encoder = golden_gliner("_backbones/" + config["model_name"].get<std::string>()) + "/";
  }
  Tokenizer tokenizer() const {
    const std::string whole = read_file(encoder + "tokenizer.json");
    const std::string settings = read_file(encoder + "tokenizer_config.json");
    TokenizerFiles files;
    files.tokenizer_json = whole;
    files.tokenizer_config_json = settings;
    TokenizerOptions options;
    options.for_gliner = std::filesystem::exists(folder + "gliner_config.json");
    return load_tokenizer(files, options);
  }
  Config config() const {
    return parse_gliner_config(read_file(folder + "gliner_config.json"),
                               optional_file(encoder + "config.json"));
  }
};

inline std::unique_ptr<Session> load_gliner(const std::string& name, int threads,
                                            Precision precision = Precision::kFloat32) {
  const GlinerRepository repository(name);
  Session::Options options;
  options.head = Head::kGliner;
  options.threads = threads;
  options.precision = precision;
  std::string weights = optional_file(repository.folder + "model.safetensors");
  if (weights.empty()) {
    options.files = {"pytorch_model.bin"};
    weights = read_file(repository.folder + "pytorch_model.bin");
  }
  auto session = std::make_unique<Session>(repository.config(), repository.tokenizer(), options);
  session->write_weights(std::as_bytes(std::span(weights)));
  session->finish_weights();
  return session;
}

struct GlinerCase {
  std::string name;
  json expected;
  Tensors tensors;

  explicit GlinerCase(const std::string& name)
      : name(name),
        expected(json::parse(read_file(golden_gliner(name) + "/expected.json"))),
        tensors(Tensors::read(read_file(golden_gliner(name) + "/expected.safetensors"))) {}
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

inline std::vector<CandidateLabels> label_lists(const std::vector<std::vector<std::string>>& lists,
                                                float threshold) {
  std::vector<CandidateLabels> labels;
  for (const auto& list : lists) {
    labels.push_back({{list.begin(), list.end()}, std::vector<float>(list.size(), threshold)});
  }
  return labels;
}

// The names of all cases and tables that are there.
inline std::vector<std::string> gliner_folders() {
  std::vector<std::string> names;
  for (const std::string& folder : {fixture_path("gliner"), shared_path("golden-gliner")}) {
    if (folder.empty()) continue;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.is_directory()) names.push_back(entry.path().filename().string());
    }
  }
  std::ranges::sort(names);
  const auto again = std::ranges::unique(names);
  names.erase(again.begin(), again.end());
  return names;
}

// All that are there.
inline std::vector<std::string> gliner_case_names() {
  std::vector<std::string> names = gliner_folders();
  std::erase_if(names, [](const std::string& name) {
    return name.starts_with("_") || name.starts_with("gliner2");
  });
  return names;
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_TASKS_GLINER_CASES_H_
