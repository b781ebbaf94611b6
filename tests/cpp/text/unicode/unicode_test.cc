#include "text/unicode/unicode.h"

#include <gtest/gtest.h>

namespace deberta {
namespace {

TEST(Unicode, the_table_of_ascii_is_that_of_all) {
  for (uint32_t c = 0; c < kAsciiClasses.size(); ++c) EXPECT_EQ(kAsciiClasses[c], run_of(c).kind);
}

TEST(Unicode, runs_tile_all_code_points) {
  uint32_t begin = 0;
  while (begin < 0x110000) {
    const CharRun run = run_of(begin);
    ASSERT_EQ(run.begin, begin);
    ASSERT_GT(run.end, begin);
    ASSERT_EQ(run_of(std::min(run.end, 0x110000u) - 1).begin, begin);
    ASSERT_EQ(class_of(begin), run.kind);
    begin = run.end;
  }
  EXPECT_EQ(class_of(UINT32_MAX), CharClass::kOther);
}

// Unicode's own examples of each part of \w: Alphabetic, M, Nd, Pc, Join_Control.
TEST(Unicode, word_characters) {
  for (uint32_t point :
       {0x41u, 0x7au, 0x30u, 0x5fu, 0xaau, 0xe9u, 0x300u, 0x345u, 0x661u, 0x93eu, 0x200cu, 0x200du,
        0x203fu, 0x2160u, 0x24b6u, 0x4e00u, 0x1d54au, 0xfe33u, 0xe0100u}) {
    EXPECT_TRUE(is_word_character(point)) << point;
  }
  for (uint32_t point : {0x0u, 0x20u, 0x2du, 0x40u, 0x5bu, 0x60u, 0x7bu, 0xb2u, 0xbdu, 0xd7u,
                         0x200bu, 0x2010u, 0x2460u, 0x3000u, 0x1f600u, 0x10ffffu, UINT32_MAX}) {
    EXPECT_FALSE(is_word_character(point)) << point;
  }
}

}  // namespace
}  // namespace deberta
