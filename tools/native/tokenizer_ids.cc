// Prints a tokenizer's ids and offsets, for comparisons with others:
// tools/differential/tokenizer.mjs.
//
//   tokenizer_ids TOKENIZER_FOLDER [slow | pairs] < TEXTS
//
// Reads texts as 4 bytes of little-endian length, then UTF-8. Writes one line of ids for each, and
// one of offsets in code points: "0 5 5 7" for two tokens. pairs: three texts are a text, its pair,
// and the number of tokens to truncate them to, longest_first.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"

namespace {

// "" for a missing file.
std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

deberta::Tokenizer open_tokenizer(const std::string& folder, bool use_fast) {
  const auto read = [&](const char* name) { return read_file(folder + "/" + name); };
  const std::string whole = read("tokenizer.json"), vocab = read("vocab.json"),
                    merges = read("merges.txt"), config = read("tokenizer_config.json"),
                    spm = read("spm.model"), words = read("vocab.txt");
  deberta::TokenizerOptions options;
  options.use_fast = use_fast;
  return deberta::load_tokenizer({whole, vocab, merges, config, "", "", spm, words}, options);
}

bool read_text(std::string& text) {
  uint8_t length[4];
  if (std::fread(length, 1, 4, stdin) != 4) return false;
  text.resize(length[0] | length[1] << 8 | length[2] << 16 | length[3] << 24);
  return std::fread(text.data(), 1, text.size(), stdin) == text.size();
}

// Code points before each byte.
std::vector<uint32_t> code_points(std::string_view text) {
  std::vector<uint32_t> before;
  uint32_t count = 0;
  for (char c : text) {
    before.push_back(count);
    count += (c & 0xc0) != 0x80;
  }
  // A byte inside a character precedes the code points after it.
  before.push_back(count);
  return before;
}

void print(const deberta::Encoding& encoding, std::string_view text, std::string_view pair) {
  const std::vector<uint32_t> points[] = {code_points(text), code_points(pair)};
  for (int32_t id : encoding.ids) std::printf("%d ", id);
  std::putchar('\n');
  for (size_t i = 0; i < encoding.ids.size(); ++i) {
    const auto& of = points[encoding.sequence_ids[i] == 1];
    std::printf("%u %u ", of[encoding.offsets[i].begin], of[encoding.offsets[i].end]);
  }
  std::putchar('\n');
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: tokenizer_ids TOKENIZER_FOLDER [slow | pairs] < TEXTS\n", stderr);
    return 2;
  }
  const std::string_view kind = argc > 2 ? argv[2] : "";
  const deberta::Tokenizer tokenizer = open_tokenizer(argv[1], kind != "slow");
  deberta::EncodeOptions options;
  for (std::string text, pair, length; read_text(text);) {
    if (kind != "pairs") {
      print(tokenizer.encode(text, options), text, "");
    } else if (read_text(pair) && read_text(length)) {
      options.truncation = deberta::Truncation::kLongestFirst;
      options.max_length = std::stoi(length);
      print(tokenizer.encode_pair(text, pair, options), text, pair);
    }
  }
  return 0;
}
