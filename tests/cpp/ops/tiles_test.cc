// Rows in tiles.
#include "ops/tiles.h"

#include <gtest/gtest.h>

#include <vector>

namespace deberta {
namespace {

template <size_t Most>
std::vector<size_t> tiles_of(size_t rows) {
  std::vector<size_t> tiles;
  size_t next = 0;
  for_each_tile<Most>(rows, [&]<size_t Rows>(size_t first) {
    EXPECT_EQ(first, next);
    next += Rows;
    tiles.push_back(Rows);
  });
  EXPECT_EQ(next, rows);
  return tiles;
}

TEST(Tiles, are_all_rows_once_and_few_of_them_short) {
  for (size_t rows = 0; rows < 50; ++rows) {
    for (const auto& tiles : {tiles_of<4>(rows), tiles_of<6>(rows)}) {
      size_t small = 0;
      for (const size_t tile : tiles) small += tile < 4;
      EXPECT_LE(small, 1u) << rows;
    }
  }
  EXPECT_EQ(tiles_of<6>(13), (std::vector<size_t>{6, 4, 3}));  // not 6, 6 and 1
  EXPECT_EQ(tiles_of<6>(16), (std::vector<size_t>{6, 6, 4}));
  EXPECT_EQ(tiles_of<4>(9), (std::vector<size_t>{4, 4, 1}));
}

}  // namespace
}  // namespace deberta
