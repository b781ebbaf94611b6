// A fuzz target: a function of bytes that must neither crash nor break an invariant.
#ifndef DEBERTA_TESTS_FUZZ_TARGET_H_
#define DEBERTA_TESTS_FUZZ_TARGET_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "fuzz/random.h"

namespace deberta::fuzz {

struct Target {
  const char* name;
  // Reads an input. Errors and failed allocations are answers; any other exception is a fault.
  void (*run)(std::string_view input);
  // Changes an input so that more of it stays valid than after a change of single bytes. The result
  // may be longer than max_size; the caller cuts it.
  void (*mutate)(std::string& input, Random& random, size_t max_size);
};

std::span<const Target> targets();

// The target of "--target=<name>" among the arguments. Ends the program where there is none.
const Target& chosen_target(int argc, char** argv);

// Runs an input within the limits of time and memory (limits.h). A fault ends the program.
void run_input(const Target& target, std::string_view input);

// Ends the program with the fact that does not hold.
[[noreturn]] void broken(const char* condition, const char* file, int line,
                         const std::string& found = "");

// An invariant of what the library answers. `found` is evaluated where it does not hold.
#define DEBERTA_EXPECT(condition, ...)                                                    \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      ::deberta::fuzz::broken(#condition, __FILE__, __LINE__ __VA_OPT__(, ) __VA_ARGS__); \
    }                                                                                     \
  } while (false)

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_TARGET_H_
