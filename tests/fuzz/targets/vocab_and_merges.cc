// options | kinds | parts: vocab.json, merges.txt, tokenizer_config.json, special_tokens_map.json,
// added_tokens.json, text, pair
#include "fuzz/encodings.h"
#include "fuzz/targets/targets.h"
#include "fuzz/tokenizer_input.h"

namespace deberta::fuzz {

void run_vocab_and_merges(std::string_view bytes) {
  Input input(bytes);
  const TokenizerInput parsed(input);
  const std::vector<std::string> parts = parts_of(input.rest(), 7);
  TokenizerFiles files;
  files.vocab_json = parts[0];
  files.merges_txt = parts[1];
  files.tokenizer_config_json = parts[2];
  files.special_tokens_map_json = parts[3];
  files.added_tokens_json = parts[4];
  parsed.run(files, parts[5], parts[6]);
}

void mutate_vocab_and_merges(std::string& bytes, Random& random, size_t max_size) {
  mutate_after<TokenizerInput::kSize, [](std::string& rest, Random& random, size_t size) {
    mutate_parts(rest, random, size,
                 {mutate_json, mutate_bytes, mutate_json, mutate_json, mutate_json, mutate_bytes,
                  mutate_bytes});
  }>(bytes, random, max_size);
}

}  // namespace deberta::fuzz
