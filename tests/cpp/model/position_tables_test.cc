// The rows that position tables hold, and that they do not depend on when they were made.
#include "model/position_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "context.h"
#include "ops/panels.h"
#include "reference/naive.h"

namespace deberta {
namespace {

using reference::random_values;

constexpr size_t kHeads = 2;
constexpr size_t kDim = 6;
constexpr size_t kHidden = kHeads * kDim;

class PositionTablesTest : public ::testing::TestWithParam<std::tuple<bool, Precision>> {
 protected:
  // Separate projections, or the layer's.
  PositionTables make(const RelativePositions& positions) {
    Buffer rel = Buffer::of_floats({positions.rows(), kHidden});
    std::ranges::copy(random_values(positions.rows() * kHidden, 1), rel.floats());
    PositionTables tables;
    tables.source.rel_embeddings = std::make_shared<const Buffer>(std::move(rel));
    tables.source.has_key = tables.source.has_query = true;
    tables.source.precision = std::get<1>(GetParam());
    if (std::get<0>(GetParam())) {
      tables.source.key = linear(kHidden, 2);
      tables.source.query = linear(kHidden, 3);
      tables.source.query_scale = 0.5f;
    } else {
      tables.source.shares_qkv = true;
    }
    return tables;
  }
  static Linear linear(size_t outputs, unsigned seed) {
    return Linear(ConstMatrix(random_values(outputs * kHidden, seed).data(), outputs, kHidden),
                  random_values(outputs, seed + 9).data());
  }
  void reach(PositionTables& tables, size_t longest, const RelativePositions& positions) {
    const size_t blocks = tables.begin_reach(longest, positions, kHeads, kDim);
    if (blocks == 0) return;
    for (size_t block = 0; block < blocks; ++block) tables.project(block, qkv_, own_.ctx);
    tables.end_reach();
  }
  // A head's rows for the distances in sequences of `longest` tokens.
  static std::vector<float> rows_of(const PositionTable& table, size_t head, size_t longest,
                                    const RelativePositions& positions) {
    const auto farthest = static_cast<ptrdiff_t>(longest) - 1;
    const PanelRange range(positions, -farthest, farthest);
    std::vector<float> wide(table.scratch(positions, longest, longest));
    const float* panels = table.head(head, range, wide.data());
    std::vector<float> values;
    for (size_t row = positions.row(-farthest); row <= positions.row(farthest); ++row) {
      for (size_t d = 0; d < kDim; ++d) {
        values.push_back(
            panels[(row / kPanelColumns * kDim + d) * kPanelColumns + row % kPanelColumns]);
      }
    }
    return values;
  }

 private:
  testing::OwnContext own_;
  Linear qkv_ = linear(3 * kHidden, 4);
};

TEST_P(PositionTablesTest, a_row_is_the_same_whichever_call_reaches_it_first) {
  for (const RelativePositions& positions :
       {RelativePositions(1), RelativePositions(50), RelativePositions(24, 100)}) {
    PositionTables grown = make(positions);
    for (const size_t longest : {1, 2, 7, 3, 16, 40, 300}) {
      PositionTables direct = make(positions);
      reach(grown, longest, positions);
      reach(direct, longest, positions);
      for (size_t head = 0; head < kHeads; ++head) {
        EXPECT_EQ(rows_of(grown.key(), head, longest, positions),
                  rows_of(direct.key(), head, longest, positions));
        EXPECT_EQ(rows_of(grown.query(), head, longest, positions),
                  rows_of(direct.query(), head, longest, positions));
      }
    }
  }
}

TEST_P(PositionTablesTest, the_inputs_are_freed_once_all_rows_exist) {
  const RelativePositions positions(50);
  PositionTables tables = make(positions);
  reach(tables, 20, positions);
  EXPECT_TRUE(tables.source.rel_embeddings);
  reach(tables, 50, positions);
  EXPECT_FALSE(tables.source.rel_embeddings);
  EXPECT_EQ(tables.source.key.outputs(), 0u);
  reach(tables, 1000, positions);
  EXPECT_EQ(rows_of(tables.key(), 0, 1000, positions).size(), 100 * kDim);
}

TEST_P(PositionTablesTest, a_model_without_positions_has_none) {
  PositionTables tables;
  reach(tables, 20, RelativePositions(1));
  EXPECT_TRUE(tables.key().empty());
  EXPECT_TRUE(tables.query().empty());
}

INSTANTIATE_TEST_SUITE_P(, PositionTablesTest,
                         ::testing::Combine(::testing::Bool(),
                                            ::testing::Values(Precision::kFloat32,
                                                              Precision::kInt8)));

}  // namespace
}  // namespace deberta
