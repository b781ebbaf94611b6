#include "model/feed_forward.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

namespace deberta {
namespace {

constexpr size_t kHidden = 16, kWide = 37;

class OutlierChannels : public ::testing::Test {
 protected:
  OutlierChannels() {
    std::mt19937 random(1);
    for (std::vector<float>* weights : {&expand_, &contract_}) {
      for (float& w : *weights) w = static_cast<float>(random() >> 8) * 0x1p-23f - 1;
    }
  }
  void multiply_row(size_t j, float factor) {
    for (size_t k = 0; k < kHidden; ++k) expand_[j * kHidden + k] *= factor;
  }
  void multiply_column(size_t j, float factor) {
    for (size_t n = 0; n < kHidden; ++n) contract_[n * kWide + j] *= factor;
  }
  bool dominate() const {
    return has_outlier_channels(ConstMatrix(expand_.data(), kWide, kHidden),
                                ConstMatrix(contract_.data(), kHidden, kWide));
  }

  std::vector<float> expand_ = std::vector<float>(kWide * kHidden);
  std::vector<float> contract_ = std::vector<float>(kHidden * kWide);
};

TEST_F(OutlierChannels, are_absent_where_none_is_far_from_the_others) {
  EXPECT_FALSE(dominate());
  for (size_t j = 0; j < kWide; j += 2) multiply_row(j, 3);
  EXPECT_FALSE(dominate());
}

TEST_F(OutlierChannels, are_found_in_either_weight_and_in_both_together) {
  multiply_row(3, 20);
  EXPECT_TRUE(dominate());
  multiply_column(3, 0.05f);
  EXPECT_FALSE(dominate());
  multiply_column(36, 20);
  EXPECT_TRUE(dominate());
}

TEST_F(OutlierChannels, must_outweigh_the_rest) {
  multiply_row(3, 5);  // 25 beside 36
  EXPECT_FALSE(dominate());
}

TEST_F(OutlierChannels, are_few) {
  for (size_t j = 0; j < kWide; j += 5) multiply_row(j, 20);
  EXPECT_FALSE(dominate());
}

TEST_F(OutlierChannels, are_compared_with_channels_that_were_not_pruned) {
  for (size_t j = 0; j < 20; ++j) multiply_row(j, 0);
  EXPECT_FALSE(dominate());
  multiply_row(30, 20);
  EXPECT_TRUE(dominate());
}

TEST_F(OutlierChannels, ignore_nan) {
  multiply_row(3, std::numeric_limits<float>::quiet_NaN());
  EXPECT_FALSE(dominate());
}

TEST_F(OutlierChannels, are_absent_among_zeros) {
  std::fill(expand_.begin(), expand_.end(), 0.0f);
  EXPECT_FALSE(dominate());
}

}  // namespace
}  // namespace deberta
