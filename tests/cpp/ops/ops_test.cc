// Each op against its definition, at sizes that are not multiples of a vector, with garbage in the
// memory that kernels may read but must not use.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "context.h"
#include "ops/activation.h"
#include "ops/embedding_table.h"
#include "ops/layer_norm.h"
#include "ops/linear.h"
#include "ops/panel_linear.h"
#include "ops/softmax.h"
#include "reference/naive.h"
#include "tensor/buffer.h"

namespace deberta {
namespace {

using reference::random_values;

// rows × cols random values in rows `stride` apart; the memory between and after them is NaN.
struct Guarded {
  Buffer buffer;
  Matrix matrix;

  Guarded(size_t rows, size_t cols, size_t stride, unsigned seed) {
    buffer = Buffer::of_floats({rows, stride});
    std::fill_n(buffer.floats(), rows * stride + Buffer::kReadPast / sizeof(float),
                std::numeric_limits<float>::quiet_NaN());
    matrix = Matrix(buffer.floats(), rows, cols, stride);
    const std::vector<float> values = random_values(rows * cols, seed);
    for (size_t i = 0; i < rows; ++i) std::copy_n(&values[i * cols], cols, matrix.row(i));
  }
};

struct Sizes {
  size_t m, k, n;
};
constexpr Sizes kSizes[] = {{1, 1, 1},   {1, 9, 5},    {3, 8, 17},   {17, 12, 17},
                            {7, 33, 13}, {64, 64, 64}, {5, 100, 31}, {33, 20, 128}};

using Ops = testing::WithThreads;
INSTANTIATE_TEST_SUITE_P(Threads, Ops, ::testing::Values(1, 2));

TEST_P(Ops, linear) {
  for (const auto& [m, k, n] : kSizes) {
    const Guarded x(m, k, k, 1), w(n, k, k, 2), b(1, n, n, 3);
    Guarded y(m, n, n, 4);
    const Linear linear(w.matrix, b.matrix.data);
    linear(x.matrix, y.matrix, ctx_);
    for (size_t i = 0; i < m; ++i) {
      for (size_t j = 0; j < n; ++j) {
        const double expected = reference::dot_rows(x.matrix, i, w.matrix, j) + b.matrix.data[j];
        ASSERT_NEAR(y.matrix.row(i)[j], expected, 1e-4) << m << " " << k << " " << n;
      }
    }
    Guarded without(m, n, n, 5);
    Linear(w.matrix, nullptr)(x.matrix, without.matrix, ctx_);
    ASSERT_NEAR(without.matrix.row(0)[0], reference::dot_rows(x.matrix, 0, w.matrix, 0), 1e-4);
  }
}

// Few rows and many may take different paths through the kernels with the same weights.
TEST_P(Ops, linear_gives_a_row_the_same_outputs_whatever_rows_there_are) {
  const size_t k = 384, n = 100, m = 300;
  const Guarded x(m, k, k, 1), w(n, k, k, 2), b(1, n, n, 3);
  Guarded all(m, n, n, 4);
  const Linear linear(w.matrix, b.matrix.data);
  linear(x.matrix, all.matrix, ctx_);
  for (const size_t count : {1, 2, 3, 7, 64, 170, 171, 200}) {
    Guarded some(count, n, n, 5);
    linear(ConstMatrix(x.matrix).slice_rows(0, count), some.matrix, ctx_);
    for (size_t i = 0; i < count; ++i) {
      for (size_t j = 0; j < n; ++j) {
        ASSERT_EQ(some.matrix.row(i)[j], all.matrix.row(i)[j]) << count << " " << i << " " << j;
      }
    }
  }
}

TEST_P(Ops, multiply_table) {
  for (const auto& [m, k, n] : kSizes) {
    const Guarded x(m, k, k, 1), bias(1, n, n, 3);
    const std::vector<float> values = random_values(n * k, 2);
    for (const Precision precision : {Precision::kFloat32, Precision::kFloat16, Precision::kInt8}) {
      EmbeddingTable table(DType::kF32, n, k, precision);
      table.write(std::as_bytes(std::span(values)));
      Guarded y(m, n, n + 3, 4);  // the memory next to it stays
      multiply_table(x.matrix, table, bias.matrix.data, y.matrix, ctx_);
      std::vector<float> row(k);
      for (size_t j = 0; j < n; ++j) {
        table.copy_row(j, row.data());
        const ConstMatrix kept(row.data(), 1, k);
        for (size_t i = 0; i < m; ++i) {
          ASSERT_NEAR(y.matrix.row(i)[j],
                      reference::dot_rows(x.matrix, i, kept, 0) + bias.matrix.row(0)[j], 1e-4)
              << m << " " << k << " " << n;
        }
      }
      for (size_t i = 0; i + 1 < m; ++i) ASSERT_TRUE(std::isnan(y.matrix.row(i)[n]));
    }
  }
}

TEST_P(Ops, layer_norm) {
  for (const size_t size : {1, 5, 24, 256, 769}) {
    const size_t rows = 100;
    Guarded x(rows, size, size, 1), y(rows, size, size, 2);
    Buffer gamma = Buffer::of_floats({size}), beta = Buffer::of_floats({size});
    std::ranges::copy(random_values(size, 3), gamma.floats());
    std::ranges::copy(random_values(size, 4), beta.floats());
    const Guarded before(rows, size, size, 1);
    const std::vector<float> g(gamma.floats(), gamma.floats() + size);
    const std::vector<float> b(beta.floats(), beta.floats() + size);
    LayerNorm(std::move(gamma), std::move(beta), size, 1e-7f)
        .add_and_normalize(y.matrix, x.matrix, ctx_);
    for (size_t i = 0; i < rows; ++i) {
      double mean = 0, variance = 0;
      std::vector<double> sum(size);
      for (size_t j = 0; j < size; ++j) {
        sum[j] = double{before.matrix.row(i)[j]} + y.matrix.row(i)[j];
        mean += sum[j] / static_cast<double>(size);
      }
      for (double value : sum)
        variance += (value - mean) * (value - mean) / static_cast<double>(size);
      for (size_t j = 0; j < size; ++j) {
        const double expected = (sum[j] - mean) / std::sqrt(variance + 1e-7) * g[j] + b[j];
        ASSERT_NEAR(x.matrix.row(i)[j], expected, 2e-5) << size;
      }
    }
  }
}

double by_definition(Activation f, double x) {
  switch (f) {
    case Activation::kGelu:
      return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
    case Activation::kGeluTanh:
      return 0.5 * x * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
    case Activation::kQuickGelu:
      return x / (1 + std::exp(-1.702 * x));
    case Activation::kRelu:
      return std::max(x, 0.0);
    case Activation::kSigmoid:
      return 1 / (1 + std::exp(-x));
    case Activation::kSilu:
      return x / (1 + std::exp(-x));
    case Activation::kTanh:
      return std::tanh(x);
    case Activation::kMish:
      return x * std::tanh(std::log1p(std::exp(x)));
    case Activation::kLinear:
      return x;
  }
  return 0;
}

TEST_P(Ops, activations) {
  for (const Activation f : {Activation::kGelu, Activation::kGeluTanh, Activation::kQuickGelu,
                             Activation::kRelu, Activation::kSigmoid, Activation::kSilu,
                             Activation::kTanh, Activation::kMish, Activation::kLinear}) {
    const size_t n = 4001;
    Guarded x(2, n, n, 1);
    for (size_t i = 0; i < n; ++i) {
      x.matrix.row(0)[i] = x.matrix.row(1)[i] = (static_cast<float>(i) - 2000.0f) / 50.0f;
    }
    apply(f, x.matrix, ctx_);
    for (size_t i = 0; i < n; ++i) {
      const double at = (static_cast<double>(i) - 2000) / 50;
      const double expected = by_definition(f, at);
      ASSERT_NEAR(x.matrix.row(1)[i], expected, 2e-6 + 2e-6 * std::abs(expected))
          << static_cast<int>(f) << " at " << at;
    }
  }
}

TEST(Softmax, sums_to_one_and_gives_masked_values_nothing) {
  for (const size_t n : {1, 2, 7, 100}) {
    std::vector<float> x = random_values(n + 1, 1, 30.0f);
    x.back() = -std::numeric_limits<float>::infinity();
    const std::vector<double> expected =
        reference::softmax(std::vector<double>(x.begin(), x.end()));
    softmax(x.data(), x.size());
    for (size_t i = 0; i < n; ++i) EXPECT_NEAR(x[i], expected[i], 1e-6);
    EXPECT_EQ(x.back(), 0.0f);
  }
}

TEST(Softmax, does_not_depend_on_where_the_values_lie) {
  for (size_t n : {1u, 3u, 4u, 7u, 33u, 64u}) {
    std::vector<float> expected(n);
    for (size_t i = 0; i < n; ++i) expected[i] = std::sin(static_cast<float>(i) * 1.7f) * 5;
    const std::vector<float> values = expected;
    softmax(expected.data(), n);
    for (size_t shift = 0; shift < 8; ++shift) {
      std::vector<float> memory(n + shift);
      std::ranges::copy(values, memory.begin() + static_cast<ptrdiff_t>(shift));
      softmax(memory.data() + shift, n);
      EXPECT_TRUE(std::equal(expected.begin(), expected.end(), memory.data() + shift))
          << n << " values, " << shift;
    }
  }
}

TEST(EmbeddingTable, widens_the_row_that_is_asked_for) {
  const uint16_t halves[] = {0x3c00, 0x4000, 0xbc00, 0x0000, 0x3800, 0x7bff};
  EmbeddingTable table(DType::kF16, 2, 3, Precision::kFloat32);
  table.write(std::as_bytes(std::span(halves)));
  float row[3];
  table.copy_row(0, row);
  EXPECT_EQ(std::vector<float>(row, row + 3), (std::vector<float>{1, 2, -1}));
  table.add_row(1, row);
  EXPECT_EQ(std::vector<float>(row, row + 3), (std::vector<float>{1, 2.5, 65503}));
}

}  // namespace
}  // namespace deberta
