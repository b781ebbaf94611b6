#include "tasks/entity_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "text/unicode/words.h"

namespace deberta {
namespace {

using Strings = std::vector<std::string>;

struct Found {
  std::string label;
  std::string piece;  // of the text, where it occurs first
  float score;
};

std::vector<ByteSpan> words_of(const std::string& text) {
  return words_in(text, {0, static_cast<uint32_t>(text.size())});
}

// "PER 'José' 0.9"
Strings aligned(const std::string& text, const std::vector<Found>& found) {
  std::vector<Entity> entities;
  for (const auto& [label, piece, score] : found) {
    const auto begin = static_cast<uint32_t>(text.find(piece));
    Entity entity;
    entity.label = label;
    entity.score = score;
    entity.span = {begin, begin + static_cast<uint32_t>(piece.size())};
    entities.push_back(entity);
  }
  Strings lines;
  for (const Entity& each : align_to_words(std::move(entities), words_of(text))) {
    lines.push_back(each.label + " '" +
                    text.substr(each.span.begin, each.span.end - each.span.begin) + "' " +
                    std::to_string(each.score).substr(0, 3));
  }
  return lines;
}

TEST(AlignToWords, an_entity_is_widened_to_whole_words) {
  EXPECT_EQ(aligned("by José García.", {{"PER", "osé Garc", 0.9f}}),
            Strings{"PER 'José García' 0.9"});
  EXPECT_EQ(aligned("(O'Brien)", {{"PER", "Brien", 0.9f}}), Strings{"PER 'O'Brien' 0.9"});
  EXPECT_EQ(aligned("the U.N., too", {{"ORG", "U.N", 0.9f}}), Strings{"ORG 'U.N.' 0.9"});
  EXPECT_EQ(aligned("我在北京", {{"LOC", "北京", 0.9f}}), Strings{"LOC '北京' 0.9"});
}

TEST(AlignToWords, what_is_whole_stays_with_its_punctuation) {
  for (const char* piece : {"Paris", "Paris)", "(Paris", "(", "in (Paris)."}) {
    const std::vector<Found> found = {{"LOC", piece, 0.9f}};
    EXPECT_EQ(aligned("in (Paris).", found), Strings{std::string("LOC '") + piece + "' 0.9"});
  }
  EXPECT_EQ(aligned("Ada Bob", {{"PER", "Ada", 0.9f}, {"PER", "Bob", 0.8f}}),
            (Strings{"PER 'Ada' 0.9", "PER 'Bob' 0.8"}));
}

TEST(AlignToWords, two_of_one_label_that_meet_are_one) {
  EXPECT_EQ(
      aligned("José García", {{"PER", "Jos", 0.6f}, {"PER", "é Garc", 0.9f}, {"PER", "ía", 0.7f}}),
      Strings{"PER 'José García' 0.9"});
}

TEST(AlignToWords, of_two_labels_the_better_score_has_the_word) {
  EXPECT_EQ(aligned("José", {{"PER", "Jos", 0.9f}, {"LOC", "é", 0.6f}}), Strings{"PER 'José' 0.9"});
  EXPECT_EQ(aligned("José", {{"PER", "Jos", 0.6f}, {"LOC", "é", 0.9f}}), Strings{"LOC 'José' 0.9"});
}

TEST(AlignToWords, the_other_keeps_its_other_words) {
  EXPECT_EQ(aligned("New York, José", {{"LOC", "New York, Jo", 0.6f}, {"PER", "sé", 0.9f}}),
            (Strings{"LOC 'New York' 0.6", "PER 'José' 0.9"}));
  EXPECT_EQ(aligned("José: García", {{"PER", "Jos", 0.9f}, {"LOC", "é: García", 0.6f}}),
            (Strings{"PER 'José' 0.9", "LOC 'García' 0.6"}));
  EXPECT_EQ(aligned("ab, cd", {{"PER", "a", 0.9f}, {"LOC", "b, c", 0.6f}, {"ORG", "d", 0.8f}}),
            (Strings{"PER 'ab' 0.9", "ORG 'cd' 0.8"}));
}

TEST(AlignToWords, what_is_outside_of_all_classes_gives_way) {
  EXPECT_EQ(aligned("José went", {{"PER", "Jos", 0.4f}, {"O", "é went", 0.9f}}),
            (Strings{"PER 'José' 0.4", "O 'went' 0.9"}));
}

TEST(AlignToWords, no_entity_is_cut_and_none_overlap_whatever_was_found) {
  const std::string text =
      "Dr. José García-López (U.N.), 5 Rue de l’Été; ada@example.org, 東京タワー!";
  const std::vector<ByteSpan> words = words_of(text);
  std::mt19937 random(1);
  const auto below = [&](size_t n) { return static_cast<uint32_t>(random() % n); };
  for (int round = 0; round < 2000; ++round) {
    std::vector<Entity> entities;
    for (uint32_t at = below(9); at < text.size();) {
      Entity entity;
      entity.label = Strings{"PER", "LOC", "O"}[below(3)];
      entity.score = static_cast<float>(below(100)) / 100;
      entity.span = {at, std::min(at + 1 + below(9), static_cast<uint32_t>(text.size()))};
      at = entity.span.end + below(4);
      entities.push_back(entity);
    }
    const std::vector<Entity> result = align_to_words(entities, words);
    uint32_t end = 0;
    for (const Entity& each : result) {
      EXPECT_GE(each.span.begin, end);
      EXPECT_LT(each.span.begin, each.span.end);
      EXPECT_EQ(word_cut_at(words, each.span.begin), nullptr);
      EXPECT_EQ(word_cut_at(words, each.span.end), nullptr);
      end = each.span.end;
    }
    // No word that was found is lost.
    for (const ByteSpan word : words) {
      const auto touches = [&](const Entity& each) {
        return each.span.begin < word.end && word.begin < each.span.end;
      };
      EXPECT_EQ(std::ranges::any_of(entities, touches), std::ranges::any_of(result, touches));
    }
  }
}

}  // namespace
}  // namespace deberta
