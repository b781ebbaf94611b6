#include "model/convolution.h"

#include <gtest/gtest.h>

#include "context.h"
#include "reference/convolution.h"
#include "reference/naive.h"

namespace deberta {
namespace {

struct Shape {
  size_t hidden, kernel, groups;
};

class ConvolutionTest : public ::testing::TestWithParam<Shape> {};

TEST_P(ConvolutionTest, is_the_definition_over_a_ragged_batch_with_padding) {
  const auto [hidden, kernel, groups] = GetParam();
  const size_t width = hidden / groups;
  const std::vector<float> weight = reference::random_values(hidden * width * kernel, 1, 0.2f);
  const std::vector<float> bias = reference::random_values(hidden, 2);
  Batch batch;
  batch.lengths = {5, 1, 9, 2};
  batch.attention_mask.assign(batch.tokens(), 1);
  batch.attention_mask[3] = batch.attention_mask[4] = batch.attention_mask[8] = 0;
  std::vector<float> x = reference::random_values(batch.tokens() * hidden, 3);
  const Matrix input(x.data(), batch.tokens(), hidden);
  batch.clear_masked(input);
  const std::vector<float> residual = reference::random_values(x.size(), 4);

  for (int threads : {1, 2}) {
    testing::OwnContext own(threads);
    Convolution convolution;
    convolution.kernel = kernel;
    convolution.activation = Activation::kTanh;
    convolution.set_weights(weight.data(), bias.data(), hidden, groups);
    Buffer gamma = Buffer::of_floats({hidden}), beta = Buffer::of_floats({hidden});
    std::fill_n(gamma.floats(), hidden, 1.5f);
    std::fill_n(beta.floats(), hidden, 0.25f);
    convolution.norm = LayerNorm(std::move(gamma), std::move(beta), hidden, 1e-7f);
    std::vector<float> out = residual;
    const Matrix whole(out.data(), batch.tokens(), hidden);
    const size_t middle = batch.tokens() / 3;  // in two pieces
    convolution(input, batch, 0, middle, whole, own.ctx);
    convolution(input, batch, middle, batch.tokens(), whole, own.ctx);

    size_t first = 0;
    for (size_t length : batch.lengths) {
      for (size_t i = 0; i < length; ++i) {
        const size_t token = first + i;
        std::vector<double> sum;
        for (size_t channel = 0; channel < hidden; ++channel) {
          const double y = reference::convolve(input.slice_rows(first, length), weight, bias,
                                               kernel, groups, i, channel);
          sum.push_back(std::tanh(y) + double{residual[token * hidden + channel]});
        }
        const std::vector<double> normal = reference::layer_norm(sum, 1e-7);
        for (size_t channel = 0; channel < hidden; ++channel) {
          const double expected =
              batch.attention_mask[token] == 0 ? 0 : 1.5 * normal[channel] + 0.25;
          EXPECT_NEAR(out[token * hidden + channel], expected, 2e-5) << token << ", " << channel;
        }
      }
      first += length;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, ConvolutionTest,
                         ::testing::Values(Shape{8, 3, 1}, Shape{8, 1, 1}, Shape{12, 5, 4},
                                           Shape{6, 7, 6}, Shape{64, 3, 2}, Shape{9, 11, 3}));

}  // namespace
}  // namespace deberta
