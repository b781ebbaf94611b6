// The pairs of kernels that are measured, by what they compute.
#ifndef DEBERTA_TOOLS_BENCH_KERNELS_KERNELS_H_
#define DEBERTA_TOOLS_BENCH_KERNELS_KERNELS_H_

#include <functional>
#include <vector>

#include "pair.h"

namespace deberta::bench {

// Each makes a pair when it is its turn: the weights of one take hundreds of megabytes.
using Makers = std::vector<std::function<Pair()>>;

// Shapes of deberta-base: hidden size 768, heads of 64, feed-forward layers of 3072.
Makers linear_layers();
Makers quantized_layers();
Makers attention_products();
Makers row_operations();
Makers activations();
Makers transpositions();

}  // namespace deberta::bench

#endif  // DEBERTA_TOOLS_BENCH_KERNELS_KERNELS_H_
