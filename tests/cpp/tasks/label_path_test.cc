#include "tasks/label_path.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace deberta {
namespace {

using Strings = std::vector<std::string>;

const Strings kBio = {"O", "B-P", "I-P", "B-L", "I-L"};
const Strings kBioes = {"O", "B-P", "I-P", "E-P", "S-P", "S-L"};
const Strings kBilou = {"O", "B-P", "I-P", "L-P", "U-P"};
const Strings kIo = {"O", "I-P", "I-L"};
const Strings kPlain = {"O", "P", "L"};
const Strings kEndsOnly = {"B-P", "I-P", "E-P"};  // no label stands alone

// The naive twin: tries every sequence.
class BruteForce {
 public:
  BruteForce(ConstMatrix scores, const Strings& labels, CutEnds cut)
      : scores_(scores), labels_(labels), cut_(cut) {
    Strings sequence;
    extend(sequence, 0);
  }

  bool is_allowed(const Strings& sequence) const {
    for (size_t i = 0; i <= sequence.size(); ++i) {
      const bool is_cut = i == 0 ? cut_.begin : i == sequence.size() && cut_.end;
      const std::string last = i == 0 ? "O" : sequence[i - 1];
      const std::string next = i == sequence.size() ? "O" : sequence[i];
      if (!is_cut && !may_follow(last, next)) return false;
    }
    return true;
  }

  double best = -1e9;
  size_t count = 0;  // of the sequences that are allowed

 private:
  static std::string name_of(const std::string& label) {
    return label.size() > 2 ? label.substr(2) : "";
  }
  bool has(const std::string& label) const {
    return std::ranges::find(labels_, label) != labels_.end();
  }

  bool may_follow(const std::string& last, const std::string& next) const {
    const std::string begun = name_of(last), begins = name_of(next);
    const bool last_is_inside = !begun.empty() && (last[0] == 'B' || last[0] == 'I');
    const bool next_continues =
        !begins.empty() && (next[0] == 'I' || next[0] == 'E' || next[0] == 'L');
    const bool is_open = last_is_inside && (has("E-" + begun) || has("L-" + begun));
    if (next_continues && has("B-" + begins)) return last_is_inside && begun == begins;
    return !is_open;
  }

  void extend(Strings& sequence, double sum) {
    const size_t i = sequence.size();
    if (i == scores_.rows) {
      if (!is_allowed(sequence)) return;
      best = std::max(best, sum);
      ++count;
      return;
    }
    for (size_t label = 0; label < labels_.size(); ++label) {
      sequence.push_back(labels_[label]);
      extend(sequence, sum + static_cast<double>(scores_.row(i)[label]));
      sequence.pop_back();
    }
  }

  ConstMatrix scores_;
  const Strings& labels_;
  CutEnds cut_;
};

Strings best_of(const std::vector<std::vector<float>>& rows, const Strings& labels,
                CutEnds cut = {}) {
  std::vector<float> scores;
  for (const std::vector<float>& row : rows) scores.insert(scores.end(), row.begin(), row.end());
  Strings names;
  for (size_t label :
       best_labels({scores.data(), rows.size(), labels.size()}, labels_as_tags(labels), cut)) {
    names.push_back(labels[label]);
  }
  return names;
}

TEST(LabelPath, is_as_good_as_the_best_of_all_sequences) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  for (const Strings& labels : {kBio, kBioes, kBilou, kIo, kPlain, kEndsOnly}) {
    const std::vector<Label> tags = labels_as_tags(labels);
    for (int trial = 0; trial < 200; ++trial) {
      const size_t units = 1 + static_cast<size_t>(trial) % 5;
      const CutEnds cut{.begin = trial % 3 == 0, .end = trial % 7 < 2};
      std::vector<float> values(units * labels.size());
      for (float& value : values) value = normal(random);
      const ConstMatrix scores{values.data(), units, labels.size()};
      const BruteForce twin(scores, labels, cut);
      const std::vector<size_t> path = best_labels(scores, tags, cut);
      ASSERT_EQ(path.size(), units);
      double sum = 0;
      Strings sequence;
      for (size_t i = 0; i < units; ++i) {
        sum += static_cast<double>(scores.row(i)[path[i]]);
        sequence.push_back(labels[path[i]]);
      }
      if (twin.count == 0) continue;
      EXPECT_TRUE(twin.is_allowed(sequence)) << ::testing::PrintToString(sequence);
      EXPECT_NEAR(sum, twin.best, 1e-9);
    }
  }
}

TEST(LabelPath, an_entity_is_not_continued_where_none_is_begun) {
  // O, B-P, I-P, B-L, I-L: alone, the second unit would be I-P.
  EXPECT_EQ(best_of({{-1, -9, -9, -9, -9}, {-3, -2, -1, -9, -9}}, kBio), (Strings{"O", "B-P"}));
  EXPECT_EQ(best_of({{-9, -9, -9, -1, -9}, {-4, -4, -1, -4, -2}}, kBio), (Strings{"B-L", "I-L"}));
  // One that is sure enough changes the label before it.
  EXPECT_EQ(best_of({{-1, -2, -9, -9, -9}, {-5, -5, -1, -9, -9}}, kBio), (Strings{"B-P", "I-P"}));
}

TEST(LabelPath, what_is_begun_ends) {
  // O, B-P, I-P, E-P, S-P, S-L
  EXPECT_EQ(best_of({{-5, -1, -9, -9, -2, -9}, {-1, -9, -9, -5, -9, -9}}, kBioes),
            (Strings{"S-P", "O"}));
  EXPECT_EQ(best_of({{-5, -1, -9, -9, -2, -9}, {-2, -9, -9, -1, -9, -9}}, kBioes),
            (Strings{"B-P", "E-P"}));
}

TEST(LabelPath, a_part_of_a_sequence_may_begin_and_end_inside_an_entity) {
  const std::vector<std::vector<float>> inside = {{-9, -5, -1, -9, -9, -9}};
  EXPECT_EQ(best_of(inside, kBioes, {.begin = true, .end = true}), Strings{"I-P"});
  EXPECT_EQ(best_of(inside, kBioes, {.end = true}), Strings{"B-P"});
  EXPECT_EQ(best_of(inside, kBioes, {.begin = true}).size(), 1u);
  EXPECT_NE(best_of(inside, kBioes, {.begin = true}), Strings{"I-P"});
}

TEST(LabelPath, where_the_scheme_has_no_sequence_each_unit_has_its_best_label) {
  EXPECT_EQ(best_of({{-2, -1, -3}}, kEndsOnly), Strings{"I-P"});
  EXPECT_EQ(best_of({{-2, -1, -3}, {-2, -1, -3}}, kEndsOnly), (Strings{"B-P", "E-P"}));
}

TEST(LabelPath, a_name_without_b_may_begin_with_i) {
  EXPECT_EQ(best_of({{-5, -1, -9}, {-5, -9, -1}}, kIo), (Strings{"I-P", "I-L"}));
}

TEST(LabelPath, of_nothing_is_nothing) { EXPECT_EQ(best_of({}, kBio), Strings{}); }

}  // namespace
}  // namespace deberta
