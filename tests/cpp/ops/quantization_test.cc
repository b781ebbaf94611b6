// Eight bits: the expected errors, and no others.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "context.h"
#include "expect_error.h"
#include "ops/activation_quantization.h"
#include "ops/embedding_table.h"
#include "ops/linear.h"
#include "ops/quantized_linear.h"
#include "reference/naive.h"

namespace deberta {
namespace {

using reference::random_values;

struct QuantizedRow {
  std::vector<uint8_t> q;
  RowScale scale;
  Outliers outliers;

  float operator[](size_t k) const {
    for (size_t i = 0; i < outliers.count; ++i) {
      if (outliers.index[i] == k) return outliers.value[i];
    }
    return scale.scale * static_cast<float>(q[k] - scale.zero);
  }
};

QuantizedRow quantized(std::vector<float> x) {
  const size_t n = x.size();
  const size_t padded = (n + 3) / 4 * 4;
  x.resize(padded, std::numeric_limits<float>::quiet_NaN());
  QuantizedRow row;
  row.q.resize(padded);
  row.scale = quantize_row(x.data(), n, padded, row.q.data(), row.outliers);
  return row;
}

TEST(RowQuantization, every_value_is_within_half_a_step_and_zero_is_exact) {
  for (const size_t n : {1, 3, 4, 7, 768}) {
    for (const float shift : {0.0f, -1.0f, 5.0f, -100.0f}) {
      std::vector<float> x = random_values(n, static_cast<unsigned>(n));
      for (float& value : x) value += shift;
      if (n > 4) x[4] = 0;
      const QuantizedRow row = quantized(x);
      for (size_t k = 0; k < row.q.size(); ++k) ASSERT_LE(row.q[k], 127);
      // The zero is also rounded to a step, which may cost another half step at the ends.
      for (size_t k = 0; k < n; ++k) ASSERT_NEAR(row[k], x[k], 1.01f * row.scale.scale);
      if (n > 4) ASSERT_EQ(row[4], 0.0f);
    }
  }
}

TEST(RowQuantization, a_row_of_zeros_and_one_of_one_value_are_exact) {
  EXPECT_EQ(quantized({0, 0, 0, 0, 0})[2], 0.0f);
  EXPECT_FLOAT_EQ(quantized({3, 3, 3})[1], 3.0f);
  EXPECT_FLOAT_EQ(quantized({-3, -3, -3})[1], -3.0f);
}

TEST(RowQuantization, outliers_are_taken_out_and_leave_their_steps_to_the_others) {
  std::vector<float> x = random_values(3072, 1);
  x[5] = 200;
  x[1000] = -60;
  x[3071] = 11;  // not an outlier: the usual maximum is 4, and it is less than a quarter of the
                 // range before
  const QuantizedRow row = quantized(x);
  ASSERT_EQ(row.outliers.count, 2u);
  EXPECT_EQ(row[5], 200.0f);
  EXPECT_EQ(row[1000], -60.0f);
  EXPECT_LT(row.scale.scale, 0.15f);
}

TEST(RowQuantization, a_wide_row_has_no_outliers) {
  std::vector<float> x(1000);
  for (size_t k = 0; k < x.size(); ++k) x[k] = std::exp(-static_cast<float>(k) / 10);
  EXPECT_EQ(quantized(x).outliers.count, 0u);
}

TEST(RowQuantization, pairs_and_quads_see_the_same_numbers) {
  std::vector<float> x = random_values(64, 3);
  x[7] = 300;
  std::vector<uint8_t> bytes(64);
  std::vector<int16_t> words(64);
  Outliers a, b;
  const RowScale of_bytes = quantize_row(x.data(), 64, 64, bytes.data(), a);
  const RowScale of_words = quantize_row(x.data(), 64, 64, words.data(), b);
  EXPECT_EQ(of_bytes.scale, of_words.scale);
  EXPECT_EQ(of_bytes.zero, of_words.zero);
  EXPECT_TRUE(std::ranges::equal(bytes, words));
}

TEST(WeightQuantization, every_weight_is_within_half_a_step_of_its_row) {
  const size_t n = 20, k = 33;
  std::vector<float> w = random_values(n * k, 1);
  std::fill_n(&w[3 * k], k, 0.0f);
  for (size_t i = 0; i < k; ++i) w[4 * k + i] *= 1000;  // an output of another size
  const QuantizedWeights q = quantize_weights(ConstMatrix(w.data(), n, k));
  EXPECT_TRUE(q.float_columns.empty());
  for (size_t i = 0; i < w.size(); ++i) {
    ASSERT_NEAR(static_cast<float>(q.values[i]) * q.scales[i / k], w[i], 0.5001f * q.scales[i / k]);
  }
  EXPECT_GT(q.error, 0.002f);
  EXPECT_LT(q.error, 0.01f);
}

// The sums of quads fit 16 bits for any weights; typical weights lose no precision by that.
TEST(WeightQuantization, four_products_fit_16_bits) {
  const size_t n = 12, k = 768 + 5;
  std::vector<float> w = random_values(n * k, 1);
  for (size_t i = 0; i < k; ++i) {
    w[0 * k + i] = i % 2 == 0 ? 1.0f : -1.0f;  // all as large as can be
    w[1 * k + i] = i % 8 < 2 ? 1 : 0.01f;      // two of four
  }
  const QuantizedWeights q = quantize_weights(ConstMatrix(w.data(), n, k));
  for (size_t r = 0; r < n; ++r) {
    float largest = 0;
    for (size_t i = 0; i < k; ++i) largest = std::max(largest, std::fabs(w[r * k + i]));
    if (r >= 2) {
      EXPECT_LT(q.scales[r], 1.5f * largest / 127);
    } else if (r == 1) {
      EXPECT_FLOAT_EQ(q.scales[r], largest / 127);
    }
    for (size_t begin = 0; begin < k; begin += 8) {
      int sums[2] = {};
      for (size_t i = begin; i < std::min(k, begin + 8); ++i) {
        sums[i / 2 % 2] += std::abs(q.values[r * k + i]);
        ASSERT_NEAR(q.values[r * k + i] * q.scales[r], w[r * k + i], 0.5001f * q.scales[r]);
      }
      ASSERT_LE(127 * std::max(sums[0], sums[1]), INT16_MAX);
    }
  }
}

TEST(WeightQuantization, columns_of_large_weights_stay_floats) {
  const size_t n = 64, k = 96;
  std::vector<float> w = random_values(n * k, 1);
  for (size_t i = 0; i < n; ++i) {
    w[i * k + 17] *= 100;
    w[i * k + 40] *= 1000;
  }
  const QuantizedWeights q = quantize_weights(ConstMatrix(w.data(), n, k));
  EXPECT_EQ(q.float_columns, (std::vector<uint32_t>{40, 17}));
  for (size_t i = 0; i < n; ++i) {
    EXPECT_EQ(q.float_values[i], w[i * k + 40]);
    EXPECT_EQ(q.float_values[n + i], w[i * k + 17]);
    EXPECT_EQ(q.values[i * k + 17], 0);
  }
  EXPECT_LT(q.error, 0.012f);
}

TEST(WeightQuantization, weights_that_do_not_survive_stay_floats) {
  const size_t n = 96, k = 96;
  const std::vector<float> usual = random_values(n * k, 1);
  std::vector<float> diagonal = usual, with_nan = usual;
  for (size_t i = 0; i < n; ++i) diagonal[i * k + i] = 100;  // in every row, and every column
  with_nan[100] = std::numeric_limits<float>::quiet_NaN();
  for (const Precision precision : {Precision::kInt8, Precision::kInt8Weights}) {
    const auto kept = [&](const std::vector<float>& w) {
      return Linear(ConstMatrix(w.data(), n, k), nullptr, precision).precision();
    };
    EXPECT_EQ(kept(usual), precision);
    EXPECT_EQ(kept(diagonal), Precision::kFloat32);
    EXPECT_EQ(kept(with_nan), Precision::kFloat32);
  }
}

TEST(Dot, each_is_exact_and_so_is_the_chosen_one) {
  EXPECT_TRUE(is_exact(Dot::kPairs));
  EXPECT_TRUE(is_exact(Dot::kQuads));
#ifndef __EMSCRIPTEN__  // Node 20 gets it wrong
  EXPECT_TRUE(is_exact(Dot::kFusedQuads));
#endif
  EXPECT_TRUE(is_exact(fastest_dot()));
}

class QuantizedLinears : public testing::WithThreads {
 protected:
  std::vector<float> run(const QuantizedWeights& weights, const float* bias, Dot dot,
                         const std::vector<float>& x, bool splits = false) {
    const size_t n = weights.scales.size(), k = weights.values.size() / n, m = x.size() / k;
    Buffer in = Buffer::of_floats({x.size()});
    std::ranges::copy(x, in.floats());
    std::vector<float> y(m * n, std::numeric_limits<float>::quiet_NaN());
    const auto linear = make_quantized_linear(weights, bias, dot);
    if (splits) linear->split_activations();
    linear->run(ConstMatrix(in.floats(), m, k), Matrix(y.data(), m, n), ctx_);
    return y;
  }
};
INSTANTIATE_TEST_SUITE_P(Threads, QuantizedLinears, ::testing::Values(1, 2));

TEST_P(QuantizedLinears, are_the_product_of_what_was_kept_by_every_instruction) {
  struct Sizes {
    size_t m, k, n;
  };
  for (const auto& [m, k, n] :
       {Sizes{1, 1, 1}, Sizes{1, 9, 5}, Sizes{3, 8, 17}, Sizes{7, 34, 13}, Sizes{11, 12, 8},
        Sizes{13, 20, 9}, Sizes{130, 100, 31}, Sizes{6, 768, 40}}) {
    for (const bool hard : {false, true}) {
      std::vector<float> x = random_values(m * k, 1), w = random_values(n * k, 2);
      if (hard) {  // outliers, and a column of large weights
        for (size_t i = 0; i < m; i += 2) x[i * k + k / 2] = 500;
        for (size_t j = 0; j < n; ++j) w[j * k + k / 3] *= 100;
      }
      const std::vector<float> bias = random_values(n, 3);
      const QuantizedWeights weights = quantize_weights(ConstMatrix(w.data(), n, k));
      const std::vector<float> y = run(weights, bias.data(), Dot::kPairs, x);
      for (const Dot dot : {Dot::kQuads, Dot::kFusedQuads}) {
        if (is_exact(dot)) EXPECT_EQ(y, run(weights, bias.data(), dot, x));
      }
      for (size_t i = 0; i < m; ++i) {
        std::vector<float> row(&x[i * k], &x[i * k] + k);
        for (const uint32_t c : weights.float_columns) row[c] = 0;
        const QuantizedRow kept = quantized(row);
        for (size_t j = 0; j < n; ++j) {
          double expected = bias[j], magnitude = 1;
          for (size_t c = 0; c < weights.float_columns.size(); ++c) {
            const double value = x[i * k + weights.float_columns[c]];
            expected += value * weights.float_values[c * n + j];
            magnitude += std::abs(value * weights.float_values[c * n + j]);
          }
          for (size_t c = 0; c < k; ++c) {
            const double term = double{kept[c]} * weights.values[j * k + c] * weights.scales[j];
            expected += term;
            magnitude += std::abs(term);
          }
          ASSERT_NEAR(y[i * n + j], expected, 1e-5 * magnitude) << m << " " << k << " " << n;
        }
      }
    }
  }
}

TEST_P(QuantizedLinears, take_split_activations_as_if_they_were_floats) {
  const size_t m = 7, k = 300, n = 21;
  std::vector<float> x = random_values(m * k, 1), w = random_values(n * k, 2);
  for (size_t i = 0; i < m; i += 2) x[i * k + 5] = 500;    // an outlier
  for (size_t i = 0; i < k; ++i) x[3 * k + i] = i == 9;    // of the others nothing is left
  for (size_t j = 0; j < n; ++j) w[j * k + k / 3] *= 100;  // a column of large weights
  const std::vector<float> bias = random_values(n, 3);
  const QuantizedWeights weights = quantize_weights(ConstMatrix(w.data(), n, k));
  ASSERT_EQ(weights.float_columns.size(), 1u);
  const std::vector<float> y = run(weights, bias.data(), Dot::kPairs, x, /*splits=*/true);
  for (const Dot dot : {Dot::kQuads, Dot::kFusedQuads}) {
    if (is_exact(dot)) EXPECT_EQ(y, run(weights, bias.data(), dot, x, /*splits=*/true));
  }
  const std::vector<float> usual = run(weights, bias.data(), Dot::kPairs, x);
  double error = 0, usual_error = 0;
  for (size_t i = 0; i < m; ++i) {
    for (size_t j = 0; j < n; ++j) {
      double expected = bias[j];
      for (size_t c = 0; c < k; ++c) {
        expected += c == k / 3
                        ? double{x[i * k + c]} * w[j * k + c]
                        : double{x[i * k + c]} * weights.values[j * k + c] * weights.scales[j];
      }
      error += std::abs(y[i * n + j] - expected);
      usual_error += std::abs(usual[i * n + j] - expected);
    }
  }
  EXPECT_LT(error, usual_error / 50);
}

TEST(EmbeddingTable, keeps_half_floats_or_eight_bits_a_row) {
  const size_t rows = 5, cols = 70;
  std::vector<float> values = random_values(rows * cols, 1);
  for (size_t c = 0; c < cols; ++c) values[2 * cols + c] *= 1000;  // a row of another size
  // In pieces that are less than a row, or several rows, and do not begin or end at a row.
  const auto table = [&](Precision precision, size_t piece) {
    EmbeddingTable result(DType::kF32, rows, cols, precision);
    const auto bytes = std::as_bytes(std::span(values));
    for (size_t at = 0; at < bytes.size(); at += piece) {
      result.write(bytes.subspan(at, std::min(piece, bytes.size() - at)));
    }
    return result;
  };
  for (const auto& [precision, error] :
       {std::pair{Precision::kFloat32, 0.0f}, std::pair{Precision::kFloat16, 0.0005f},
        std::pair{Precision::kInt8, 0.015f}, std::pair{Precision::kInt8Weights, 0.015f}}) {
    for (const size_t piece : {7u, 280u, 600u, 1400u}) {
      const EmbeddingTable kept = table(precision, piece);
      for (size_t i = 0; i < rows; ++i) {
        const float tolerance = error * (i == 2 ? 1000.0f : 1.0f);
        std::vector<float> row(cols), sum(cols, 1.0f);
        kept.copy_row(i, row.data());
        kept.add_row(i, sum.data());
        for (size_t c = 0; c < cols; ++c) {
          ASSERT_NEAR(row[c], values[i * cols + c], tolerance * 4);
          ASSERT_FLOAT_EQ(sum[c], 1.0f + row[c]);
        }
      }
    }
  }
}

TEST(EmbeddingTable, keeps_rows_in_eight_bits_as_they_are_in_any_precision) {
  const size_t rows = 3, cols = 70;
  const std::vector<float> scales = {0.5f, 0.013f, 1e-42f};
  std::vector<int8_t> values(rows * cols);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int8_t>(i * 37 % 200 - 100);
  for (const Precision precision :
       {Precision::kFloat32, Precision::kFloat16, Precision::kInt8Weights, Precision::kInt8}) {
    EmbeddingTable table(DType::kI8, rows, cols, precision, scales);
    table.write(std::as_bytes(std::span(values)).first(99));
    table.write(std::as_bytes(std::span(values)).subspan(99));
    for (size_t i = 0; i < rows; ++i) {
      std::vector<float> row(cols);
      table.copy_row(i, row.data());
      for (size_t c = 0; c < cols; ++c) {
        ASSERT_EQ(row[c], scales[i] * static_cast<float>(values[i * cols + c]));
      }
    }
    EXPECT_ERROR(kState, "1 more bytes", table.write(std::as_bytes(std::span(values)).first(1)));
  }
}

// --- Values that floats can hardly hold

TEST(WeightQuantization, a_row_too_small_for_a_normal_scale_becomes_zeros) {
  for (const float tiny : {1e-45f, 1e-42f, 1e-38f, 1.4e-36f}) {
    const std::vector<float> row(33, tiny);
    std::vector<int8_t> q(row.size(), 7);
    EXPECT_EQ(quantize_weights(row.data(), row.size(), q.data()), 1.0f) << tiny;
    EXPECT_EQ(q, std::vector<int8_t>(row.size(), 0)) << tiny;
  }
  // The first row is tiny, the second is not: the layer keeps 8 bits.
  std::vector<float> weight = random_values(2 * 64, 3);
  std::fill_n(weight.begin(), 64, 1e-42f);
  const QuantizedWeights quantized = quantize_weights(ConstMatrix(weight.data(), 2, 64));
  EXPECT_LT(quantized.error, kMaxWeightError);
  EXPECT_EQ(quantized.scales[0], 1.0f);
  EXPECT_TRUE(std::all_of(quantized.values.begin(), quantized.values.begin() + 64,
                          [](int8_t q) { return q == 0; }));
}

TEST(WeightQuantization, ends_for_rows_of_any_floats) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kMin = std::numeric_limits<float>::min(),
                  kMax = std::numeric_limits<float>::max();
  for (const float a : {0.0f, 1e-45f, 1e-42f, kMin, 127 * kMin, 1.0f, kMax, kInf, kNan}) {
    for (const float b : {0.0f, -1e-42f, -kMin, -1.0f, -kMax, -kInf, kNan}) {
      std::vector<float> weight(24, a);
      for (size_t i = 0; i < weight.size(); i += 3) weight[i] = b;
      const QuantizedWeights quantized = quantize_weights(ConstMatrix(weight.data(), 2, 12));
      for (size_t i = 0; i + 4 <= 12; i += 4) {  // the condition of 16-bit sums
        int sum = 0;
        for (size_t k = 0; k < 4; ++k) sum += std::abs(quantized.values[i + k]);
        EXPECT_LE(sum, 2 * kMaxOfFour) << a << " " << b;
      }
      for (const float scale : quantized.scales) EXPECT_TRUE(scale == 0 || !(scale < kMin));
    }
  }
}

TEST(RowQuantization, what_has_no_steps_is_zeros_or_nan) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const QuantizedRow tiny = quantized({1e-42f, -1e-42f, 0, 1e-45f});
  for (size_t k = 0; k < 4; ++k) EXPECT_EQ(tiny[k], 0.0f);
  for (const float bad : {kInf, -kInf, kNan}) {
    for (const auto& [n, at] : {std::pair{6, 0}, {6, 5}, {40, 0}, {40, 5}, {40, 17}, {40, 39}}) {
      std::vector<float> x = random_values(static_cast<size_t>(n), 1);
      x[static_cast<size_t>(at)] = bad;
      const QuantizedRow row = quantized(x);
      EXPECT_TRUE(std::isnan(row.scale.scale)) << bad;
      EXPECT_EQ(row.scale.zero, 0);
      for (const uint8_t q : row.q) EXPECT_LE(q, 127);
    }
  }
  constexpr float kMax = std::numeric_limits<float>::max();
  EXPECT_TRUE(std::isnan(quantized({kMax, -kMax, 1, 2}).scale.scale));
}

}  // namespace
}  // namespace deberta
