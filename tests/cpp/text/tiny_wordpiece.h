// A whole WordPiece tokenizer that fits on a page, and the files that it is made of.
#ifndef DEBERTA_TESTS_TEXT_TINY_WORDPIECE_H_
#define DEBERTA_TESTS_TEXT_TINY_WORDPIECE_H_

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"

namespace deberta::testing {

enum TinyWordId : int32_t { kWordPad, kWordUnk, kWordCls, kWordSep, kWordMask };

inline const std::vector<std::string>& tiny_words() {
  static const std::vector<std::string> words = {
      "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "中",  "文",   "ab",  "##c", "a",
      "##b",   "cafe",  "café",  ".",     "!",      "the", "##re", "The", "'",   "s"};
  return words;
}

inline int32_t tiny_word(std::string_view word) {
  const auto& all = tiny_words();
  return static_cast<int32_t>(std::ranges::find(all, word) - all.begin());
}

inline std::string tiny_vocab_txt() {
  std::string text;
  for (const std::string& word : tiny_words()) text += word + "\n";
  return text;
}

// tokenizer.json, as transformers' converter writes it.
inline nlohmann::json tiny_wordpiece_json() {
  using nlohmann::json;
  json document = json::parse(R"({
    "added_tokens": [],
    "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                   "strip_accents": null, "lowercase": true},
    "pre_tokenizer": {"type": "BertPreTokenizer"},
    "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
    "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
    "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
              "max_input_chars_per_word": 100}})");
  for (int32_t id = kWordPad; id <= kWordMask; ++id) {
    document["added_tokens"].push_back({{"id", id},
                                        {"content", tiny_words()[static_cast<size_t>(id)]},
                                        {"special", true},
                                        {"normalized", false}});
  }
  for (const std::string& word : tiny_words()) document["model"]["vocab"][word] = tiny_word(word);
  return document;
}

// From vocab.txt; `config` is tokenizer_config.json.
inline Tokenizer tiny_wordpiece(const std::string& config = "", bool use_fast = true) {
  const std::string vocab = tiny_vocab_txt();
  TokenizerFiles files;
  files.vocab_txt = vocab;
  files.tokenizer_config_json = config;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

// From tokenizer.json, changed.
inline Tokenizer tiny_wordpiece_of(const std::function<void(nlohmann::json&)>& change,
                                   const std::string& config = "", bool use_fast = true) {
  nlohmann::json document = tiny_wordpiece_json();
  change(document);
  const std::string text = document.dump();
  TokenizerFiles files;
  files.tokenizer_json = text;
  files.tokenizer_config_json = config;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_TEXT_TINY_WORDPIECE_H_
