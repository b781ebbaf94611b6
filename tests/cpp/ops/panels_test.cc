// Panels and the linear layers over them, against their definitions.
#include "ops/panels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "context.h"
#include "ops/linear.h"
#include "ops/panel_linear.h"
#include "reference/naive.h"
#include "tensor/dtype.h"

namespace deberta {
namespace {

using reference::random_values;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct Sizes {
  size_t rows, inputs, outputs;
};
constexpr Sizes kSizes[] = {{1, 1, 1},   {1, 9, 5},   {3, 8, 17},   {17, 12, 16},  {7, 33, 13},
                            {11, 20, 9}, {13, 8, 24}, {64, 64, 64}, {150, 100, 31}};

TEST(Panels, a_product_is_the_sum_of_products_and_fills_up_with_zeros) {
  for (const auto& [m, k, n] : kSizes) {
    const std::vector<float> a = random_values(m * k, 1), b = random_values(n * k, 2);
    const ConstMatrix left(a.data(), m, k), right(b.data(), n, k);
    std::vector<float> panels(padded_columns(n) * k, kNaN);
    pack_rows(right, panels.data());
    const size_t stride = padded_columns(n) + 3;
    std::vector<float> out(m * stride, kNaN);
    multiply_panels(left, panels.data(), 0, panels_of(n), out.data(), stride);
    for (size_t i = 0; i < m; ++i) {
      for (size_t j = 0; j < n; ++j) {
        ASSERT_NEAR(out[i * stride + j], reference::dot_rows(left, i, right, j), 1e-4);
      }
      for (size_t j = n; j < padded_columns(n); ++j) ASSERT_EQ(out[i * stride + j], 0.0f);
      ASSERT_TRUE(std::isnan(out[i * stride + padded_columns(n)])) << "beyond its panels";
    }
  }
}

TEST(Panels, packing_columns_is_packing_the_rows_of_the_transpose) {
  for (const auto& [k, n, unused] : kSizes) {
    const std::vector<float> b = random_values(k * n, 1);
    std::vector<float> transposed(n * k);
    for (size_t i = 0; i < k; ++i) {
      for (size_t j = 0; j < n; ++j) transposed[j * k + i] = b[i * n + j];
    }
    std::vector<float> columns(padded_columns(n) * k), rows(padded_columns(n) * k);
    pack_columns(ConstMatrix(b.data(), k, n), columns.data());
    pack_rows(ConstMatrix(transposed.data(), n, k), rows.data());
    ASSERT_EQ(columns, rows);
  }
}

class LinearLayers : public testing::WithThreads {
 protected:
  std::vector<float> run(const LinearKernel& linear, const std::vector<float>& x, size_t inputs,
                         size_t outputs) {
    const size_t rows = x.size() / inputs;
    Buffer in = Buffer::of_floats({x.size()});
    std::ranges::copy(x, in.floats());
    std::vector<float> y(rows * outputs, kNaN);
    linear.run(ConstMatrix(in.floats(), rows, inputs), Matrix(y.data(), rows, outputs), ctx_);
    return y;
  }
};
INSTANTIATE_TEST_SUITE_P(Threads, LinearLayers, ::testing::Values(1, 2));

// The weights after rounding to fewer bits.
std::vector<float> dequantized(const QuantizedWeights& q) {
  std::vector<float> w(q.values.size());
  for (size_t i = 0; i < w.size(); ++i) {
    w[i] = static_cast<float>(q.values[i]) * q.scales[i / q.inputs()];
  }
  for (size_t c = 0; c < q.float_columns.size(); ++c) {
    for (size_t n = 0; n < q.outputs(); ++n) {
      w[n * q.inputs() + q.float_columns[c]] = q.float_values[c * q.outputs() + n];
    }
  }
  return w;
}

TEST_P(LinearLayers, multiply_the_weights_that_they_keep) {
  for (const auto& [m, k, n] : kSizes) {
    const std::vector<float> x = random_values(m * k, 1), b = random_values(n, 3);
    std::vector<float> w = random_values(n * k, 2);
    for (size_t i = 0; i < n; ++i) w[i * k + k / 3] *= 50;  // a column of large weights
    const ConstMatrix weight(w.data(), n, k);
    const QuantizedWeights quantized = quantize_weights(weight);
    std::vector<float> half(w.size());
    std::ranges::transform(w, half.begin(), [](float v) { return widen_f16(narrow_f16(v)); });
    const std::pair<std::unique_ptr<LinearKernel>, std::vector<float>> kinds[] = {
        {make_float_linear(weight, b.data()), w},
        {make_half_linear(weight, b.data()), half},
        {make_int8_weights_linear(quantized, b.data()), dequantized(quantized)}};
    for (const auto& [linear, kept] : kinds) {
      const std::vector<float> y = run(*linear, x, k, n);
      for (size_t i = 0; i < m; ++i) {
        for (size_t j = 0; j < n; ++j) {
          const double expected = b[j] + reference::dot_rows(ConstMatrix(x.data(), m, k), i,
                                                             ConstMatrix(kept.data(), n, k), j);
          ASSERT_NEAR(y[i * n + j], expected, 2e-3) << static_cast<int>(linear->precision());
        }
      }
    }
  }
}

TEST_P(LinearLayers, a_row_is_the_same_alone_and_among_others) {
  const size_t k = 100, n = 60, m = 200;
  const std::vector<float> x = random_values(m * k, 1), w = random_values(n * k, 2);
  for (const Precision precision :
       {Precision::kFloat32, Precision::kFloat16, Precision::kInt8Weights, Precision::kInt8}) {
    const Linear linear(ConstMatrix(w.data(), n, k), nullptr, precision);
    ASSERT_EQ(linear.precision(), precision);
    Buffer in = Buffer::of_floats({m, k});
    std::ranges::copy(x, in.floats());
    std::vector<float> all(m * n), one(n);
    linear(ConstMatrix(in.floats(), m, k), Matrix(all.data(), m, n), ctx_);
    for (const size_t row : {0, 1, 4, 130, 199}) {
      linear(ConstMatrix(in.floats() + row * k, 1, k), Matrix(one.data(), 1, n), ctx_);
      ASSERT_TRUE(std::equal(one.begin(), one.end(), &all[row * n])) << row;
    }
  }
}

// The first calls with many rows compare two ways to multiply.
TEST_P(LinearLayers, give_the_same_bits_in_every_call) {
  const size_t k = 768, n = 24, m = 100;
  const std::vector<float> w = random_values(n * k, 2), b = random_values(n, 3);
  const Linear linear(ConstMatrix(w.data(), n, k), b.data());
  Buffer in = Buffer::of_floats({m, k});
  std::ranges::copy(random_values(m * k, 1), in.floats());
  const auto call = [&] {
    std::vector<float> y(m * n, kNaN);
    linear(ConstMatrix(in.floats(), m, k), Matrix(y.data(), m, n), ctx_);
    return y;
  };
  const std::vector<float> first = call();
  for (int i = 0; i < 10; ++i) ASSERT_EQ(call(), first) << i;
}

}  // namespace
}  // namespace deberta
