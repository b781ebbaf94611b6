// Reads vocab.txt, or a tokenizer.json with a WordPiece, and the options of BertTokenizer.
#include <algorithm>
#include <climits>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/error.h"
#include "text/files/tokenizer_readers.h"
#include "text/unicode/utf8.h"

namespace deberta {
namespace {

using nlohmann::json;

constexpr const char* kExpected = ", expected ";

// The lines as Python reads them; a line end after the last one begins no other.
std::vector<std::string_view> lines_of(std::string_view file) {
  std::vector<std::string_view> lines;
  while (!file.empty()) {
    const size_t end = std::min(file.find_first_of("\r\n"), file.size());
    lines.push_back(file.substr(0, end));
    file.remove_prefix(end);
    file.remove_prefix(file.starts_with("\r\n") ? 2 : file.empty() ? 0 : 1);
  }
  return lines;
}

// What the only step of that kind is: the step itself, or that in a Sequence of one.
JsonFields only_step(const JsonFields& step, const char* list) {
  if (step.string("type") != "Sequence") return step;
  const json& steps = step.list(list);
  if (steps.size() != 1) {
    unsupported(std::string(list) + ": " + std::to_string(steps.size()) + " steps" + kExpected +
                "one");
  }
  return step.of(steps.front());
}

[[noreturn]] void refuse(const std::string& what, const std::string& found, const char* expected) {
  unsupported(what + " " + (found.empty() ? "without a type" : found) + " of a WordPiece" +
              kExpected + expected);
}

BertNormalizer::Rules read_normalizer(const JsonFields& document) {
  const json* found = document.find("normalizer");
  if (found == nullptr) return BertNormalizer::kAsItIs;
  const JsonFields step = only_step(document.of(*found), "normalizers");
  const std::string type = step.string("type");
  if (type != "BertNormalizer") refuse("the normalizer", type, "BertNormalizer");
  BertNormalizer::Rules rules;
  rules.cleans_text = step.boolean("clean_text", true);
  rules.separates_chinese = step.boolean("handle_chinese_chars", true);
  rules.lowercases = step.boolean("lowercase", true);
  rules.strips_accents = step.boolean("strip_accents", rules.lowercases);
  return rules;
}

void read_pre_tokenizer(const JsonFields& document) {
  const json* found = document.find("pre_tokenizer");
  if (found == nullptr)
    unsupported("a WordPiece without a pre_tokenizer, expected BertPreTokenizer");
  const std::string type = only_step(document.of(*found), "pretokenizers").string("type");
  if (type != "BertPreTokenizer") refuse("the pre_tokenizer", type, "BertPreTokenizer");
}

void read_decoder(const JsonFields& document, WordPieceParts& wordpiece) {
  const json* found = document.find("decoder");
  if (found == nullptr) {
    wordpiece.decoded_prefix = "";
    wordpiece.cleans_decoded = false;
    return;
  }
  const JsonFields decoder = document.of(*found);
  const std::string type = decoder.string("type");
  if (type != "WordPiece") refuse("the decoder", type, "WordPiece");
  wordpiece.decoded_prefix = decoder.string("prefix", "##");
  wordpiece.cleans_decoded = decoder.boolean("cleanup", true);
}

// tokenizer_class without "Fast".
std::string class_of(const JsonFields& config) {
  constexpr std::string_view kFast = "Fast";
  std::string name = config.string("tokenizer_class");
  if (name.ends_with(kFast)) name.resize(name.size() - kFast.size());
  return name;
}

// Classes whose words and tokens are BertTokenizer's.
bool is_like_bert(std::string_view name) {
  return name == "BertTokenizer" || name == "DistilBertTokenizer" || name == "ElectraTokenizer" ||
         name == "ConvBertTokenizer" || name == "MobileBertTokenizer";
}

// Classes that leave the kind of tokenizer to the files.
bool says_nothing(std::string_view name) {
  return name.empty() || name == "PreTrainedTokenizer" || name == "DebertaTokenizer" ||
         name == "DebertaV2Tokenizer";
}

[[noreturn]] void refuse_class(const std::string& fact) {
  throw Error(ErrorCode::kTokenizerUnsupported,
              "tokenizer_config.json: " + fact + kExpected + "BertTokenizer");
}

// Its words are BertTokenizer's only where it does not need a dictionary.
void check_japanese(const JsonFields& config) {
  for (const auto& [name, basic] :
       {std::pair("word_tokenizer_type", "basic"), {"subword_tokenizer_type", "wordpiece"}}) {
    const std::string found = config.string(name, basic);
    if (found == basic) continue;
    refuse_class("BertJapaneseTokenizer with the " + std::string(name) + " " + found);
  }
}

}  // namespace

void read_vocab_txt(std::string_view file, TokenizerParts& parts) {
  // A token that occurs twice has the id of its last line. An empty line has no token.
  std::unordered_map<std::string_view, int64_t> ids;
  const std::vector<std::string_view> lines = lines_of(file);
  for (size_t line = 0; line < lines.size(); ++line) {
    if (!is_utf8(lines[line])) {
      throw Error(ErrorCode::kVocab,
                  "vocab.txt: line " + std::to_string(line + 1) + " is not UTF-8");
    }
    if (!lines[line].empty()) ids[lines[line]] = static_cast<int64_t>(line);
  }
  if (ids.empty()) throw Error(ErrorCode::kVocab, "vocab.txt: expected a token a line, found none");
  std::vector<Vocab::Entry> entries;
  entries.reserve(ids.size());
  for (size_t line = 0; line < lines.size(); ++line) {
    const auto found = ids.find(lines[line]);
    if (found == ids.end() || found->second != static_cast<int64_t>(line)) continue;
    entries.push_back({std::string(lines[line]), checked_id(found->second)});
  }
  parts.vocab = Vocab(entries);
  parts.wordpiece.emplace();
  parts.wordpiece->model = WordPiece(parts.vocab, {});
}

void read_wordpiece_json(const JsonFields& document, TokenizerParts& parts) {
  const JsonFields model = document.of(*document.find("model"));
  const json* vocab = model.find("vocab");
  if (vocab == nullptr) document.fail("expected a vocab");
  parts.vocab = read_vocab(*vocab);
  const std::string unknown = model.string("unk_token", "[UNK]");
  const std::optional<int32_t> unknown_id = parts.vocab.find(unknown);
  if (!unknown_id) throw Error(ErrorCode::kVocab, "vocab: the unk_token is not in the vocabulary");
  parts.wordpiece.emplace();
  parts.wordpiece->model = WordPiece(
      parts.vocab, {.prefix = model.string("continuing_subword_prefix", "##"),
                    .unknown_id = *unknown_id,
                    .longest_word = model.integer("max_input_chars_per_word", 100, 0, INT_MAX)});
  parts.wordpiece->normalizer = BertNormalizer(read_normalizer(document));
  read_pre_tokenizer(document);
  read_decoder(document, *parts.wordpiece);
}

void read_bert_options(const JsonFields& config, bool has_tokenizer_json, TokenizerParts& parts) {
  const std::string name = class_of(config);
  const bool japanese = name == "BertJapaneseTokenizer";
  const bool slow = parts.reference == Reference::kSlow;
  if (japanese) {
    check_japanese(config);
  } else if (!has_tokenizer_json && !is_like_bert(name) && !says_nothing(name)) {
    refuse_class("the tokenizer_class " + name + " with a vocab.txt");
  }
  WordPieceParts& wordpiece = *parts.wordpiece;
  BertNormalizer::Rules rules = wordpiece.normalizer.rules();
  // A fast tokenizer of these classes sets its normalizer, whatever tokenizer.json says.
  if (!has_tokenizer_json || japanese || is_like_bert(name)) {
    rules.separates_chinese = config.boolean("tokenize_chinese_chars", !japanese);
    rules.lowercases = config.boolean("do_lower_case", !japanese);
    rules.strips_accents = config.boolean("strip_accents", rules.lowercases);
  }
  rules.python = slow || japanese;
  if (slow) {
    for (std::string& word : config.strings("never_split")) {
      wordpiece.never_split.insert(std::move(word));
    }
  }
  if (slow && !config.boolean("do_basic_tokenize", true)) {
    rules = BertNormalizer::kAsItIs;
    wordpiece.splits_punctuation = false;
    wordpiece.never_split.clear();
  }
  wordpiece.normalizer = BertNormalizer(rules);
}

}  // namespace deberta
