// How well the parts of a forward pass could keep more threads busy than this machine has cores.
//
//   load_balance [--v2] [--q8]
//
// Replaces the library's ThreadPool by one that runs all parts on the caller and takes their times.
// For each parallel call it then deals the parts out as the real pool does: a thread that is free
// takes the next one. Prints, for several lengths and numbers of threads, how many times faster
// than one thread a pass of a model of deberta-base's width could be, with threads of equal speed
// and with every second one at half speed (efficiency cores); and the share of the time that no
// call divides. What threads cost each other (caches, memory, clocks, waking up) is not in it.
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

// What the passes since clear() took.
struct Simulation {
  double parallel = 0;  // all parts, one after the other
  double equal = 0;     // with threads of equal speed
  double mixed = 0;     // with every second thread at half speed
};
Simulation simulation;

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
  const double all = std::accumulate(parts.begin(), parts.end(), 0.0);
  const size_t taking_part = std::min(count, static_cast<size_t>(std::min(threads, limit_)));
  const bool is_alone = taking_part <= 1;
  simulation.parallel += all;
  simulation.equal += is_alone ? all : kCall + makespan(parts, taking_part, 1);
  simulation.mixed += is_alone ? all : kCall + makespan(parts, taking_part, 0.5);
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

// Seconds of one pass, as measured and as simulated.
struct Times {
  double one, equal, mixed, sequential;
};

Times measure(Session& session, Shape shape) {
  run_pass(session, shape);  // the position tables, the caches
  std::vector<Times> all;
  for (int i = 0; i < 7; ++i) {
    simulation = {};
    const auto start = Clock::now();
    run_pass(session, shape);
    const double one = seconds(Clock::now() - start);
    const double sequential = one - simulation.parallel;
    all.push_back({one, sequential + simulation.equal, sequential + simulation.mixed, sequential});
  }
  std::ranges::sort(all, {}, [](const Times& times) { return times.one; });
  return all[all.size() / 2];
}

void print_table(bool v2, Precision precision) {
  constexpr int kThreads[] = {2, 4, 6, 8};
  constexpr Shape kShapes[] = {{1, 16}, {1, 32}, {1, 128}, {1, 512}, {8, 128}};
  std::printf("| texts × tokens | not divided |");
  for (const int threads : kThreads) std::printf(" %d threads | half of them slow |", threads);
  std::printf("\n| --- | --- |");
  for (size_t i = 0; i < std::size(kThreads); ++i) std::printf(" --- | --- |");
  std::printf("\n");
  for (const Shape shape : kShapes) {
    std::string row;
    double sequential = 0;
    for (const int threads : kThreads) {
      Session session(config(v2), std::nullopt, {.threads = threads, .precision = precision});
      session.initialize_weights(1);
      const Times times = measure(session, shape);
      char cells[64];
      std::snprintf(cells, sizeof cells, " %.2f | %.2f |", times.one / times.equal,
                    times.one / times.mixed);
      row += cells;
      sequential = times.sequential / times.one;
    }
    std::printf("| %zu × %zu | %.1f%% |%s\n", shape.texts, shape.length, 100 * sequential,
                row.c_str());
    std::fflush(stdout);
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
      std::fprintf(stderr, "usage: load_balance [--v2] [--q8]\n");
      return 2;
    }
  }
  deberta::print_table(v2, precision);
}
