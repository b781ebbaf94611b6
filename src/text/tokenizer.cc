#include "text/tokenizer.h"

#include <algorithm>

#include "base/error.h"
#include "base/sort.h"
#include "text/decode_pieces.h"
#include "text/decode_wordpiece.h"
#include "text/encode_segments.h"

namespace deberta {

Encoding Tokenizer::encode(std::string_view text, const EncodeOptions& options) const {
  return encode_segments(parts_, {tokenize(text), nullptr}, options);
}

Encoding Tokenizer::encode_pair(std::string_view text, std::string_view pair,
                                const EncodeOptions& options) const {
  return encode_pair(tokenize(text), tokenize(pair), options);
}

Segment Tokenizer::tokenize(std::string_view text) const { return segment_of(parts_, text); }

Encoding Tokenizer::encode_pair(const Segment& text, const Segment& pair,
                                const EncodeOptions& options) const {
  return encode_segments(parts_, {text, &pair}, options);
}

std::vector<Encoding> Tokenizer::encode_windows(std::string_view text,
                                                const EncodeOptions& options) const {
  return encode_segment_windows(parts_, {tokenize(text), nullptr}, options);
}

std::vector<Encoding> Tokenizer::encode_pair_windows(std::string_view text, std::string_view pair,
                                                     const EncodeOptions& options) const {
  const Segment second = tokenize(pair);
  return encode_segment_windows(parts_, {tokenize(text), &second}, options);
}

std::vector<Encoding> Tokenizer::encode_windows(std::string_view text, int max_length,
                                                int stride) const {
  if (max_length < 1) {
    throw Error(ErrorCode::kInput,
                "max_length is " + std::to_string(max_length) + ", expected at least 1");
  }
  EncodeOptions options;
  options.truncation = Truncation::kLongestFirst;
  options.max_length = max_length;
  options.stride = stride;
  return encode_windows(text, options);
}

Encoding Tokenizer::encode_words(Words words, const EncodeOptions& options) const {
  require_prefix_space();
  return encode_segments(parts_, {segment_of(parts_, words), nullptr}, options);
}

Encoding Tokenizer::encode_words_pair(Words words, Words pair_words,
                                      const EncodeOptions& options) const {
  require_prefix_space();
  const Segment second = segment_of(parts_, pair_words);
  return encode_segments(parts_, {segment_of(parts_, words), &second}, options);
}

std::vector<Encoding> Tokenizer::encode_words_windows(Words words,
                                                      const EncodeOptions& options) const {
  require_prefix_space();
  return encode_segment_windows(parts_, {segment_of(parts_, words), nullptr}, options);
}

std::vector<Encoding> Tokenizer::encode_words_pair_windows(Words words, Words pair_words,
                                                           const EncodeOptions& options) const {
  require_prefix_space();
  const Segment second = segment_of(parts_, pair_words);
  return encode_segment_windows(parts_, {segment_of(parts_, words), &second}, options);
}

std::string Tokenizer::decode(Ids ids, const DecodeOptions& options) const {
  std::vector<bool> skipped(static_cast<size_t>(vocab_size()));
  for (const AddedToken& token : parts_.added_tokens.all()) {
    skipped[static_cast<size_t>(token.id)] = options.skip_special_tokens && token.special;
  }
  std::vector<int32_t> kept;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] < 0) {
      throw Error(ErrorCode::kInput, "ids[" + std::to_string(i) + "] is " + std::to_string(ids[i]) +
                                         ", expected at least 0");
    }
    // A model may have more rows than its tokenizer has tokens, so its ids may have no token.
    if (parts_.vocab.has(ids[i]) && !skipped[static_cast<size_t>(ids[i])]) kept.push_back(ids[i]);
  }
  const bool slow = parts_.reference == Reference::kSlow;
  std::string text = slow && parts_.unigram     ? slow_text_of(parts_, kept)
                     : slow && parts_.wordpiece ? slow_wordpiece_text_of(parts_, kept)
                                                : text_of(tokens_of(kept), options.errors);
  return options.clean_up_tokenization_spaces ? clean_up_spaces(text) : text;
}

std::vector<std::string_view> Tokenizer::tokens_of(Ids ids) const {
  std::vector<std::string_view> tokens;
  tokens.reserve(ids.size());
  for (int32_t id : ids) tokens.push_back(parts_.vocab.token(id));
  return tokens;
}

std::string Tokenizer::text_of(std::span<const std::string_view> tokens,
                               DecodeErrors errors) const {
  if (parts_.wordpiece) return wordpiece_text_of(parts_, tokens);
  if (parts_.unigram) return metaspace_text_of(tokens, parts_.add_prefix_space);
  std::string bytes;
  for (std::string_view token : tokens) append_token_bytes(token, bytes);
  return utf8_of_bytes(std::move(bytes), errors);
}

std::vector<AddedToken> Tokenizer::added_tokens() const {
  std::vector<AddedToken> tokens = parts_.added_tokens.all();
  sort_stably(tokens, {}, &AddedToken::id);
  return tokens;
}

void Tokenizer::require_prefix_space() const {
  if (parts_.add_prefix_space || parts_.wordpiece) return;
  throw Error(ErrorCode::kInput, "split words: expected a tokenizer with add_prefix_space = true");
}

}  // namespace deberta
