#include "fuzz/target.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>

#include "base/error.h"
#include "fuzz/limits.h"
#include "fuzz/targets/targets.h"

namespace deberta::fuzz {
namespace {

void check_error(const Error& error) {
  DEBERTA_EXPECT(name_of(error.code()) != nullptr);
  DEBERTA_EXPECT(!error.message().empty());
  // A message names parts of a file, and must stay readable.
  DEBERTA_EXPECT(error.message().size() < 4096, std::to_string(error.message().size()));
}

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target& chosen_target(int argc, char** argv) {
  constexpr std::string_view kOption = "--target=";
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (!argument.starts_with(kOption)) continue;
    for (const Target& target : targets()) {
      if (argument.substr(kOption.size()) == target.name) return target;
    }
  }
  std::fprintf(stderr, "fuzz: expected --target=NAME, one of:");
  for (const Target& target : targets()) std::fprintf(stderr, " %s", target.name);
  std::fprintf(stderr, "\n");
  std::exit(2);
}

void run_input(const Target& target, std::string_view input) {
  const Limits limits;
  try {
    target.run(input);
  } catch (const Error& error) {
    check_error(error);
  } catch (const std::bad_alloc&) {  // bindings/guarded.cc: OUT_OF_MEMORY, as is the next
  } catch (const std::length_error&) {
  } catch (const std::exception& error) {
    broken("only Error is thrown", __FILE__, __LINE__, error.what());
  }
}

void broken(const char* condition, const char* file, int line, const std::string& found) {
  std::fprintf(stderr, "fuzz: %s:%d: expected: %s\n", file, line, condition);
  if (!found.empty()) std::fprintf(stderr, "fuzz: found: %s\n", found.c_str());
  std::abort();
}

}  // namespace deberta::fuzz
