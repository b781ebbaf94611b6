// Entities that users of other packages reported as wrong:
// ../shared/reports/01-words-end-at-white-space.json.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tasks/token_classification.h"
#include "text/shared_tokenizer.h"

namespace deberta {
namespace {

const std::vector<std::string> kLabels = {"O", "B-PER", "I-PER", "B-LOC", "I-LOC"};

const std::map<std::string, Aggregation> kStrategies = {
    {"first", Aggregation::kFirst}, {"average", Aggregation::kAverage}, {"max", Aggregation::kMax}};

// Every token of a name has its label (B-, then I-), all others O.
std::vector<float> probabilities_of(const Encoding& encoding, const std::string& text,
                                    const nlohmann::json& names) {
  std::vector<float> rows(encoding.ids.size() * kLabels.size(), 0.02f);
  std::map<size_t, bool> begun;
  for (size_t i = 0; i < encoding.ids.size(); ++i) {
    size_t label = 0;
    for (size_t name = 0; name < names.size(); ++name) {
      const std::string word = names[name][1];
      const size_t begin = text.find(word), end = begin + word.size();
      if (encoding.special_tokens_mask[i] != 0 || encoding.offsets[i].end <= begin ||
          encoding.offsets[i].begin >= end)
        continue;
      label = (names[name][0] == "PER" ? 1u : 3u) + (begun[name] ? 1u : 0u);
      begun[name] = true;
    }
    rows[i * kLabels.size() + label] = 0.92f;
  }
  return rows;
}

TEST(ReportedEntities, words_end_at_white_space_of_any_kind) {
  const std::string path = testing::shared_path("reports/01-words-end-at-white-space.json");
  if (path.empty()) GTEST_SKIP() << testing::kNoSharedFolder;
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
  const auto report = nlohmann::json::parse(testing::read_file(path));
  size_t checked = 0;
  for (const auto& row : report["cases"]) {
    for (const std::string version : row["tokenizers"]) {
      const Tokenizer& tokenizer = *testing::shared_tokenizer(version);
      const std::string text = row["text"];
      const Encoding encoding = tokenizer.encode(text, {});
      std::vector<float> rows = probabilities_of(encoding, text, row["expected"]);
      for (const std::string strategy : row["strategies"]) {
        TokenClassificationOptions options;
        options.aggregation = kStrategies.at(strategy);
        nlohmann::json found = nlohmann::json::array();
        for (const Entity& entity :
             group_entities({rows.data(), encoding.ids.size(), kLabels.size()}, encoding, text,
                            tokenizer, kLabels, options)) {
          found.push_back(
              {entity.label, text.substr(entity.span.begin, entity.span.end - entity.span.begin)});
        }
        EXPECT_EQ(found, row["expected"]) << version << " " << strategy << " " << row["text"];
        ++checked;
      }
    }
  }
  EXPECT_EQ(checked, 30u);
}

}  // namespace
}  // namespace deberta
