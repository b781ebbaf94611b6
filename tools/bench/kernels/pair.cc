#include "pair.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace deberta::bench {
namespace {

double now() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

// Seconds of so many calls.
double time_of(const Side& side, int calls) {
  if (side.prepare) side.prepare();
  const double begin = now();
  for (int i = 0; i < calls; ++i) side.run();
  return now() - begin;
}

// The value below which the fraction `at` of all lies.
double quantile(std::vector<double> values, double at) {
  const auto place = static_cast<ptrdiff_t>(at * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + place);
  return values[static_cast<size_t>(place)];
}

void run_once(const Side& side) {
  if (side.prepare) side.prepare();
  side.run();
}

// The largest, as a fraction of the largest value.
double difference(const Pair& pair) {
  run_once(pair.ours);
  run_once(pair.theirs);
  double largest = 0, value = 0;
  for (size_t i = 0; i < pair.outputs; ++i) {
    const double a = pair.ours.output[i], b = pair.theirs.output[i];
    if (!std::isfinite(a) || !std::isfinite(b)) return INFINITY;
    largest = std::max(largest, std::abs(a - b));
    value = std::max(value, std::abs(a));
  }
  return value > 0 ? largest / value : INFINITY;
}

// Until the engine has compiled both sides for good.
void warm_up(const Pair& pair) {
  constexpr double kSeconds = 0.4;
  for (const double begin = now(); now() - begin < kSeconds;) {
    run_once(pair.ours);
    run_once(pair.theirs);
  }
}

}  // namespace

void measure(const Pair& pair, double seconds) {
  const double off = difference(pair);
  if (!(off <= pair.tolerance)) {
    std::fprintf(stderr, "%s %s: the outputs differ by %g\n", pair.operation.c_str(),
                 pair.shape.c_str(), off);
    std::exit(1);
  }
  warm_up(pair);
  // A sample is long for a browser's clock, and short for the operating system's, which gives the
  // processor to others for milliseconds.
  constexpr double kSample = 0.5e-3;
  int calls = 1;
  while (pair.repeats && time_of(pair.ours, calls) < kSample &&
         time_of(pair.theirs, calls) < kSample) {
    calls *= 2;
  }
  std::vector<double> ours, theirs, ratios;
  for (const double begin = now(); now() - begin < seconds || ours.size() < 7;) {
    // The side that runs second finds the other's data in the caches, so they change places.
    const bool first = ours.size() % 2 == 0;
    if (first) ours.push_back(time_of(pair.ours, calls) / calls);
    theirs.push_back(time_of(pair.theirs, calls) / calls);
    if (!first) ours.push_back(time_of(pair.ours, calls) / calls);
    ratios.push_back(theirs.back() / ours.back());
  }
  constexpr double kQuiet = 0.1;
  std::printf(
      "{\"operation\": \"%s\", \"shape\": \"%s\", \"ours\": \"%s\", \"theirs\": \"%s\", "
      "\"ourTime\": %.9f, \"theirTime\": %.9f, \"ourQuiet\": %.9f, \"theirQuiet\": %.9f, "
      "\"ratio\": %.4f, \"pairs\": %zu, \"difference\": %.1e}\n",
      pair.operation.c_str(), pair.shape.c_str(), pair.ours.name.c_str(), pair.theirs.name.c_str(),
      quantile(ours, 0.5), quantile(theirs, 0.5), quantile(ours, kQuiet), quantile(theirs, kQuiet),
      quantile(ratios, 0.5), ratios.size(), off);
  std::fflush(stdout);
}

}  // namespace deberta::bench
