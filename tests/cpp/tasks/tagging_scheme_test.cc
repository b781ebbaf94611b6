#include "tasks/tagging_scheme.h"

#include <gtest/gtest.h>

namespace deberta {
namespace {

using Strings = std::vector<std::string>;

Strings names_of(const Strings& labels) {
  Strings names;
  for (const Label& label : labels_as_tags(labels)) names.emplace_back(label.name);
  return names;
}

TEST(TaggingScheme, a_prefix_is_a_letter_of_a_known_scheme_and_a_hyphen) {
  EXPECT_EQ(names_of({"O", "B-tax-rate", "I-tax-rate"}), (Strings{"O", "tax-rate", "tax-rate"}));
  EXPECT_EQ(names_of({"B-PER", "I-PER", "E-PER", "S-PER"}), Strings(4, "PER"));
  EXPECT_EQ(names_of({"B-PER", "I-PER", "L-PER", "U-PER"}), Strings(4, "PER"));
  for (const char* label : {"tax-rate", "X-ray", "b-PER", "-O", "B-", "B", "BE-PER", "PER", "E-"}) {
    EXPECT_EQ(names_of({"O", "B-PER", "I-PER", label}), (Strings{"O", "PER", "PER", label}));
  }
}

TEST(TaggingScheme, plain_names_keep_their_first_letter) {
  const Strings plain = {"O", "E-MAIL", "S-Bahn", "U-Bahn", "L-shape", "PHONE"};
  EXPECT_EQ(names_of(plain), plain);
  EXPECT_EQ(names_of({"O", "B-PER", "I-PER", "E-MAIL"}), (Strings{"O", "PER", "PER", "E-MAIL"}));
  EXPECT_EQ(names_of({"B-E-MAIL", "I-E-MAIL", "E-E-MAIL"}), Strings(3, "E-MAIL"));
}

TEST(TaggingScheme, a_name_may_have_a_tag_for_single_words_only) {
  EXPECT_EQ(names_of({"O", "B-PER", "I-PER", "E-PER", "S-PER", "S-LOC"}).back(), "LOC");
}

TEST(TaggingScheme, tags_say_what_continues) {
  const std::vector<std::string> names = {"B-P", "I-P", "E-P", "S-P", "P", "B-L", "O"};
  const std::vector<Label> labels = labels_as_tags(names);
  const auto continuing = [&](size_t last, bool inside_word) {
    std::string found;
    for (const Label& next : labels) found += continues_entity(labels[last], next, inside_word);
    return found;
  };
  const std::string after_inside("\0\1\1\0\1\0\0", 7), nothing(7, '\0');
  EXPECT_EQ(continuing(0, false), after_inside);
  EXPECT_EQ(continuing(1, false), after_inside);
  EXPECT_EQ(continuing(2, false), nothing);
  EXPECT_EQ(continuing(3, false), nothing);
  EXPECT_EQ(continuing(4, false), after_inside);
  // Inside a word nothing has ended.
  EXPECT_EQ(continuing(0, true), after_inside);
  const std::string all_but_begin("\0\1\1\1\1\0\0", 7);
  EXPECT_EQ(continuing(2, true), all_but_begin);
  EXPECT_EQ(continuing(3, true), all_but_begin);
}

}  // namespace
}  // namespace deberta
