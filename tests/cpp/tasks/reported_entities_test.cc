// Entities that users of other packages reported as wrong:
// 01-words-end-at-white-space.json, 08-label-names.json and 11-one-span-two-entities.json of
// ../shared/reports.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tasks/token_classification.h"
#include "text/shared_tokenizer.h"
#include "text/unicode/utf8.h"

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

// A report; null for a missing file.
nlohmann::json report(const std::string& file) {
  const std::string path = testing::shared_path("reports/" + file);
  if (path.empty() || !std::filesystem::exists(path)) return {};
  return nlohmann::json::parse(testing::read_file(path));
}

// Every token has one label.
nlohmann::json found_where_all_are(const std::string& label, const std::vector<std::string>& labels,
                                   const std::string& text, const Tokenizer& tokenizer,
                                   const TokenClassificationOptions& options) {
  const Encoding encoding = tokenizer.encode(text, {});
  std::vector<float> rows(encoding.ids.size() * labels.size(), 0);
  const auto of_label = std::ranges::find(labels, label) - labels.begin();
  for (size_t i = 0; i < encoding.ids.size(); ++i) {
    rows[i * labels.size() + static_cast<size_t>(of_label)] = 1;
  }
  const Utf16Map map(text);
  nlohmann::json found = nlohmann::json::array();
  for (const Entity& entity : group_entities({rows.data(), encoding.ids.size(), labels.size()},
                                             encoding, text, tokenizer, labels, options)) {
    found.push_back({entity.label,
                     text.substr(entity.span.begin, entity.span.end - entity.span.begin),
                     map.utf16(entity.span.begin), map.utf16(entity.span.end)});
  }
  return found;
}

TEST(ReportedEntities, a_name_is_a_label_without_the_prefix_of_a_known_scheme) {
  const nlohmann::json names = report("08-label-names.json");
  if (names.is_null()) GTEST_SKIP() << testing::kNoSharedFolder;
  for (const auto& row : names["cases"]) {
    TokenClassificationOptions options;
    options.aggregation = Aggregation::kSimple;
    ASSERT_EQ(row["strategy"], "simple");
    options.ignore_labels = row.value("ignore_labels", options.ignore_labels);
    nlohmann::json found = found_where_all_are(row["every_token_is"], row["labels"], row["text"],
                                               *testing::shared_tokenizer("v1"), options);
    for (auto& entity : found) entity.erase(entity.begin() + 2, entity.end());
    EXPECT_EQ(found, row["expected"]) << row.dump();
  }
}

TEST(ReportedEntities, of_v3_the_mark_of_a_space_has_nothing_of_the_next_token) {
  const nlohmann::json spans = report("11-one-span-two-entities.json");
  if (spans.is_null()) GTEST_SKIP() << testing::kNoSharedFolder;
  const Tokenizer& tokenizer = *testing::shared_tokenizer("v3");
  TokenClassificationOptions options;
  options.aggregation = Aggregation::kSimple;
  const auto& first = spans["cases"][0];
  nlohmann::json found =
      found_where_all_are("B-X", {"O", "B-X"}, first["text"], tokenizer, options);
  for (auto& entity : found) entity.erase(0);
  EXPECT_EQ(found, first["expected"]);
  for (const auto& row : spans["cases"]) {
    for (Aggregation aggregation : {Aggregation::kNone, Aggregation::kSimple, Aggregation::kFirst,
                                    Aggregation::kAverage, Aggregation::kMax}) {
      options.aggregation = aggregation;
      found = found_where_all_are("B-X", {"O", "B-X"}, row["text"], tokenizer, options);
      ASSERT_GE(found.size(), 1u);
      for (size_t i = 1; i < found.size(); ++i) {
        EXPECT_GE(found[i][2].get<int>(), found[i - 1][3].get<int>()) << found.dump();
      }
    }
  }
}

TEST(ReportedEntities, words_end_at_white_space_of_any_kind) {
  const nlohmann::json words = report("01-words-end-at-white-space.json");
  if (words.is_null()) GTEST_SKIP() << testing::kNoSharedFolder;
  size_t checked = 0;
  for (const auto& row : words["cases"]) {
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
