// Two ways to compute the same thing, in turns.
#ifndef DEBERTA_TOOLS_BENCH_KERNELS_PAIR_H_
#define DEBERTA_TOOLS_BENCH_KERNELS_PAIR_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace deberta::bench {

// One call of a kernel. What it computes is in `output` after it.
struct Side {
  std::string name;
  std::function<void()> run;
  const float* output;
  std::function<void()> prepare;  // makes its input again; not timed
};

struct Pair {
  std::string operation;
  std::string shape;
  Side ours;
  Side theirs;
  size_t outputs;                // values of each side's output
  double tolerance;              // between the two, as a fraction of the largest value
  std::shared_ptr<void> memory;  // what both sides refer to
  bool repeats = true;           // run() may be called again without prepare()
};

// Compares the outputs, warms up, then runs both sides in turns for so long, and prints one line of
// JSON: of both the median and the tenth percentile, and the median of the ratios of neighbours.
// Where other programs use the machine, the tenth percentile is of the moments when they did not.
void measure(const Pair& pair, double seconds);

}  // namespace deberta::bench

#endif  // DEBERTA_TOOLS_BENCH_KERNELS_PAIR_H_
