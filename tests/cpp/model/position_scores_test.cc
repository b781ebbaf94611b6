// The position terms of the attention, against their sums, in every part of a table.
#include "model/position_scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "ops/panels.h"
#include "reference/naive.h"

namespace deberta {
namespace {

using reference::random_values;

struct Case {
  RelativePositions positions;
  size_t keys, first, queries;
};

void check(const Case& c, Precision precision) {
  constexpr size_t kHeads = 2, kDim = 5, kHead = 1;
  constexpr float kScale = 0.5f;
  const size_t rows = c.positions.rows();
  const std::vector<float> projected = random_values(rows * kHeads * kDim, 1);
  const std::vector<float> q = random_values(c.queries * kDim, 2);
  const std::vector<float> k = random_values(c.keys * kDim, 3);
  PositionTable table(/*first=*/0, rows, kHeads, kDim, precision);
  // Hugging Face's last rows are the table's first ones.
  for (size_t row = 0; row < rows; row += 2 * kPanelColumns) {
    const size_t count = std::min(2 * kPanelColumns, rows - row);
    table.write(
        row,
        ConstMatrix(projected.data(), rows, kHeads * kDim).slice_rows(rows - row - count, count),
        kScale);
  }
  const bool is_half = precision != Precision::kFloat32;
  std::vector<float> wide(table.scratch(c.positions, c.keys, c.queries), 1e30f);
  EXPECT_EQ(wide.empty(), !is_half);
  const float* panels =
      table.head(kHead, reached_panels(c.positions, c.first, c.queries, c.keys), wide.data());
  std::vector<float> scratch(position_scratch(c.positions, c.keys, c.queries), 1e30f);
  const size_t stride = padded_columns(c.keys);
  const Case* at = &c;
  const auto expect = [&](const std::vector<float>& scores, const std::vector<float>& left,
                          bool by_query) {
    for (size_t i = 0; i < at->queries; ++i) {
      for (size_t j = 0; j < at->keys; ++j) {
        const size_t row =
            at->positions.row(static_cast<ptrdiff_t>(j) - static_cast<ptrdiff_t>(at->first + i));
        double expected = 1;
        for (size_t d = 0; d < kDim; ++d) {
          const float position =
              kScale * projected[(rows - 1 - row) * kHeads * kDim + kHead * kDim + d];
          const double kept = is_half ? widen_f16(narrow_f16(position)) : position;
          expected += kept * left[(by_query ? i : j) * kDim + d];
        }
        ASSERT_NEAR(scores[i * stride + j], expected, 1e-5)
            << by_query << ": " << i << "+" << at->first << ", " << j << " of " << at->keys;
      }
    }
  };
  std::vector<float> scores(c.queries * stride, 1.0f);
  add_content_to_position(ConstMatrix(q.data(), c.queries, kDim), c.first, panels, c.positions,
                          Matrix(scores.data(), c.queries, c.keys, stride), scratch.data());
  expect(scores, q, true);
  scores.assign(c.queries * stride, 1.0f);
  add_position_to_content(ConstMatrix(k.data(), c.keys, kDim), c.first, panels, c.positions,
                          Matrix(scores.data(), c.queries, c.keys, stride), scratch.data());
  expect(scores, k, false);
}

TEST(PositionScores, are_those_of_every_query_and_key) {
  const RelativePositions tables[] = {RelativePositions(1),     RelativePositions(5),
                                      RelativePositions(16),    RelativePositions(200),
                                      RelativePositions(8, 32), RelativePositions(24, 100)};
  for (const Precision precision : {Precision::kFloat32, Precision::kFloat16}) {
    for (const RelativePositions& positions : tables) {
      for (const size_t keys : {1, 2, 7, 16, 33, 120}) {
        check({positions, keys, 0, keys}, precision);
        if (keys < 8) continue;
        check({positions, keys, 5, 1}, precision);
        check({positions, keys, keys - 3, 3}, precision);
        check({positions, keys, keys / 2, keys / 4}, precision);
      }
    }
  }
}

}  // namespace
}  // namespace deberta
