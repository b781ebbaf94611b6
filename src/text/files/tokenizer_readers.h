// The parts of read_tokenizer().
#ifndef DEBERTA_TEXT_FILES_TOKENIZER_READERS_H_
#define DEBERTA_TEXT_FILES_TOKENIZER_READERS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_fields.h"
#include "text/files/tokenizer_files.h"

namespace deberta {

// vocab.json and merges.txt → vocab, bpe. Throws kVocab, kMerges.
void read_vocab_and_merges(const TokenizerFiles& files, TokenizerParts& parts);

// spm.model → vocab, unigram, its added tokens; as transformers' converter does for tokenizer.json.
// Throws kSpmModel, kVocab, kTokenizerUnsupported.
void read_spm_model(std::string_view file, TokenizerParts& parts);

// The model, normalizer and pre_tokenizer of a tokenizer.json with a unigram model → vocab,
// unigram. Throws what read_tokenizer() throws.
void read_unigram_json(const JsonFields& document, TokenizerParts& parts);

// vocab.txt → vocab, wordpiece, whose unknown token is not set yet. Throws kVocab.
void read_vocab_txt(std::string_view file, TokenizerParts& parts);

// The model, normalizer, pre_tokenizer and decoder of a tokenizer.json with a WordPiece → vocab,
// wordpiece. Throws what read_tokenizer() throws.
void read_wordpiece_json(const JsonFields& document, TokenizerParts& parts);

// The options of BertTokenizer in tokenizer_config.json. Throws kTokenizerUnsupported for a class
// that splits words in another way.
void read_bert_options(const JsonFields& config, bool has_tokenizer_json, TokenizerParts& parts);

// tokenizer.json → vocab, bpe or unigram or wordpiece, its added tokens, the templates, trimming,
// sides. Throws what read_tokenizer() throws.
void read_tokenizer_json(std::string_view content, TokenizerParts& parts);

// The settings in tokenizer_config.json and the smaller files next to it → added and special
// tokens, sides, lengths, clean-up. The vocabulary must be read already. Without a tokenizer.json
// this also sets the templates. Throws kTokenizerJson, kVocab, and kTokenizerUnsupported for
// settings that would change the words.
void read_settings(const TokenizerFiles& files, bool has_tokenizer_json, TokenizerParts& parts);

// An entry of "added_tokens" or of added_tokens_decoder, without its id.
AddedToken parse_added_token(const JsonFields& entry, bool special_by_default);

// Adds a token, with its own id or, where it has none, with the vocabulary's or the next free one.
// Throws kVocab where the token or the id is taken.
void add_token(TokenizerParts& parts, AddedToken token, std::optional<int32_t> id = std::nullopt);

// The context of errors in the file's fields: kTokenizerJson.
JsonSource source_of(std::string_view file);

// Throws kTokenizerUnsupported: "tokenizer.json: <fact>".
[[noreturn]] void unsupported(const std::string& fact);

// A vocabulary of JSON: {"token": id, …}. Throws kVocab.
Vocab read_vocab(const nlohmann::json& object);

// A token's id. Throws kVocab.
int32_t checked_id(int64_t id);
int32_t id_of(const nlohmann::json& value);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_TOKENIZER_READERS_H_
