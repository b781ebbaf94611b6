// Measures the native tokenizer: medians in milliseconds per megabyte, and their growth.
//
//   tokenizer_speed TOKENIZER_FOLDER [PROSE_FILE]
//
// The folder holds tokenizer.json, or vocab.json and merges.txt. Each row: the kind of text, ms/MB
// at half a megabyte, one and two, and t(2 MB) / t(1 MB), which is about 2 where time is linear. A
// prose file is repeated up to the length, so take one of at least 2 MB.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"

namespace {

constexpr size_t kMegabyte = 1'000'000;

// "" for a missing file.
std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Copies of `unit` up to `bytes` bytes, without an incomplete one.
std::string repeated(const std::string& unit, size_t bytes) {
  if (unit.size() > bytes) return unit.substr(0, bytes);
  std::string text;
  while (text.size() + unit.size() <= bytes) text += unit;
  return text;
}

std::string random_letters(size_t bytes, const std::string& letters) {
  std::mt19937 random(1);
  std::string text(bytes, ' ');
  for (char& c : text) c = letters[random() % letters.size()];
  return text;
}

double median_ms(const deberta::Tokenizer& tokenizer, const std::string& text, int rounds) {
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    const deberta::Encoding encoding = tokenizer.encode(text, {});
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
    if (encoding.ids.empty()) std::puts("no tokens");
    times.push_back(time.count());
  }
  std::ranges::nth_element(times, times.begin() + rounds / 2);
  return times[static_cast<size_t>(rounds / 2)];
}

void report(const deberta::Tokenizer& tokenizer, const char* kind,
            const std::function<std::string(size_t)>& text_of) {
  const double half = median_ms(tokenizer, text_of(kMegabyte / 2), 9);
  const double one = median_ms(tokenizer, text_of(kMegabyte), 9);
  const double two = median_ms(tokenizer, text_of(2 * kMegabyte), 9);
  std::printf("%-16s %8.1f %8.1f %8.1f   x%.2f\n", kind, half * 2, one, two / 2, two / one);
}

// Many calls, as from a page that tags each line separately.
void report_sentences(const deberta::Tokenizer& tokenizer, const std::string& prose) {
  std::vector<double> times;
  for (int round = 0; round < 9; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    for (size_t at = 0; at + 100 <= kMegabyte; at += 100) {
      tokenizer.encode(std::string_view(prose).substr(at, 100), {});
    }
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
    times.push_back(time.count());
  }
  std::ranges::sort(times);
  std::printf("%-16s          %8.1f\n", "100 bytes a call", times[times.size() / 2]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fputs("usage: tokenizer_speed TOKENIZER_FOLDER [PROSE_FILE]\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  const std::string whole = read_file(folder + "/tokenizer.json");
  const std::string vocab = read_file(folder + "/vocab.json");
  const std::string merges = read_file(folder + "/merges.txt");
  const auto tokenizer = deberta::load_tokenizer({whole, vocab, merges, "", "", ""});
  std::puts("                  0.5 MB     1 MB     2 MB   2/1");
  if (argc == 3) {
    const std::string prose = read_file(argv[2]);
    report(tokenizer, "prose", [&](size_t bytes) { return repeated(prose, bytes); });
    report_sentences(tokenizer, repeated(prose, kMegabyte));
  }
  report(tokenizer, "letters",
         [](size_t bytes) { return random_letters(bytes, "etaoinshrdlucmfwypvbgkjqxz"); });
  report(tokenizer, "one letter", [](size_t bytes) { return std::string(bytes, 'a'); });
  report(tokenizer, "spaces", [](size_t bytes) { return std::string(bytes, ' '); });
  report(tokenizer, "emoji", [](size_t bytes) { return repeated("😀", bytes); });
  report(tokenizer, "random bytes",
         [](size_t bytes) { return random_letters(bytes, "ab \n'.1\xc3\xa9"); });
  return 0;
}
