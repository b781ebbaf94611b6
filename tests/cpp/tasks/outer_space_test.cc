#include "tasks/outer_space.h"

#include <gtest/gtest.h>

namespace deberta {
namespace {

TEST(OuterSpace, is_left_out) {
  const std::string_view text = " a b\t\n\u2003c\u00a0";
  EXPECT_EQ(without_outer_space(text, {0, 2}), (ByteSpan{1, 2}));
  EXPECT_EQ(without_outer_space(text, {0, 9}), (ByteSpan{1, 4}));  // an em space is three bytes
  EXPECT_EQ(without_outer_space(text, {4, 12}), (ByteSpan{9, 10}));
  EXPECT_EQ(without_outer_space(text, {1, 4}), (ByteSpan{1, 4}));
}

TEST(OuterSpace, of_nothing_else_an_empty_span_stays) {
  EXPECT_EQ(without_outer_space("a  b", {1, 3}), (ByteSpan{3, 3}));
  EXPECT_EQ(without_outer_space("a  b", {2, 2}), (ByteSpan{2, 2}));
}

}  // namespace
}  // namespace deberta
