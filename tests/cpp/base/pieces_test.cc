#include "base/pieces.h"

#include <gtest/gtest.h>

#include <string>

namespace deberta {
namespace {

TEST(Pieces, stages_run_in_order_in_pieces_of_at_most_so_many_units) {
  std::string log;
  Pieces pieces;
  EXPECT_FALSE(pieces.step());
  pieces.add(5, 2, [&](size_t begin, size_t end) {
    log += std::to_string(begin) + "-" + std::to_string(end) + " ";
  });
  pieces.add(0, 2, [&](size_t, size_t) { log += "never "; });
  pieces.add([&] { log += "once "; });
  int left = 3;
  pieces.add_steps([&] {
    log += "step ";
    return --left > 0;
  });
  pieces.add([&] { log += "end"; });
  size_t steps = 1;
  while (pieces.step()) ++steps;
  EXPECT_EQ(log, "0-2 2-4 4-5 once step step step end");
  EXPECT_EQ(steps, 8u);
  EXPECT_FALSE(pieces.step());
}

}  // namespace
}  // namespace deberta
