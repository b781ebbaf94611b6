// Inputs to begin with, for the targets whose files the C++ tests can make. (tools/fuzz/seeds.mjs
// makes those of tests/fixtures.)
#ifndef DEBERTA_TESTS_FUZZ_SEEDS_H_
#define DEBERTA_TESTS_FUZZ_SEEDS_H_

#include <string>

namespace deberta::fuzz {

// Writes <folder>/<target>/<name>.
void write_seeds(const std::string& folder);

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_SEEDS_H_
