#include "model/relative_positions.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "fixtures.h"

namespace deberta {
namespace {

// Hugging Face's index of a distance j − i, by the reference's table of buckets(i − j).
size_t expected_row(ptrdiff_t bucket_of_query_minus_key, ptrdiff_t span) {
  const ptrdiff_t last = 2 * span - 1;
  return static_cast<size_t>(last -
                             std::clamp<ptrdiff_t>(bucket_of_query_minus_key + span, 0, last));
}

TEST(RelativePositions, buckets_are_the_references) {
  const auto tables = testing::Tensors::read(
      testing::read_file(testing::fixture_path("golden/_tables/log_buckets.safetensors")));
  for (const auto& [span, limit] : {std::tuple(10, 50),
                                    {12, 48},
                                    {16, 40},
                                    {16, 64},
                                    {256, 512},
                                    {32, 128},
                                    {4, 20},
                                    {6, 40},
                                    {7, 29},
                                    {8, 32},
                                    {8, 64},
                                    {9, 33}}) {
    const std::string name = "buckets_" + std::to_string(span) + "_" + std::to_string(limit);
    ASSERT_TRUE(tables.has(name)) << name;
    const std::vector<int32_t> table = tables.ints(name);  // distances i − j, then their buckets
    const size_t count = table.size() / 2;
    const RelativePositions positions(span, limit);
    EXPECT_EQ(positions.rows(), static_cast<size_t>(2 * span));
    for (size_t i = 0; i < count; ++i) {
      const ptrdiff_t distance = table[i];
      EXPECT_EQ(positions.row(-distance), expected_row(table[count + i], span))
          << name << " at " << distance;
      if (distance >= 0) EXPECT_EQ(log_bucket(distance, span, limit), table[count + i]) << distance;
    }
  }
}

void expect_contract(const RelativePositions& positions, ptrdiff_t farthest) {
  for (ptrdiff_t d = -farthest; d < farthest; ++d) {
    EXPECT_LE(positions.row(d), positions.row(d + 1)) << d;
    EXPECT_LT(positions.row(d + 1), positions.rows());
    if (d >= positions.linear_begin() && d + 1 < positions.linear_end()) {
      EXPECT_EQ(positions.row(d) + 1, positions.row(d + 1)) << d;
    }
  }
  EXPECT_LE(positions.linear_begin(), 0);
  EXPECT_GT(positions.linear_end(), 0);
}

TEST(RelativePositions, rows_rise_with_the_distance_and_by_one_in_the_linear_range) {
  expect_contract(RelativePositions(), 10);
  for (int span : {1, 2, 5, 16}) expect_contract(RelativePositions(span), 40);
  for (const auto& [span, limit] :
       {std::tuple(2, 3), {3, 8}, {4, 4}, {5, 512}, {7, 29}, {8, 6}, {16, 64}, {256, 512}}) {
    expect_contract(RelativePositions(span, limit), 3000);
  }
}

TEST(RelativePositions, without_buckets_they_are_clamped_to_the_span) {
  const RelativePositions positions(5);
  EXPECT_EQ(positions.rows(), 10u);
  EXPECT_EQ(positions.row(-1'000'000), 0u);
  EXPECT_EQ(positions.row(-4), 0u);
  EXPECT_EQ(positions.row(0), 4u);
  EXPECT_EQ(positions.row(5), 9u);
  EXPECT_EQ(positions.row(1'000'000), 9u);
  EXPECT_EQ(positions.linear_begin(), -4);
  EXPECT_EQ(positions.linear_end(), 6);
}

TEST(RelativePositions, of_v3_near_distances_are_apart_and_the_far_ones_merge) {
  const RelativePositions positions(256, 512);
  EXPECT_EQ(positions.linear_begin(), -131);  // the formula takes three steps more than ±128
  EXPECT_EQ(positions.linear_end(), 132);
  EXPECT_EQ(positions.row(511), 510u);  // exactly an integer before ⌈ ⌉
  EXPECT_EQ(positions.row(512), 511u);
  EXPECT_EQ(positions.row(1 << 30), 511u);
  EXPECT_EQ(positions.row(-511), 0u);
  EXPECT_EQ(positions.row(-(1 << 30)), 0u);
}

TEST(RelativePositions, a_large_span_takes_no_table) {
  const int span = 1 << 24;
  const RelativePositions positions(span);
  EXPECT_EQ(positions.rows(), size_t{1} << 25);
  EXPECT_EQ(positions.row(0), static_cast<size_t>(span - 1));
  EXPECT_EQ(positions.row(-span - 5), 0u);
  EXPECT_EQ(positions.row(-span), 0u);
  EXPECT_EQ(positions.row(1 - span), 0u);
  EXPECT_EQ(positions.row(2 - span), 1u);
  EXPECT_EQ(positions.row(span), positions.rows() - 1);
  EXPECT_EQ(positions.row(span + 5), positions.rows() - 1);
  static_assert(sizeof(RelativePositions) <= 64);
}

}  // namespace
}  // namespace deberta
