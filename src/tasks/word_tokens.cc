#include "tasks/word_tokens.h"

#include <utility>

namespace deberta {

WordTokens word_tokens(std::span<const std::string_view> words, const Tokenizer& tokenizer) {
  EncodeOptions options;
  options.add_special_tokens = false;
  Encoding encoding = tokenizer.encode_words(words, options);
  WordTokens tokens{std::move(encoding.ids), {}};
  size_t token = 0;
  for (size_t word = 0; word <= words.size(); ++word) {
    while (token < tokens.ids.size() && encoding.word_ids[token] < static_cast<int32_t>(word)) {
      ++token;
    }
    tokens.first.push_back(token);
  }
  return tokens;
}

}  // namespace deberta
