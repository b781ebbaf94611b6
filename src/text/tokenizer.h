// Text ↔ token ids with exact offsets: transformers' DebertaTokenizerFast, DebertaV2TokenizerFast
// and BertTokenizerFast over the Rust library `tokenizers`, or their Python counterparts.
#ifndef DEBERTA_TEXT_TOKENIZER_H_
#define DEBERTA_TEXT_TOKENIZER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/decode.h"
#include "text/encode_options.h"
#include "text/encoding.h"
#include "text/segment.h"
#include "text/tokenizer_parts.h"

namespace deberta {

// Immutable; any number of threads may use it. Texts are UTF-8; invalid bytes are kept.
//
// The names are transformers' (PreTrainedTokenizerBase, DebertaTokenizerFast) unless noted.
class Tokenizer {
 public:
  using Ids = std::span<const int32_t>;
  using Words = std::span<const std::string_view>;

  explicit Tokenizer(TokenizerParts parts) : parts_(std::move(parts)) {}

  const TokenizerParts& parts() const { return parts_; }

  // --- text → ids: __call__
  //
  // Throw kInput where max_length has no room for the special tokens, for kOnlyFirst and
  // kOnlySecond where cutting that segment is not enough, and for a text of 4 GiB or more. A text
  // that is too long is cut at its end, or at its beginning where truncation_side() is kLeft.
  Encoding encode(std::string_view text, const EncodeOptions& options) const;
  Encoding encode_pair(std::string_view text, std::string_view pair,
                       const EncodeOptions& options) const;

  // The tokens of a text that is paired with several others: encode_pair(tokenize(text),
  // tokenize(pair), options) is encode_pair(text, pair, options).
  Segment tokenize(std::string_view text) const;
  Encoding encode_pair(const Segment& text, const Segment& pair,
                       const EncodeOptions& options) const;

  // The whole text as encodings of at most max_length tokens each; neighbours share options.stride
  // tokens (return_overflowing_tokens), and `truncated` is false. Where truncation cuts one segment
  // of a pair, every window has the whole other segment; where kLongestFirst cuts both, the windows
  // of both are combined, as in tokenizers' Encoding::merge_with. Without truncation, or where
  // everything fits, there is one window. The whole text counts, as in tokenizers up to 0.22; 0.23
  // stops reading after max_length tokens. Throw what encode() throws, and kInput unless 0 ≤ stride
  // < the room for each segment that is cut, or where the windows have more than 2²⁶ tokens
  // together.
  std::vector<Encoding> encode_windows(std::string_view text, const EncodeOptions& options) const;
  std::vector<Encoding> encode_pair_windows(std::string_view text, std::string_view pair,
                                            const EncodeOptions& options) const;
  // The same for a single text with special tokens. Throws kInput for max_length < 1.
  std::vector<Encoding> encode_windows(std::string_view text, int max_length, int stride) const;

  // Texts that the caller has split into words (is_split_into_words): word_ids are indices of the
  // given words, offsets are within the word. Each word is tokenized as a text of its own. Throw
  // what the calls above throw, and kInput for a BPE without add_prefix_space(), as transformers
  // does.
  Encoding encode_words(Words words, const EncodeOptions& options) const;
  Encoding encode_words_pair(Words words, Words pair_words, const EncodeOptions& options) const;
  std::vector<Encoding> encode_words_windows(Words words, const EncodeOptions& options) const;
  std::vector<Encoding> encode_words_pair_windows(Words words, Words pair_words,
                                                  const EncodeOptions& options) const;

  // --- ids → text

  // The text that all tokens together stand for: the byte-level decoder is used for a BPE,
  // Metaspace for a unigram model, WordPiece's for a WordPiece, for the first two regardless of
  // tokenizer.json's "decoder". skip_special_tokens skips added tokens that are special. An id
  // without a token adds nothing. Throws kInput for a negative id, with its index, and for kStrict.
  std::string decode(Ids ids, const DecodeOptions& options = {}) const;
  // convert_tokens_to_string: for tokens in the vocabulary's notation; they need not be in the
  // vocabulary.
  std::string text_of(std::span<const std::string_view> tokens,
                      DecodeErrors errors = DecodeErrors::kReplace) const;

  // --- the vocabulary, added tokens included

  // convert_tokens_to_ids; nullopt for unknown tokens.
  std::optional<int32_t> id(std::string_view token) const { return parts_.vocab.find(token); }
  // convert_ids_to_tokens; "" for an id without a token.
  std::string token(int32_t id) const { return std::string(parts_.vocab.token(id)); }
  // Whether tokens say that they continue a word ("##ing", in WordPiece). The tokens of other
  // vocabularies say that they begin one, with the space before it.
  bool marks_continuations() const {
    return parts_.wordpiece && !parts_.wordpiece->model.rules().prefix.empty();
  }
  // Whether the token continues the word of the token before it; false where tokens do not say it.
  bool continues_word(int32_t id) const {
    return marks_continuations() &&
           parts_.vocab.token(id).starts_with(parts_.wordpiece->model.rules().prefix);
  }
  // 1 + the largest id.
  int vocab_size() const { return parts_.vocab.size(); }
  // The number of tokens without the added ones (vocab_size of transformers).
  int base_vocab_size() const {
    return parts_.vocab.count() - static_cast<int>(parts_.ids_outside_vocab.size());
  }
  // The added tokens by id (added_tokens_decoder).
  std::vector<AddedToken> added_tokens() const;

  // --- special tokens

  const SpecialTokens& special_tokens() const { return parts_.special_tokens; }
  // Their ids; empty where there are none.
  const std::vector<int32_t>& additional_special_tokens() const {
    return parts_.additional_special_tokens;
  }
  // all_special_ids: bos, eos, unk, sep, pad, cls, mask and the additional ones, each id once.
  std::vector<int32_t> special_ids() const;
  // The number of tokens that the template adds to a text or a pair.
  int num_special_tokens_to_add(bool pair) const {
    return (pair ? parts_.pair : parts_.single).specials();
  }

  // For ids without special tokens; pair_ids: nullopt for a single sequence. They follow
  // DebertaTokenizerFast and use the roles: [CLS] A [SEP], [CLS] A [SEP] B [SEP]; token types 0…0
  // 1…1. Throw kState where the tokenizer lacks a cls or sep token.
  std::vector<int32_t> build_inputs_with_special_tokens(
      Ids ids, std::optional<Ids> pair_ids = std::nullopt) const;
  std::vector<int32_t> create_token_type_ids_from_sequences(
      Ids ids, std::optional<Ids> pair_ids = std::nullopt) const;
  // 1: a special token. For ids that already have special tokens: marks those of special_ids();
  // pair_ids must be nullopt (else kInput). For ids without: marks the tokens that
  // build_inputs_with_special_tokens() adds.
  std::vector<uint8_t> get_special_tokens_mask(Ids ids, std::optional<Ids> pair_ids,
                                               bool already_has_special_tokens) const;

  // --- settings

  // transformers' class: DebertaTokenizer, DebertaTokenizerFast, DebertaV2Tokenizer,
  // DebertaV2TokenizerFast, BertTokenizer, BertTokenizerFast, by number.
  int class_index() const {
    return (parts_.wordpiece ? 4
            : parts_.unigram ? 2
                             : 0) +
           (parts_.reference == Reference::kFast ? 1 : 0);
  }
  bool add_prefix_space() const { return parts_.add_prefix_space; }
  // 0 where the tokenizer's files do not set it.
  int model_max_length() const { return parts_.model_max_length; }
  Side padding_side() const { return parts_.padding_side; }
  Side truncation_side() const { return parts_.truncation_side; }
  // Whether the files request it; decode() follows its options only.
  bool clean_up_tokenization_spaces() const { return parts_.clean_up_tokenization_spaces; }

 private:
  std::vector<std::string_view> tokens_of(Ids ids) const;
  void require_prefix_space() const;
  void require_cls_and_sep() const;

  TokenizerParts parts_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_TOKENIZER_H_
