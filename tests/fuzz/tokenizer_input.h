// The inputs of the targets that read a tokenizer's files.
#ifndef DEBERTA_TESTS_FUZZ_TOKENIZER_INPUT_H_
#define DEBERTA_TESTS_FUZZ_TOKENIZER_INPUT_H_

#include <string_view>

#include "fuzz/encodings.h"
#include "fuzz/input.h"
#include "text/files/tokenizer_files.h"

namespace deberta::fuzz {

// Options of the encoding, then: use_fast, has pair.
class TokenizerInput {
 public:
  static constexpr size_t kSize = 8;  // bytes

  explicit TokenizerInput(Input& input)
      : options_(read_options(input)), use_fast_(input.flag()), has_pair_(input.flag()) {}

  // Reads the files, encodes the texts, saves the vocabulary and reads it again.
  void run(const TokenizerFiles& files, std::string_view text, std::string_view pair) const;

 private:
  EncodeOptions options_;
  bool use_fast_, has_pair_;
};

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_TOKENIZER_INPUT_H_
