// Replays inputs and searches for new ones without libFuzzer, where that does not exist: faults of
// 32-bit sizes exist only in WebAssembly.
//
//   deberta_fuzz --target=NAME [--seconds=N] [--seed=N] [--findings=FOLDER] FILE|FOLDER…
//
// Replays the inputs; then changes them at random for that many seconds. An input is written to
// FOLDER/current before it runs, so the one that ends the program is there. Prints
// "<inputs> inputs, <executions> executions".
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/mutators/mutator.h"
#include "fuzz/target.h"

namespace deberta::fuzz {

void mutate_bytes(std::string& bytes, Random& random, size_t max_size) {
  for (size_t changes = 1 + random.below(3); changes-- > 0;) {
    const size_t at = bytes.empty() ? 0 : random.below(bytes.size());
    const size_t count =
        bytes.empty() ? 0 : random.below(std::min<size_t>(bytes.size() - at, 16) + 1);
    switch (bytes.empty() ? 3 : random.below(6)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ 1 << random.below(8));
        break;
      case 1:
        bytes[at] = static_cast<char>(random.next());
        break;
      case 2:
        bytes.erase(at, count);
        break;
      case 3:
        bytes.insert(at, 1 + random.below(8), static_cast<char>(random.next()));
        break;
      case 4:
        bytes.insert(at, bytes.substr(at, count));
        break;
      default: {
        uint64_t value = interesting(random);
        const size_t width = size_t{1} << random.below(4);
        for (size_t i = at; i < std::min(bytes.size(), at + width); ++i, value >>= 8) {
          bytes[i] = static_cast<char>(value & 0xff);
        }
      }
    }
  }
  if (bytes.size() > max_size) bytes.resize(max_size);
}

namespace {

constexpr size_t kMaxSize = 64 << 10;

std::string option(int argc, char** argv, std::string_view name) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(name)) return std::string(argument.substr(name.size()));
  }
  return "";
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> read_inputs(int argc, char** argv) {
  std::vector<std::filesystem::path> paths;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]).starts_with("--")) continue;
    if (!std::filesystem::is_directory(argv[i])) {
      paths.emplace_back(argv[i]);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  std::vector<std::string> inputs;
  for (const auto& path : paths) inputs.push_back(content_of(path));
  return inputs;
}

// The input that runs, for the case that it ends the program.
class Journal {
 public:
  explicit Journal(const std::string& folder) : path_(folder.empty() ? "" : folder + "/current") {}
  void note(const std::string& input) const {
    if (path_.empty()) return;
    std::ofstream(path_, std::ios::binary) << input;
  }

 private:
  std::string path_;
};

size_t search(const Target& target, std::vector<std::string> inputs, double seconds, Random& random,
              const Journal& journal) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  if (inputs.empty()) inputs.emplace_back();
  size_t executions = 0;
  while (std::chrono::steady_clock::now() < end) {
    std::string input = random.pick(inputs);
    for (size_t changes = 1 + random.below(4); changes-- > 0;) {
      const bool as_bytes = target.mutate == nullptr || random.once_in(4);
      (as_bytes ? mutate_bytes : target.mutate)(input, random, kMaxSize);
    }
    if (input.size() > kMaxSize) input.resize(kMaxSize);
    journal.note(input);
    run_input(target, input);
    ++executions;
  }
  return executions;
}

}  // namespace
}  // namespace deberta::fuzz

int main(int argc, char** argv) {
  using namespace deberta::fuzz;
  const Target& target = chosen_target(argc, argv);
  const std::vector<std::string> inputs = read_inputs(argc, argv);
  const Journal journal(option(argc, argv, "--findings="));
  for (const std::string& input : inputs) {
    journal.note(input);
    run_input(target, input);
  }
  Random random(
      static_cast<uint32_t>(std::strtoul(option(argc, argv, "--seed=").c_str(), nullptr, 10)));
  const double seconds = std::strtod(option(argc, argv, "--seconds=").c_str(), nullptr);
  const size_t executions = search(target, inputs, seconds, random, journal);
  std::printf("%zu inputs, %zu executions\n", inputs.size(), inputs.size() + executions);
}
