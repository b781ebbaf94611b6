// A whole tokenizer that fits on a page: 5 special tokens, the 256 bytes, 10 merges.
#ifndef DEBERTA_TESTS_TEXT_TINY_TOKENIZER_H_
#define DEBERTA_TESTS_TEXT_TINY_TOKENIZER_H_

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "text/files/tokenizer_files.h"
#include "text/models/byte_level.h"
#include "text/tokenizer.h"

namespace deberta::testing {

enum TinyId : int32_t {
  kPad,
  kCls,
  kSep,
  kUnk,
  kMask,
  kByte0,              // the byte b has the id kByte0 + b
  kHe = kByte0 + 256,  // "he"
  kLl,                 // "ll"
  kHell,               // "hell"
  kHello,              // "hello"
  kSpaceW,             // "Ġw"
  kOr,                 // "or"
  kLd,                 // "ld"
  kSpaceWor,           // "Ġwor"
  kSpaceWorld,         // "Ġworld"
  kLo,                 // "lo": its merge has the last rank
  kTinySize,
};

inline int32_t byte_id(char c) { return kByte0 + static_cast<uint8_t>(c); }

// "left right", by rank.
inline const std::vector<std::pair<std::string, std::string>>& tiny_merges() {
  static const std::vector<std::pair<std::string, std::string>> merges = {
      {"h", "e"}, {"l", "l"}, {"he", "ll"}, {"hell", "o"},  {"Ġ", "w"},
      {"o", "r"}, {"l", "d"}, {"Ġw", "or"}, {"Ġwor", "ld"}, {"l", "o"}};
  return merges;
}

inline nlohmann::json tiny_vocab() {
  nlohmann::json vocab = {
      {"[PAD]", kPad}, {"[CLS]", kCls}, {"[SEP]", kSep}, {"[UNK]", kUnk}, {"[MASK]", kMask}};
  for (int byte = 0; byte < 256; ++byte) {
    vocab[byte_alphabet()[static_cast<size_t>(byte)]] = kByte0 + byte;
  }
  int32_t id = kHe;
  for (const auto& [left, right] : tiny_merges()) vocab[left + right] = id++;
  return vocab;
}

inline std::string tiny_merges_txt(const std::string& end_of_line = "\n") {
  std::string text = "#version: 0.2" + end_of_line;
  for (const auto& [left, right] : tiny_merges()) text += left + " " + right + end_of_line;
  return text;
}

// tokenizer.json, as transformers' converter writes it.
inline nlohmann::json tiny_tokenizer_json() {
  using nlohmann::json;
  json added = json::array();
  for (const auto& [content, id] : {std::pair("[PAD]", kPad),
                                    {"[CLS]", kCls},
                                    {"[SEP]", kSep},
                                    {"[UNK]", kUnk},
                                    {"[MASK]", kMask}}) {
    const bool mask = id == kMask;
    added.push_back({{"id", id},
                     {"content", content},
                     {"single_word", false},
                     {"lstrip", mask},
                     {"rstrip", false},
                     {"normalized", mask},
                     {"special", true}});
  }
  json merges = json::array();
  for (const auto& [left, right] : tiny_merges()) merges.push_back(left + " " + right);
  json document = json::parse(R"({
    "version": "1.0", "truncation": null, "padding": null, "normalizer": null,
    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
                      "use_regex": true},
    "post_processor": {"type": "TemplateProcessing",
      "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                 {"Sequence": {"id": "A", "type_id": 0}},
                 {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
      "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
               {"Sequence": {"id": "A", "type_id": 0}},
               {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
               {"Sequence": {"id": "B", "type_id": 1}},
               {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
      "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]},
                         "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}},
    "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
                "use_regex": true},
    "model": {"type": "BPE", "dropout": null, "unk_token": null, "fuse_unk": false,
              "continuing_subword_prefix": "", "end_of_word_suffix": "", "byte_fallback": false}
  })");
  document["added_tokens"] = added;
  document["model"]["vocab"] = tiny_vocab();
  document["model"]["merges"] = merges;
  return document;
}

// The tokenizer of tiny_tokenizer_json(), changed; `config` is tokenizer_config.json.
inline Tokenizer tiny_tokenizer(
    const std::function<void(nlohmann::json&)>& change = [](nlohmann::json&) {},
    const std::string& config = "") {
  nlohmann::json document = tiny_tokenizer_json();
  change(document);
  const std::string text = document.dump();
  TokenizerFiles files;
  files.tokenizer_json = text;
  files.tokenizer_config_json = config;
  return load_tokenizer(files);
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_TEXT_TINY_TOKENIZER_H_
