#include "model/heads.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace deberta {
namespace {

TEST(Heads, a_name_and_its_layers_mean_the_same_head) {
  for (size_t i = 0; i < std::size(kHeadNames); ++i) {
    EXPECT_EQ(head_named(kHeadNames[i]), static_cast<Head>(i));
    EXPECT_STREQ(name_of(static_cast<Head>(i)), kHeadNames[i]);
  }
  EXPECT_STREQ(name_of(head_of(HeadLayers())), "none");
  EXPECT_STREQ(name_of(head_of(SequenceClassificationHead())), "sequence-classification");
  EXPECT_STREQ(name_of(head_of(TokenClassificationHead())), "token-classification");
  EXPECT_STREQ(name_of(head_of(QuestionAnsweringHead())), "question-answering");
  EXPECT_STREQ(name_of(head_of(MaskedLmHead())), "masked-lm");
  EXPECT_STREQ(name_of(head_of(MultipleChoiceHead())), "multiple-choice");
  EXPECT_EQ(head_named("text-classification"), std::nullopt);
  EXPECT_EQ(head_named(""), std::nullopt);
}

TEST(Heads, a_task_names_the_head_that_it_needs_and_the_one_that_is_there) {
  const HeadLayers choices = MultipleChoiceHead();
  EXPECT_ERROR(kState,
               "expected a model with the head 'sequence-classification', this one was loaded "
               "with 'multiple-choice'",
               require_head<SequenceClassificationHead>(choices));
  EXPECT_EQ(&require_head<MultipleChoiceHead>(choices), &std::get<MultipleChoiceHead>(choices));
}

}  // namespace
}  // namespace deberta
