// How well a forward pass could keep more threads busy than this machine has cores.
//
//   node tools/bench/balance.mjs [--v2] [--q8]
//
// Replaces the library's ThreadPool by one that runs all parts on the caller and takes their times,
// of several passes the shortest, since other programs only make them longer. Then it deals the
// parts out as the real pool does: a thread that is free takes the next one. Prints, for a model of
// deberta-base's width, how many times faster than with one thread a pass could be, with threads of
// equal speed and with every second one at half speed (efficiency cores). What threads cost each
// other (caches, memory, clocks, waking up) is not in it.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "base/concurrency.h"
#include "deberta.h"

namespace deberta {
namespace {

using Clock = std::chrono::steady_clock;

double seconds(Clock::duration time) { return std::chrono::duration<double>(time).count(); }

// A parallel call: the seconds of its parts, and how many threads may take some.
struct Parts {
  std::vector<double> seconds;
  size_t threads;
};
// Those of the present pass, in their order.
std::vector<Parts> calls;

// Taking a part costs an atomic addition on a cache line that another core wrote to.
constexpr double kTake = 0.1e-6;
// The caller of a parallel call stores its state, and waits for the last thread to report.
constexpr double kCall = 1e-6;

// When the last of the threads is done that take the parts in order.
double makespan(const std::vector<double>& parts, size_t threads, double slow) {
  std::vector<double> free_at(threads, 0);
  for (const double part : parts) {
    const auto next = std::ranges::min_element(free_at);
    const bool is_slow = (next - free_at.begin()) % 2 == 1;
    *next += kTake + (is_slow ? part / slow : part);
  }
  return *std::ranges::max_element(free_at);
}

}  // namespace

// In place of base/thread_pool.cc and base/concurrency.cc, which the linker then leaves out.
ThreadPool::ThreadPool(int threads) : size_(threads), limit_(threads) {}
ThreadPool::~ThreadPool() = default;
void ThreadPool::set_limit(int) {}

void ThreadPool::run(size_t count, int threads, Call call, void* context) {
  std::vector<double> parts(count);
  auto start = Clock::now();
  for (size_t index = 0; index < count; ++index) {
    call(context, 0, index);
    const auto end = Clock::now();
    parts[index] = seconds(end - start);
    start = end;
  }
  const size_t taking_part = std::min(count, static_cast<size_t>(std::min(threads, limit_)));
  calls.push_back({std::move(parts), taking_part});
}

int lower_limit_to_concurrency(ThreadPool& pool) { return pool.size(); }

namespace {

std::string config(bool v2) {
  const std::string common =
      R"("hidden_size": 768, "num_hidden_layers": 3, "num_attention_heads": 12,
    "intermediate_size": 3072, "vocab_size": 1000, "max_position_embeddings": 512, "type_vocab_size": 0,
    "relative_attention": true, "position_biased_input": false, "pos_att_type": ["c2p", "p2c"])";
  return v2 ? R"({"model_type": "deberta-v2", "position_buckets": 256, "share_att_key": true,
    "norm_rel_ebd": "layer_norm", )" +
                  common + "}"
            : R"({"model_type": "deberta", )" + common + "}";
}

struct Shape {
  size_t texts, length;
};

void run_pass(Session& session, Shape shape) {
  ForwardInputs inputs;
  for (size_t i = 0; i < shape.texts * shape.length; ++i) {
    inputs.batch.input_ids.push_back(static_cast<int32_t>(i % 1000));
  }
  inputs.batch.lengths.assign(shape.texts, shape.length);
  ForwardTask task(std::move(inputs), session.model());
  session.run(task);
}

// A pass whose parts took no longer than in any of several.
struct Pass {
  std::vector<Parts> calls;
  double alone = 0;  // seconds outside of all calls

  double seconds(double slow) const {
    double sum = alone;
    for (const Parts& parts : calls) {
      sum += parts.threads <= 1 ? std::accumulate(parts.seconds.begin(), parts.seconds.end(), 0.0)
                                : kCall + makespan(parts.seconds, parts.threads, slow);
    }
    return sum;
  }
};

Pass measure(bool v2, Precision precision, int threads, Shape shape) {
  Session session(config(v2), std::nullopt, {.threads = threads, .precision = precision});
  session.initialize_weights(1);
  run_pass(session, shape);  // the position tables, the caches
  constexpr int kPasses = 7;
  Pass best;
  for (int i = 0; i < kPasses; ++i) {
    calls.clear();
    const auto start = Clock::now();
    run_pass(session, shape);
    double alone = seconds(Clock::now() - start);
    for (const Parts& parts : calls) {
      alone -= std::accumulate(parts.seconds.begin(), parts.seconds.end(), 0.0);
    }
    if (i == 0) {
      best = {calls, alone};
      continue;
    }
    best.alone = std::min(best.alone, alone);
    for (size_t call = 0; call < best.calls.size(); ++call) {
      auto& known = best.calls[call].seconds;
      for (size_t part = 0; part < known.size(); ++part) {
        known[part] = std::min(known[part], calls.at(call).seconds.at(part));
      }
    }
  }
  return best;
}

void print_table(bool v2, Precision precision) {
  constexpr int kThreads[] = {2, 4, 6, 8};
  constexpr Shape kShapes[] = {{1, 16}, {1, 32}, {1, 128}, {1, 512}, {8, 128}};
  std::printf("| texts × tokens | 1 thread |");
  for (const int threads : kThreads) std::printf(" %d threads | half of them slow |", threads);
  std::printf("\n| --- | --- |");
  for (size_t i = 0; i < std::size(kThreads); ++i) std::printf(" --- | --- |");
  std::printf("\n");
  for (const Shape shape : kShapes) {
    const double one = measure(v2, precision, 1, shape).seconds(1);
    std::printf("| %zu × %zu | %.1f ms |", shape.texts, shape.length, 1000 * one);
    for (const int threads : kThreads) {
      const Pass pass = measure(v2, precision, threads, shape);
      std::printf(" %.2f | %.2f |", one / pass.seconds(1), one / pass.seconds(0.5));
      std::fflush(stdout);
    }
    std::printf("\n");
  }
}

}  // namespace
}  // namespace deberta

int main(int argc, char** argv) {
  bool v2 = false;
  auto precision = deberta::Precision::kFloat32;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--v2") {
      v2 = true;
    } else if (argument == "--q8") {
      precision = deberta::Precision::kInt8;
    } else {
      std::fprintf(stderr, "usage: deberta_balance [--v2] [--q8]\n");
      return 2;
    }
  }
  deberta::print_table(v2, precision);
}
